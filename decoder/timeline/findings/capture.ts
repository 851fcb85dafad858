import { formatDuration, list, plural } from '../wording.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** What limits or surrounds the whole observation. */
export function captureFindings(input: FindingInput): FindingDraft[] {
  return [
    ...dropped(input),
    ...pauses(input),
    ...clockSteps(input),
    ...otherProtocols(input),
    ...tooManySpeakers(input),
  ];
}

function dropped({ streams }: FindingInput): FindingDraft[] {
  return streams.flatMap(({ source, span, reader, index }) => {
    if (!reader.dropped || !span) return [];
    return draft('capture-gap', 'info', null, {
      title: `The capture lost ${plural(reader.dropped, 'packet')}`,
      explanation: `${source.name} says that ${plural(reader.dropped, 'packet')} were dropped while capturing. Advertisements may be among them, so silence in this capture is weaker evidence.`,
      advice: "Capture with a filter ('vrrp or arp') and a larger buffer (tcpdump -B 8192).",
      routers: [],
      start: span.start,
      end: span.end,
      evidence: [{ source: index, packet: reader.packets }],
    });
  });
}

function pauses({ timeline, histories }: FindingInput): FindingDraft[] {
  return timeline.pauses.flatMap(({ start, end }) => {
    const moved = histories.flatMap(({ transitions }) =>
      transitions.filter(({ lastHeard, time }) => lastHeard && lastHeard.time <= start && time >= end),
    );
    const evidence = histories.flatMap(({ virtualRouter }) => {
      for (const { last } of virtualRouter.routers.values()) if (last.time >= end) return [last.evidence];
      return [];
    });
    if (evidence.length === 0) return [];
    const moves = list(moved.map(({ from, to }) => `${from?.router.address ?? ''} → ${to.router.address}`));
    return draft('capture-gap', 'info', null, {
      title: `Nothing was captured for ${formatDuration(end - start)} between two files`,
      explanation: `One file ends ${formatDuration(end - start)} before the next begins. What happened meanwhile is not known${moves === '' ? '' : `; mastership had moved when the captures went on: ${moves}`}.`,
      advice:
        'If the files are of one ring buffer that never stopped, then nobody advertised in that time. dumpcap says in each file when it ended; tcpdump does not.',
      routers: [],
      start,
      end,
      evidence: evidence.slice(0, 10),
    });
  });
}

function clockSteps({ timeline }: FindingInput): FindingDraft[] {
  return timeline.clockSteps.map(({ time, back, evidence }) =>
    draft('clock-step', 'warning', null, {
      title: `The capture's clock went back by ${formatDuration(back)}`,
      explanation: `Timestamps went back by ${formatDuration(back)} here. Later times of this source are shown as if the clock had gone on, so that durations stay right; they are ${formatDuration(back)} ahead of the packets' own.`,
      advice: 'Did NTP step the clock, or were captures joined out of order (mergecap sorts, cat does not)?',
      routers: [],
      start: time,
      evidence: [evidence],
    }),
  );
}

function otherProtocols({ timeline, histories }: FindingInput): FindingDraft[] {
  return [...timeline.others.values()].flatMap((other) => {
    const { protocol, group, vlans, speakers, packets, first, last, macs } = other;
    const name = protocol.toUpperCase();
    const common = { routers: [], start: first.time, end: last.time, evidence: [first.evidence] };
    const rival = histories.find(
      ({ virtualRouter }) =>
        protocol === 'carp' &&
        virtualRouter.vrid === group &&
        virtualRouter.vlans.join() === vlans.join() &&
        [...virtualRouter.routers.values()].some((router) => [...router.macs].some((mac) => macs.has(mac))),
    );
    if (rival) {
      return draft('virtual-mac-collision', 'warning', rival.virtualRouter, {
        ...common,
        title: `CARP VHID ${group} and VRRP VRID ${group} share one virtual MAC`,
        explanation: `${list([...speakers])} speak CARP with VHID ${group} from the same virtual MAC as the VRRP routers of VRID ${group}: switches send frames now to one, now to the other.`,
        advice: 'Give one of them another number.',
      });
    }
    return draft('other-protocol', 'info', null, {
      ...common,
      title: `${name} ${protocol === 'carp' ? 'VHID' : 'group'} ${group} is spoken here by ${list([...speakers], 3)}`,
      explanation: `${plural(packets, 'packet')} of ${name} were seen and counted; ${name} is not analysed.`,
      advice:
        protocol === 'carp'
          ? `CARP shares protocol 112 and the virtual MACs with VRRP: do not use VRID ${group} here.`
          : 'Nothing.',
    });
  });
}

function tooManySpeakers({ timeline, histories }: FindingInput): FindingDraft[] {
  const ignored = timeline.ignoredAdvertisements();
  const overflow = histories.reduce((sum, { virtualRouter }) => sum + virtualRouter.overflow, 0);
  if (ignored + overflow === 0) return [];
  return [
    draft('too-many-speakers', 'warning', null, {
      title: 'More speakers or events than can be followed',
      explanation: `${plural(ignored, 'advertisement')} of further speakers and ${plural(overflow, 'entry', 'entries')} of full lists were left out: no real segment has so many.`,
      advice:
        'Is somebody flooding the segment with forged advertisements? Narrow the capture down to one VLAN or VRID.',
      routers: [],
      start: histories[0]?.virtualRouter.first.heard.time ?? 0,
      end: null,
      evidence: histories[0] ? [histories[0].virtualRouter.first.heard.evidence] : [],
    }),
  ];
}
