import type { Evidence } from '../../report.ts';
import { segmentKey } from '../../segment.ts';
import type { Nanos } from '../../time.ts';
import type { History } from '../history.ts';
import type { OtherSpeakers } from '../other-speakers.ts';
import { firstAtOrAfter } from '../sorted.ts';
import { uniqueEvidence } from '../split-brain.ts';
import type { Pause } from '../timeline.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** What limits or surrounds the whole observation. */
export function captureFindings(input: FindingInput): FindingDraft[] {
  return [
    ...dropped(input),
    ...pauses(input),
    ...clockSteps(input),
    ...otherProtocols(input),
    ...tooManySpeakers(input),
    ...folded(input),
  ];
}

function dropped({ streams, words }: FindingInput): FindingDraft[] {
  return streams.flatMap(({ source, span, reader, index }) => {
    if (!reader.dropped || !span) return [];
    return draft('capture-gap', 'info', null, {
      ...words.findings['capture-gap'].dropped({ source: source.name, count: reader.dropped }),
      routers: [],
      start: span.start,
      end: span.end,
      evidence: [{ source: index, packet: reader.packets }],
    });
  });
}

function pauses({ timeline, histories, words }: FindingInput): FindingDraft[] {
  const moved = movesIn(timeline.pauses, histories);
  return timeline.pauses.flatMap((pause) => {
    const { start, end, inside } = pause;
    const evidence = heardAfter(histories, end);
    if (evidence.length === 0) return [];
    const moves = moved.get(pause) ?? [];
    return draft('capture-gap', 'info', null, {
      ...words.findings['capture-gap'][inside ? 'interruption' : 'pause']({ length: end - start, moves }),
      routers: [],
      start,
      end,
      evidence,
    });
  });
}

interface Move {
  from: string;
  to: string;
}

/** Masterships that changed while nobody looked. */
function movesIn(all: readonly Pause[], histories: readonly History[]): Map<Pause, Move[]> {
  const moves = new Map<Pause, Move[]>();
  if (all.length === 0) return moves;
  for (const { transitions } of histories) {
    for (const { lastHeard, time, from, to } of transitions) {
      if (!lastHeard) continue;
      for (let at = firstAtOrAfter(all, lastHeard.time, ({ start }) => start); at < all.length; at++) {
        const pause = all[at];
        if (!pause || pause.end > time) break;
        const move = { from: from.router.address, to: to.router.address };
        const known = moves.get(pause);
        if (known) known.push(move);
        else moves.set(pause, [move]);
      }
    }
  }
  return moves;
}

/** The latest packets of some virtual routers that were heard after `time`. */
function heardAfter(histories: readonly History[], time: Nanos): Evidence[] {
  const evidence: Evidence[] = [];
  for (const { virtualRouter } of histories) {
    for (const { last } of virtualRouter.routers.values()) {
      if (last.time < time) continue;
      evidence.push(last.evidence);
      break;
    }
    if (evidence.length === 10) break;
  }
  return evidence;
}

/** An endless observation lets its oldest masterships go. */
function folded({ histories, words }: FindingInput): FindingDraft[] {
  return histories.flatMap(({ virtualRouter }) => {
    const { claims, until } = virtualRouter.folded;
    if (claims === 0) return [];
    const { heard } = virtualRouter.first;
    return draft('history-folded', 'info', virtualRouter, {
      ...words.findings['history-folded']({ masterships: claims }),
      routers: [...virtualRouter.routers.keys()],
      start: heard.time,
      end: until,
      evidence: [heard.evidence],
    });
  });
}

function clockSteps({ timeline, words }: FindingInput): FindingDraft[] {
  const told = words.findings['clock-step'];
  const back = timeline.clockSteps.map(({ count, back, first, last, evidence }) =>
    draft('clock-step', 'warning', null, {
      ...(count === 1 ? told.back({ back }) : told.oftenBack({ count, back })),
      routers: [],
      start: first,
      end: last,
      evidence: uniqueEvidence(evidence),
    }),
  );
  const forward = timeline.forwardSteps.flatMap(({ by, senders, start, end, evidence, isProven }) =>
    isProven
      ? draft('clock-step', 'warning', null, {
          ...told.forward({ by, senders: senders.length }),
          routers: [...new Set(senders.map(({ address }) => address))],
          start,
          end,
          evidence: uniqueEvidence(evidence),
        })
      : [],
  );
  return [...back, ...forward];
}

function otherProtocols({ timeline, histories, words }: FindingInput): FindingDraft[] {
  const all = timeline.others.groups;
  return all.flatMap((other) => {
    if (all.some((outside) => isMirrorOf(other, outside))) return [];
    const { protocol, group, packets, first, last, macs } = other;
    const speakers = [...other.speakers];
    const common = { routers: [], start: first.time, end: last.time, evidence: [first.evidence] };
    const rival = histories.find(
      ({ virtualRouter }) =>
        protocol === 'carp' &&
        virtualRouter.vrid === group &&
        segmentKey(virtualRouter) === segmentKey(other) &&
        [...virtualRouter.routers.values()].some((router) => [...router.macs].some((mac) => macs.has(mac))),
    );
    if (rival) {
      return draft('virtual-mac-collision', 'warning', rival.virtualRouter, {
        ...common,
        ...words.findings['virtual-mac-collision']({ group, speakers }),
      });
    }
    return draft('other-protocol', 'info', null, {
      ...common,
      ...words.findings['other-protocol']({ protocol, group, speakers, packets }),
    });
  });
}

/** The same speakers outside, too. */
function isMirrorOf(carried: OtherSpeakers, { tunnel, protocol, group, speakers }: OtherSpeakers): boolean {
  if (carried.tunnel === null || tunnel !== null) return false;
  if (carried.protocol !== protocol || carried.group !== group) return false;
  return [...carried.speakers].every((speaker) => speakers.has(speaker));
}

function tooManySpeakers({ timeline, histories, words }: FindingInput): FindingDraft[] {
  const ignored = timeline.ignoredAdvertisements();
  const overflow = histories.reduce((sum, { virtualRouter }) => sum + virtualRouter.overflow, 0);
  if (ignored + overflow === 0) return [];
  return [
    draft('too-many-speakers', 'warning', null, {
      ...words.findings['too-many-speakers']({ advertisements: ignored, entries: overflow }),
      routers: [],
      start: histories[0]?.virtualRouter.first.heard.time ?? 0,
      end: null,
      evidence: histories[0] ? [histories[0].virtualRouter.first.heard.evidence] : [],
    }),
  ];
}
