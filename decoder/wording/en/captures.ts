import type { Nanos } from '../../time.ts';
import type { FindingWords } from '../finding-words.ts';
import { groupDigits } from '../group-digits.ts';
import { counted, duration, list, plural } from './text.ts';

interface Dropped {
  source: string;
  count: number;
}

interface Pause {
  length: Nanos;
  /** Where mastership had moved meanwhile. */
  moves: readonly { from: string; to: string }[];
}

interface SharedMac {
  group: number;
  speakers: readonly string[];
}

interface OtherProtocol extends SharedMac {
  protocol: 'carp' | 'hsrp' | 'glbp';
  packets: number;
}

/** What limits or surrounds the observation. */
export const captures = {
  'capture-gap': {
    dropped: ({ source, count }: Dropped): FindingWords => ({
      title: `The capture lost ${plural(count, 'packet')}`,
      explanation: `${source} says that ${plural(count, 'packet')} were dropped while capturing. Advertisements may be among them, so silence in this capture is weaker evidence.`,
      advice:
        "Capture with a filter ('vrrp or ah or arp or icmp6') and a larger buffer (tcpdump -B 8192); else watch from another place.",
    }),
    pause: ({ length, moves }: Pause): FindingWords => ({
      title: `Nothing was captured for ${duration(length)} between two files`,
      explanation: `One file ends ${duration(length)} before the next begins. What happened meanwhile is not known${movedMeanwhile(moves)}.`,
      advice:
        'If the files are of one ring buffer that never stopped, then nobody advertised in that time. dumpcap says in each file when it ended; tcpdump does not.',
    }),
    interruption: ({ length, moves }: Pause): FindingWords => ({
      title: `Nobody was capturing for ${duration(length)}`,
      explanation: `The capture was interrupted for ${duration(length)}: its program, its interface or its clock did not go on. What happened meanwhile is not known${movedMeanwhile(moves)}.`,
      advice: 'Watch from a second place where this must not be missed.',
    }),
  },

  'history-folded': ({ masterships }: { masterships: number }): FindingWords => ({
    title: `${plural(masterships, 'earlier mastership')} ${masterships === 1 ? 'is' : 'are'} no longer listed`,
    explanation: `Of a virtual router that is watched for very long the latest masterships are kept; ${plural(masterships, 'older one')} ${masterships === 1 ? 'was' : 'were'} let go. What is written with --write or --ndjson still has them.`,
    advice: 'So many changes of mastership are a fault of their own: look for what makes it flap.',
  }),

  'clock-step': {
    back: ({ back }: { back: Nanos }): FindingWords => ({
      title: `The capture's clock went back by ${duration(back)}`,
      explanation: `Timestamps went back by ${duration(back)} here. Later times of this source are shown as if the clock had gone on, so that durations stay right; they are ${duration(back)} ahead of the packets' own.`,
      advice: 'Did NTP step the clock, or were captures joined out of order (mergecap sorts, cat does not)?',
    }),
    oftenBack: ({ count, back }: { count: number; back: Nanos }): FindingWords => ({
      title: `The capture's clock went back ${counted(count, 'time')}, by ${duration(back)} in all`,
      explanation: `Timestamps went back ${counted(count, 'time')}. Each time the later times of this source are shown as if the clock had gone on, so that durations stay right; behind the last they are ${duration(back)} ahead of the packets' own. What repeats like this may be packets in a wrong order rather than a clock: then times and durations here mean nothing.`,
      advice:
        'Were captures joined out of order (mergecap sorts, cat does not; reordercap puts one file in order), or does something step the clock again and again (NTP, or the host of a virtual machine)?',
    }),
    forward: ({ by, senders }: { by: Nanos; senders: number }): FindingWords => ({
      title: `The capture's clock was set forward by ${duration(by)}`,
      explanation: `For so long no packet of any protocol has a timestamp, and yet ${counted(senders, 'master')} went on with the very next identification, each as long after its last advertisement as its rhythm has it, plus the same ${duration(by)}. Masters that had stood still would have woken together; a capture that had paused would have missed numbers. Nobody was silent: times before are shown as stamped, ${duration(by)} earlier than by the clock after.`,
      advice:
        'Did NTP step the clock of the capturing host (chronyc tracking; journalctl -u chronyd), or was it a virtual machine that was resumed? A clock that is right before capturing begins needs no step.',
    }),
    ofView: ({ view, by }: { view: string; by: Nanos }): FindingWords => ({
      title: `The clock of view ${view} was set ${by > 0 ? 'forward' : 'back'} by ${duration(Math.abs(by))}`,
      explanation: `Packets that other views show, too, tell that the clock of view ${view} was set ${by > 0 ? 'forward' : 'back'} by ${duration(Math.abs(by))} here. What it captured before and after is each put on the clock of the first view, so that all times of this history fit together; timestamps in its files, and in logs of its host, do not.`,
      advice:
        'Did NTP step the clock (chronyc tracking; journalctl -u chronyd)? A clock that is right before capturing begins needs no step.',
    }),
  },

  'virtual-mac-collision': ({ group, speakers }: SharedMac): FindingWords => ({
    title: `CARP VHID ${group} and VRRP VRID ${group} share one virtual MAC`,
    explanation: `${list(speakers)} ${speakers.length === 1 ? 'speaks' : 'speak'} CARP with VHID ${group} from the same virtual MAC as the VRRP routers of VRID ${group}: switches send frames now to one, now to the other.`,
    advice: 'Give one of them another number.',
  }),

  'other-protocol': ({ protocol, group, speakers, packets }: OtherProtocol): FindingWords => {
    const name = protocol.toUpperCase();
    return {
      title: `${name} ${protocol === 'carp' ? 'VHID' : 'group'} ${group} is spoken here by ${list(speakers, 3)}`,
      explanation: `${plural(packets, 'packet')} of ${name} were seen and counted; ${name} is not analysed.`,
      advice:
        protocol === 'carp'
          ? `CARP shares protocol 112 and the virtual MACs with VRRP: do not use VRID ${group} here.`
          : 'Nothing.',
    };
  },

  'too-many-speakers': (left: { advertisements: number; entries: number }): FindingWords => ({
    title: 'More speakers or events than can be followed',
    explanation: `Left out were: advertisements of further speakers, ${groupDigits(left.advertisements)}; entries of full lists, ${groupDigits(left.entries)}. No real segment has so many.`,
    advice:
      'Is somebody flooding the segment with forged advertisements? Narrow the capture down to one VLAN or VRID, or lend more memory, in megabytes: NODE_OPTIONS=--max-old-space-size=8192.',
  }),

  'separate-viewpoints': ({ sources, command }: { sources: readonly string[]; command: string }): FindingWords => ({
    title: 'The files show the same packets at different times and are kept apart',
    explanation: `${list(sources)} hold the same advertisements at different times: they were captured at different places, or by clocks that differ, even where that makes them look like captures of one place that follow on each other. As one history they would contradict each other, so each virtual router is shown once for each file.`,
    advice: `Read them as views of one time, with a name for each place; that puts them on one clock and tells what reached which: ${command}`,
  }),
};

function movedMeanwhile(moves: Pause['moves']): string {
  if (moves.length === 0) return '';
  return `; mastership had moved when the capture went on: ${list(moves.map(({ from, to }) => `${from} → ${to}`))}`;
}
