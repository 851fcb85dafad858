import type { Nanos } from '../../time.ts';
import type { FindingWords, Subject } from '../finding-words.ts';
import { describe, duration, list, plural, sentences } from './text.ts';

interface Move {
  from: string;
  to: string;
}

interface ExplainedMove extends Move {
  explanation: string;
}

interface Fault extends Move {
  since: Nanos;
}

interface Planned extends ExplainedMove {
  cause: 'preemption' | 'resignation' | 'priority-drop';
  /** The process that resigned was not stopped. */
  wentOn: boolean;
}

interface Usurpation extends ExplainedMove {
  /** When the old master was heard again; null if never. */
  backAfter: Nanos | null;
}

interface GaveUp {
  router: string;
  /** After so long. */
  back: Nanos;
  /** With two priority 0 at once. */
  isFault: boolean;
}

interface Race extends Move {
  length: Nanos;
  /** The number at which it began where it may have been master before, unheard; else null. */
  begunAt: number | null;
}

interface InSpiteOfNopreempt extends Move {
  virtualRouter: Subject;
  /** How long before the old master had been heard. */
  since: Nanos;
  /** How long ago the newcomer had left a lower master alone, and whether that one then resigned. */
  ago: Nanos;
  resigned: boolean;
}

interface Equal {
  virtualRouter: Subject;
  routers: readonly string[];
  priority: number;
}

interface Flapping {
  virtualRouter: Subject;
  routers: readonly string[];
  count: number;
  length: Nanos;
  /** From one return to the same router to the next, and whether it is the same each time. */
  period: Nanos;
  isRegular: boolean;
  /** The code of what explains most of them, where something does. */
  reason: string | null;
  /** Codes of causes, and how many of each. */
  causes: readonly { cause: string; count: number }[];
  /** Routers that lost mastership by lowering their priority. */
  lowered: readonly string[];
}

interface Silence {
  router: string;
  length: Nanos;
  /** Who took over meanwhile. */
  successor: string | undefined;
}

interface Standstill extends Silence {
  /** That a clock may have been set instead; empty where it was not. */
  clock: string;
  /** Its host answered for the address all the while. */
  answered: boolean;
}

interface Restart extends Silence {
  /** How long nobody was master meanwhile; both 0 if somebody always was. */
  unownedAtLeast: Nanos;
  unownedAtMost: Nanos;
}

interface Skipped {
  router: string;
  skipped: number;
}

