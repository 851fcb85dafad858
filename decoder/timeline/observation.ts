import type { Nanos } from '../time.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';

/** From the first to the last moment that a source could have shown something. */
export interface SourceSpan {
  source: number;
  start: Nanos;
  end: Nanos;
}

/** The next file of a ring buffer begins this soon after the one before ended, or overlaps it by this. */
const FOLLOWS_ON: Nanos = 10e9;
const OVERLAP: Nanos = 1e9;

/** Masters late by so much of their interval are nothing unusual. */
const PATIENCE = 1.5;

/**
 * Whether a source that starts at `start` takes up where one that ended at `end` left off. Where only VRRP was captured,
 * nothing comes for as long as the longest `interval` of a master.
 */
export function followsOn(end: Nanos, start: Nanos, interval: Nanos = 0): boolean {
  return start - end >= -OVERLAP && start - end <= Math.max(FOLLOWS_ON, PATIENCE * interval);
}

/**
 * Tells each virtual router until when it was observed. Absence is evidence only while somebody looked: sources are
 * of one segment if they share a virtual router or follow on each other, and what another segment's source saw later
 * says nothing.
 */
export function limitObservation(virtualRouters: readonly VirtualRouterState[], spans: readonly SourceSpan[]): void {
  const segmentOf = new Map(spans.map(({ source }) => [source, source]));
  const join = (a: number, b: number) => {
    const [from, to] = [segmentOf.get(a), segmentOf.get(b)];
    if (from === undefined || to === undefined || from === to) return;
    for (const [source, segment] of segmentOf) if (segment === from) segmentOf.set(source, to);
  };
  for (const { sources } of virtualRouters) {
    const [first] = sources;
    for (const source of sources) if (first !== undefined) join(source, first);
  }
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  ordered.forEach((span, index) => {
    const before = ordered[index - 1];
    if (before && followsOn(before.end, span.start)) join(span.source, before.source);
  });
  if (new Set(segmentOf.values()).size <= 1) return;
  for (const virtualRouter of virtualRouters) {
    const [first = 0] = virtualRouter.sources;
    const ends = spans.filter(({ source }) => segmentOf.get(source) === segmentOf.get(first)).map(({ end }) => end);
    virtualRouter.observedUntil = Math.max(
      ...ends,
      ...[...virtualRouter.routers.values()].map(({ last }) => last.time),
    );
  }
}
