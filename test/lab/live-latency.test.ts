import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../../main/output/live/live-events.ts';
import { describeLatencies, latencies } from './live-latency.ts';
import { toldEvents } from './told-events.ts';

const VRID = { virtualRouter: 'ipv4/51' };
const priorityChange = { type: 'priority-change' as const, ...VRID, router: '192.0.2.1', evidence: [] };

function heard(...events: LiveEvent[]) {
  return events.map((event, index) => ({ at: 100 + index, event }));
}

function router(address: string, interval: number) {
  return {
    address,
    macs: [],
    advertisements: 1,
    first: 0,
    last: 0,
    priority: { last: 100, min: 100, max: 100 },
    interval: { advertised: interval, mean: null, min: null, max: null },
    timing: { start: 0, step: 1, buckets: [] },
    authentication: 'none' as const,
  };
}

const identity: LiveEvent = {
  event: 1,
  type: 'virtual-router',
  ...VRID,
  source: [0],
  vlans: [],
  family: 'ipv4',
  vrid: 51,
  versions: [2],
  addresses: ['192.0.2.100'],
  destinations: ['224.0.0.18'],
  routers: [router('192.0.2.1', 1), router('192.0.2.2', 2)],
};

function reign(event: number, start: number): LiveEvent {
  return {
    event,
    type: 'reign',
    ...VRID,
    router: '192.0.2.1',
    start,
    end: null,
    began: 'elected',
    ended: 'open',
    priority: 128,
    advertisements: 1,
  };
}

describe('what lines of NDJSON add up to', () => {
  it('is the latest of each, first told when the first was', () => {
    const told = toldEvents(
      heard(
        { event: 1, ...priorityChange, time: 10, from: 100, to: 90 },
        { event: 2, ...priorityChange, time: 20, from: 90, to: 80 },
        { event: 3, revises: 1, ...priorityChange, time: 11, from: 100, to: 90 },
        { event: 4, revises: 2, withdrawn: true, ...priorityChange, time: 20, from: 90, to: 80 },
      ),
    );
    expect(told.map(({ event, firstToldAt }) => [event.event, firstToldAt])).toEqual([[3, 100]]);
  });

  it('is nothing where a line revises one that does not stand', () => {
    expect(() => toldEvents(heard({ event: 5, revises: 4, ...priorityChange, time: 1, from: 1, to: 2 }))).toThrow(
      'line 5 revises 4',
    );
  });
});

describe('how soon something was told', () => {
  const of = (...events: LiveEvent[]) =>
    latencies('a', 'tcpdump', toldEvents(heard(...events))).map(({ kind, seconds }) => [
      kind,
      Number(seconds.toFixed(3)),
    ]);

  it('counts silence from the end of the Master_Down_Interval', () => {
    // Last heard at 97: 3 s and half a second of skew later the master is down
    const window = { type: 'no-master' as const, ...VRID, atLeast: 0, atMost: 9, after: 'silence' as const };
    expect(of(identity, reign(2, 90), { event: 3, ...window, start: 98, end: null })).toEqual([['no master', 1.5]]);
    expect(of(identity, reign(2, 90), { event: 3, ...window, start: 98, end: 100.2 })).toEqual([['no master', 1.8]]);
  });

  it('counts a resignation from its packet, and two masters from the longest interval', () => {
    const window = { type: 'no-master' as const, ...VRID, atLeast: 0, atMost: 9, after: 'resignation' as const };
    expect(of(identity, { event: 2, ...window, start: 100.9, end: null })).toEqual([['no master', 0.1]]);
    const routers = ['192.0.2.1', '192.0.2.2'];
    const two = { type: 'split-brain' as const, ...VRID, deaf: [], reason: 'unknown', inferred: false, evidence: [] };
    expect(of(identity, { event: 2, ...two, routers, start: 98.9, end: null })).toEqual([['split brain', 0.1]]);
    expect(of(identity, { event: 2, ...two, routers, start: 98.9, end: null, inferred: true })).toEqual([]);
  });

  it('is shown as median and worst', () => {
    const all = [10, 30, 200].map((ms) => ({
      scenario: `s${ms}`,
      source: 'cap' as const,
      kind: 'takeover' as const,
      seconds: ms / 1000,
    }));
    expect(describeLatencies(all, ['cap'])).toMatch(/cap +takeover +3 +30 ms +200 ms +1 +s200/);
  });
});