/** How mastership moved. */
export const handovers = {
  failover: {
    fault: ({ from, to, since }: Fault): FindingWords => ({
      title: `${moved(from, to)}: ${from} entered FAULT`,
      explanation: `${from} resigned with two priority 0 advertisements within a millisecond, as keepalived does when it enters FAULT; ${to} took over ${duration(since)} later.`,
      advice: `On ${from}: which check failed? The keepalived log names the track_script, track_process, interface or address; ip link; ip addr.`,
    }),
    priorityDrop: ({ from, to, explanation }: ExplainedMove): FindingWords => ({
      title: `${moved(from, to)}: ${from} lowered its priority`,
      explanation,
      advice: `On ${from}: which track_script, track_interface or track_file took weight away? The keepalived log says "Changing effective priority".`,
    }),
    silence: ({ from, to, explanation, isSeenThere }: ExplainedMove & { isSeenThere: boolean }): FindingWords => ({
      title: `${moved(from, to)}: ${from} fell silent`,
      explanation,
      advice: isSeenThere
        ? `On ${from}: did keepalived run, was the link up? journalctl -u keepalived; ip -s link`
        : `On ${from}: did keepalived run, was the link up (journalctl -u keepalived; ip -s link)? A capture there tells whether it went on sending.`,
    }),
  },

  fault: ({ router, back, isFault }: GaveUp): FindingWords => ({
    title: isFault
      ? `${router} entered FAULT, and nobody took over`
      : `${router} gave up mastership for ${duration(back)}, and nobody took over`,
    explanation: isFault
      ? `${router} resigned with two priority 0 advertisements within a millisecond, as keepalived does when it enters FAULT, and was master again ${duration(back)} later. No other router took over meanwhile.`
      : `${router} resigned with one priority 0 advertisement and was master again ${duration(back)} later. Its identifications went on: its process had not been stopped. No other router took over meanwhile.`,
    advice: isFault
      ? `On ${router}: which check failed? The keepalived log names the track_script, track_process, interface or address; ip link; ip addr. On the others: does keepalived run, and is it out of FAULT?`
      : `On ${router}: why? The keepalived log tells: a virtual address that was removed from its interface (NetworkManager, systemd-networkd, ip addr flush), or another member of its sync group in FAULT.`,
  }),

  'planned-handover': ({ from, to, cause, explanation, wentOn }: Planned): FindingWords => ({
    title:
      cause === 'preemption'
        ? `${to} took over from ${from} by higher priority`
        : cause === 'priority-drop'
          ? `${from} was given a lower priority, ${to} became master`
          : from === to
            ? `${from} resigned and became master again`
            : `${from} resigned, ${to} became master`,
    explanation,
    advice:
      cause === 'priority-drop'
        ? `Nothing, if somebody changed the configuration of ${from} then: it was read anew as the priority changed.`
        : cause === 'preemption'
          ? `Nothing, if ${to} was started or became well then. Where mastership should not move back by itself: nopreempt, with state BACKUP.`
          : wentOn
            ? `On ${from}: why did it resign? The keepalived log tells: a virtual address that was removed from its interface (NetworkManager, systemd-networkd, ip addr flush), or another member of its sync group in FAULT.`
            : `Nothing, if somebody stopped or restarted keepalived on ${from} then. Else find out there why it resigned: journalctl -u keepalived`,
  }),

  usurpation: ({ from, to, explanation, backAfter }: Usurpation): FindingWords => ({
    title: `${to} took over from ${from} before it was due`,
    explanation: `${explanation} ${backAfter === null ? `${from} was not seen again` : `${from} was silent until ${duration(backAfter)} later`}, so no double mastership is shown.`,
    advice: `Compare captures on both nodes: did the last advertisements of ${from} reach ${to}? Look for loss between them.`,
  }),

  'nopreempt-takeover': ({ virtualRouter, from, to, since, ago, resigned }: InSpiteOfNopreempt): FindingWords => ({
    title: `${to} took over from ${from}, which it had left in place before`,
    explanation: `${to} has the higher priority for ${describe(virtualRouter)}, yet ${duration(ago)} earlier it was a backup under ${from} and took over only when that one ${resigned ? 'resigned' : 'fell silent'}: that is nopreempt, or a preempt_delay. Now it took over ${duration(since)} after an advertisement of ${from}, which went on: as nopreempt binds only a backup that hears a master, ${to} heard nobody, unless a preempt_delay had just run out.`,
    advice: `On ${to}: did keepalived start before its link forwarded (spanning tree, bond, LACP)? vrrp_startup_delay waits for it, or vrrp_delay_after_boot of keepalived 2.4.0 and later; ip -br link; tcpdump -ni IFACE vrrp shows what arrives. Is nopreempt still there, with state BACKUP? With state MASTER keepalived ignores it.`,
  }),

  'handover-race': ({ from, to, length, begunAt }: Race): FindingWords => ({
    title: `${to} claimed mastership for ${duration(length)} and was beaten back`,
    explanation: sentences(
      `${to} claimed mastership although ${from} was master, and gave up ${duration(length)} later, in less than an interval.`,
      begunAt === null
        ? `It had not heard ${from} for a moment.`
        : `It began with identification ${begunAt}, and without the announcements of a router that becomes master: it may have been master before, cut off, and not heard here (a capture on ${to} tells).`,
    ),
    advice: `Now and then this is harmless; often, it is loss of advertisements on the way to ${to}, or a node that starts before its link forwards (vrrp_startup_delay).`,
  }),

  'equal-priorities': ({ virtualRouter, routers, priority }: Equal): FindingWords => ({
    title: `${list(routers)} have the same priority`,
    explanation: `${list(routers)} claimed mastership of ${describe(virtualRouter)} at the same moment with priority ${priority}; the higher address wins.`,
    advice: 'Give the nodes different priorities, so that one takes over and no race is needed.',
  }),

  flapping: (at: Flapping): FindingWords => ({
    title: `Mastership moved ${plural(at.count, 'time')} in ${duration(at.length)}`,
    explanation: sentences(
      `${describe(at.virtualRouter)} moved ${plural(at.count, 'time')} between ${list(at.routers)}; causes: ${list(at.causes.map((each) => `${each.count} × ${each.cause}`))}.`,
      at.isRegular
        ? `It came back to the same router every ${duration(at.period)}, as regularly as something scheduled.`
        : `It came back to the same router every ${duration(at.period)} on average, but not regularly.`,
      ...(at.reason === 'sender-stalled' ? ['Each time its sender had stood still: it did not send.'] : []),
      ...(at.reason === 'priority-drop'
        ? [`Each time ${list(at.lowered)} had lowered its priority, as a check that fails does, and raised it again.`]
        : []),
      ...(at.reason === 'process-restarted' ? ['Each time its VRRP process had died and was started again.'] : []),
      ...(at.reason === 'usurpation'
        ? [
            'Each time the newcomer took over although the master was on the wire, and mostly gave up at once: it misses advertisements.',
          ]
        : []),
      ...(at.reason === 'unsent-resignation'
        ? [
            'Each time its identifications had moved on by one or two when it came back: most likely it had resigned, as keepalived does in FAULT, and nothing got out, as over a link that flaps.',
          ]
        : []),
    ),
    advice:
      at.reason === 'sender-stalled'
        ? 'What pauses the machine at this pace: snapshots, backups, live migration, a starved hypervisor? keepalived logs "A thread timer expired … seconds ago".'
        : at.reason === 'priority-drop'
          ? `On ${list(at.lowered)}: which track_script, track_process, track_file or interface comes and goes? The keepalived log says "Changing effective priority". For a script near its limit: a longer timeout, fall and rise. Until it is found, nopreempt (with state BACKUP) or preempt_delay on the preferred node makes it move less.`
          : at.reason === 'process-restarted'
            ? 'What ends the process? journalctl -u keepalived; coredumpctl; dmesg | grep -i -e oom -e segfault'
            : at.reason === 'usurpation'
              ? 'Look for loss on the way to the router that takes over: compare captures on both nodes with --view; ip -s link; switch port counters, storm control, IGMP snooping without a querier. Until it is mended, a longer advert_int on all nodes makes it move less.'
              : at.reason === 'unsent-resignation'
                ? 'Look at the link of that router: ip -s link; journalctl -k; the log of its switch port, cable and transceiver. Until it is mended, nopreempt (with state BACKUP) or preempt_delay on the preferred node makes it move less.'
                : 'Look for what comes and goes at this pace: a check script near its limit, a link that flaps, a starved host, a job that restarts keepalived. Until it is found, nopreempt (with state BACKUP) or preempt_delay on the preferred node makes it move less.',
  }),

  'sender-stalled': ({ router, length, successor, clock, answered }: Standstill): FindingWords => ({
    title: `${router} stood still for ${duration(length)}`,
    explanation: sentences(
      `${router} sent nothing for ${duration(length)} and then went on with the very next identification: nothing was lost on the way, it did not send.`,
      successor === undefined
        ? 'Nobody took over meanwhile.'
        : `${successor} took over meanwhile; ${router} woke as a master that had never stopped to be one in its own eyes.`,
      answered
        ? 'Meanwhile its host went on answering for the address: two hosts held it, and clients reached either of them.'
        : '',
      clock,
    ),
    advice: `On ${router}: was the machine paused (snapshot, live migration), starved of CPU (steal time) or blocked by its disk? keepalived logs "A thread timer expired … seconds ago"; timer_expired_backup (keepalived 2.2.8 and later, with nopreempt) lets it wake as backup.`,
  }),

  'process-restarted': ({ router, length, successor, unownedAtLeast, unownedAtMost }: Restart): FindingWords => ({
    title: `The VRRP process of ${router} died and was started again`,
    explanation: sentences(
      `${router} fell silent without resigning and came back ${duration(length)} later with identification 1: a new process.`,
      successor === undefined ? '' : `Mastership moved to ${successor} and back.`,
      unownedAtMost > 0
        ? `Meanwhile nobody was master for at least ${duration(unownedAtLeast)} and at most ${duration(unownedAtMost)}.`
        : '',
    ),
    advice: `On ${router}: what ended it? journalctl -u keepalived; dmesg | grep -i -e oom -e segfault`,
  }),
};

