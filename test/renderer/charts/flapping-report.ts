import type {
  Announcement,
  NoMaster,
  Ownership,
  Reign,
  Report,
  SplitBrain,
  Transition,
} from '../../../decoder/report.ts';
import { router, START, source, TOOL, virtualRouter } from '../../support/report-builders.ts';

const [A, B] = ['10.0.0.5', '10.0.0.6'] as const;
const MACS = { [A]: '52:54:00:67:09:01', [B]: '52:54:00:67:09:02' };

/** Two routers that hand mastership to each other `transitions` times, with gaps and split brains now and then. */
export function flappingReport(transitions: number, every = 8.64): Report {
  const reigns: Reign[] = [];
  const changes: Transition[] = [];
  const splitBrains: SplitBrain[] = [];
  const noMaster: NoMaster[] = [];
  const announcements: Announcement[] = [];
  const ownership: Ownership[] = [];
  const end = START + transitions * every;
  for (let i = 0; i < transitions; i++) {
    const start = START + i * every;
    const [from, to] = i % 2 === 0 ? [B, A] : [A, B];
    const isSplit = i % 97 === 5;
    const isGap = i % 41 === 7 && !isSplit;
    const last = i === transitions - 1;
    const stop = start + every - (isGap ? 3 : 0) + (isSplit ? 2.5 : 0);
    reigns.push({
      router: to,
      start,
      end: last ? null : stop,
      began: i === 0 ? 'running' : 'preemption',
      ended: last ? 'open' : isGap ? 'silent' : 'yielded',
      priority: to === A ? 100 : 50,
      advertisements: Math.round(every),
    });
    const evidence = [{ source: 0, packet: i * 9 + 1 }];
    changes.push({
      time: start,
      from: i === 0 ? null : from,
      to,
      cause: i === 0 ? 'initial' : 'preemption',
      lastHeard: i === 0 ? null : start - 0.4,
      duration: i === 0 ? null : 0.4,
      announced: true,
      evidence,
      explanation: `${to} preempted ${from}.`,
    });
    if (isSplit && !last) {
      const pair = { start: start + every, end: stop, routers: [A, B], deaf: [B], reason: 'not-received' };
      splitBrains.push({ ...pair, inferred: false, evidence });
    }
    if (isGap && !last) {
      noMaster.push({ start: stop + 1, end: start + every, atLeast: 2, atMost: 3, after: 'silence' });
    }
    const [address, mac] = ['10.0.0.3', MACS[to]] as const;
    announcements.push({ time: start, end: start + 0.1, address, mac, kind: 'garp-request', count: 5, router: to });
    ownership.push({ address, mac, router: to, start, end: last ? null : start + every, by: 'announcement' });
  }
  const step = (end - START) / 1024;
  const buckets = Array.from({ length: 1024 }, (_, i): [number, number, number, number] => {
    return [8, 0.998, 1 + (i % 7) * 0.001, i % 50 === 3 ? 1.6 : 1.01];
  });
  const timing = { start: START, step, buckets };
  return {
    schema: 'vrrpscope.report/1',
    tool: TOOL,
    sources: [source({ end })],
    unreadable: [],
    start: START,
    end,
    virtualRouters: [
      virtualRouter({
        routers: [
          router(A, 100, { name: 'lb01', macs: [MACS[A]], timing, last: end }),
          router(B, 50, { name: 'lb02', macs: [MACS[B]], timing, last: end }),
        ],
        reigns,
        transitions: changes,
        splitBrains,
        noMaster,
        announcements,
        ownership,
      }),
    ],
    findings: [],
    incidents: [],
    otherProtocols: [],
  };
}
