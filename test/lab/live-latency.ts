import { masterDownInterval } from '../../decoder/timeline/timers.ts';
import type { LiveSource } from './live-watch.ts';
import type { ToldEvent } from './told-events.ts';

const KINDS = ['takeover', 'no master', 'split brain'] as const;
type Kind = (typeof KINDS)[number];

/** Between when something could be known at the earliest and when it was told. */
export interface Latency {
  scenario: string;
  source: LiveSource;
  kind: Kind;
  seconds: number;
}

/** Of one `vrrpscope live --ndjson`. */
export function latencies(scenario: string, source: LiveSource, told: readonly ToldEvent[]): Latency[] {
  return told.flatMap((one) => {
    const known = knowableAt(one, told);
    return known === null ? [] : [{ scenario, source, kind: known.kind, seconds: one.firstToldAt - known.time }];
  });
}

function knowableAt({ event }: ToldEvent, told: readonly ToldEvent[]): { kind: Kind; time: number } | null {
  switch (event.type) {
    case 'transition': {
      // These two are conclusions about somebody else's silence, or about what was before
      const isTakeover = event.from !== null && event.cause !== 'split-brain-end' && event.cause !== 'initial';
      return isTakeover ? { kind: 'takeover', time: event.time } : null;
    }
    case 'no-master': {
      if (event.after === 'resignation') return { kind: 'no master', time: event.start };
      const lastHeard = masterBefore(event.virtualRouter, event.start, told);
      if (lastHeard === null) return null;
      const ended = event.end ?? Number.POSITIVE_INFINITY;
      return { kind: 'no master', time: Math.min(ended, event.start - lastHeard.interval + lastHeard.patience) };
    }
    case 'split-brain': {
      const own = routersOf(event.virtualRouter, told).filter(({ address }) => event.routers.includes(address));
      // Of what was not captured, somebody tells afterwards
      if (event.inferred) return null;
      // It may have begun before one of them was heard
      const bothHeard = Math.max(event.start, ...own.map(({ first }) => first));
      return { kind: 'split brain', time: bothHeard + Math.max(...own.map(({ interval }) => interval.advertised)) };
    }
    default:
      return null;
  }
}

function routersOf(virtualRouter: string | null, told: readonly ToldEvent[]) {
  return told.flatMap(({ event }) =>
    event.type === 'virtual-router' && event.virtualRouter === virtualRouter
      ? event.routers.map((router) => ({ ...router, version: event.versions[0] ?? 2 }))
      : [],
  );
}

/** Whose reign began last before then, and how long others wait for it. */
function masterBefore(virtualRouter: string | null, time: number, told: readonly ToldEvent[]) {
  const reigns = told.flatMap(({ event }) =>
    event.type === 'reign' && event.virtualRouter === virtualRouter && event.start < time ? [event] : [],
  );
  const [last] = reigns.sort((a, b) => b.start - a.start);
  const router = routersOf(virtualRouter, told).find(({ address }) => address === last?.router);
  if (last === undefined || router === undefined) return null;
  const { advertised: interval } = router.interval;
  const timers = { version: router.version, interval: interval * 1e9, priority: last.priority };
  return { interval, patience: masterDownInterval(timers) / 1e9 };
}

/** Median and worst, by source and kind. */
export function describeLatencies(all: readonly Latency[], sources: readonly LiveSource[]): string {
  const rows = sources.flatMap((source) => KINDS.map((kind) => row(source, kind, all)));
  return ['told after it could be known   times   median    worst  over 100 ms', ...rows].join('\n');
}

function row(source: LiveSource, kind: Kind, all: readonly Latency[]): string {
  const own = all.filter((one) => one.source === source && one.kind === kind).sort((a, b) => a.seconds - b.seconds);
  const worst = own.at(-1);
  const median = own[own.length >> 1];
  const late = own.filter(({ seconds }) => seconds > 0.1).length;
  const cells = [String(own.length).padStart(8), milliseconds(median), milliseconds(worst), String(late).padStart(13)];
  return `${source.padEnd(9)}${kind.padEnd(19)}${cells.join('')}  ${worst === undefined ? '' : worst.scenario}`;
}

function milliseconds(latency: Latency | undefined): string {
  return (latency === undefined ? '-' : `${Math.round(latency.seconds * 1000)} ms`).padStart(9);
}