/** What the return of a router that fell silent tells about its silence. */
export const silence = {
  unsentResignation: ({ router, skipped }: Skipped) =>
    `When ${router} came back its identifications had moved on by ${skipped}: most likely it had resigned, as keepalived does in FAULT, and nothing got out, as over a lost link.`,
  sentUnseen: ({ router, skipped }: Skipped) =>
    `When ${router} came back its identifications had moved on by ${skipped}: it had sent some advertisements that did not get here, and none for the rest of the time.`,
  newProcess: ({ router, unheard }: { router: string; unheard: number }) =>
    `When ${router} came back its identifications ${unheard === 0 ? 'began at 1 again: a new process' : `had begun at 1 again: a new process, which had sent ${plural(unheard, 'advertisement')} that did not get here`}. The old one ended without a resignation that got here: a crash, a kill, a reboot, or a restart after the fault.`,
  sentNothing: (router: string) =>
    `When ${router} came back its identifications went on without a gap: it had sent nothing in between.`,
  orClock: ({ by }: { by: Nanos }) =>
    `Nothing else was captured in that time either: the clock of the capturing host may have been set forward by ${duration(by)} instead, and nobody was silent (chronyc tracking; journalctl -u chronyd tell).`,
  unknown: (router: string) =>
    `${router} did not resign. Whether it stopped, or its advertisements were lost on the way, its silence does not tell.`,
};

function moved(from: string, to: string): string {
  return from === to ? `${from} was gone and came back` : `Failover from ${from} to ${to}`;
}
