import { describe, expect, it } from 'vitest';
import type { Finding, Report, Transition, VirtualRouter } from '../../decoder/report.ts';
import { Draw } from './draw.ts';
import { expectedHistory } from './expected-history.ts';
import { score } from './score.ts';
import type { Speaker, StateChange, Truth } from './truth.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

function speaker(node: string, router: string, priority: number): Speaker {
  return {
    node,
    router,
    priority,
    instance: 'VI_7',
    interface: 'eth0',
    software: 'keepalived',
    mac: '52:54:00:00:00:01',
    version: 2,
    interval: 1,
    addresses: ['192.0.2.100'],
  };
}

function truth(change: Partial<Truth> = {}): Truth {
  return {
    schema: 'vrrpscope.truth/1',
    scenario: 'by hand',
    shows: '',
    seed: 1,
    tools: {},
    capture: { file: 'capture.pcap', point: 'bridge', tool: 'tcpdump', dropped: 0, start: 1000, end: 1060 },
    virtualRouters: [
      {
        family: 'ipv4',
        vrid: 7,
        vlans: [],
        addresses: ['192.0.2.100'],
        speakers: [speaker('a', A, 100), speaker('b', B, 50)],
      },
    ],
    states: [],
    faults: [],
    holders: [],
    expects: {
      findings: [],
      never: [],
      allowed: [],
      deaf: [],
      provablyDeaf: [],
      reason: null,
      nearFailovers: [],
      deliveries: [],
      leaks: false,
      findingsWithFiles: [],
      findingsApart: [],
      injected: [],
      filesOf: null,
      findingsFalsified: [],
    },
    ...change,
  };
}

function said(
  time: number,
  node: string,
  state: StateChange['state'],
  priority = node === 'a' ? 100 : 50,
): StateChange {
  return { time, node, instance: 'VI_7', state, priority };
}

/** A resigned at 1020.3; B took over 0.805 s later: the first of the design's worked examples. */
const resigned = truth({
  holders: [
    { time: 1004, address: '192.0.2.100', nodes: ['a'] },
    { time: 1021.11, address: '192.0.2.100', nodes: ['b'] },
  ],
  states: [said(1004, 'a', 'MASTER'), said(1020.3, 'a', 'STOP'), said(1021.11, 'b', 'MASTER')],
});

function historyOf(recorded: Truth) {
  const [virtualRouter] = recorded.virtualRouters;
  if (virtualRouter === undefined) throw new Error('no virtual router');
  return expectedHistory(recorded, virtualRouter);
}

function told(code: string, severity: Finding['severity']): Finding {
  return {
    code,
    severity,
    title: '',
    explanation: '',
    advice: '',
    reason: null,
    virtualRouter: '7',
    routers: [],
    start: 1021,
    end: 1021,
    evidence: [],
  };
}

function transition(time: number, from: string | null, to: string, cause: Transition['cause']): Transition {
  return { time, from, to, cause, lastHeard: null, duration: null, announced: null, evidence: [], explanation: '' };
}

function report(change: Partial<VirtualRouter> = {}, findings: Report['findings'] = []): Report {
  const virtualRouter: VirtualRouter = {
    id: '7',
    source: [0],
    vlans: [],
    family: 'ipv4',
    vrid: 7,
    versions: [2],
    addresses: ['192.0.2.100'],
    destinations: ['224.0.0.18'],
    routers: [],
    reigns: [
      {
        router: A,
        start: 1003.99,
        end: 1020.3,
        began: 'elected',
        ended: 'resigned',
        priority: 100,
        advertisements: 17,
      },
      { router: B, start: 1021.105, end: null, began: 'resignation', ended: 'open', priority: 50, advertisements: 39 },
    ],
    transitions: [transition(1003.99, null, A, 'initial'), transition(1021.105, A, B, 'resignation')],
    splitBrains: [],
    handoverRaces: [],
    noMaster: [{ start: 1020.3, end: 1021.105, atLeast: 0.805, atMost: 0.805, after: 'resignation' }],
    priorityChanges: [],
    lost: [],
    nearFailovers: [],
    announcements: [],
    ownership: [],
    ...change,
  };
  return {
    schema: 'vrrpscope.report/1',
    tool: { name: 'vrrpscope', version: '0' },
    sources: [],
    unreadable: [],
    start: 1000,
    end: 1060,
    virtualRouters: [virtualRouter],
    findings,
    incidents: [],
    otherProtocols: [],
  };
}

describe('what the truth makes us expect', () => {
  it('a resignation and the takeover after it', () => {
    const { transitions, noMaster, claims } = historyOf(resigned);
    expect(transitions.map(({ from, to, cause }) => [from, to, cause])).toEqual([
      [null, A, 'initial'],
      [A, B, 'resignation'],
    ]);
    expect(claims.map(({ ended }) => ended)).toEqual(['resigned', 'open']);
    expect(noMaster.map(({ start, end, after }) => [start.time, end?.time, after])).toEqual([
      [1020.3, 1021.11, 'resignation'],
    ]);
  });

  it('a kill ends the claim up to an interval before', () => {
    const killed = truth({
      states: [said(1004, 'a', 'MASTER'), said(1023.8, 'b', 'MASTER')],
      faults: [{ kind: 'kill', node: 'a', time: 1020.5, end: null, detail: '' }],
    });
    const { transitions, claims } = historyOf(killed);
    expect(transitions.at(-1)?.cause).toBe('master-down');
    expect(claims[0]).toMatchObject({ ended: 'silent', end: { time: 1020.5, early: 1.05 } });
  });

  it('a deaf backup makes a usurpation, a split brain and its end', () => {
    const deaf = truth({
      states: [said(1004, 'a', 'MASTER'), said(1020.5, 'b', 'MASTER'), said(1032.5, 'b', 'BACKUP')],
    });
    const { transitions, splitBrains, noMaster } = historyOf(deaf);
    expect(transitions.map(({ from, to, cause }) => [from, to, cause])).toEqual([
      [null, A, 'initial'],
      [A, B, 'usurpation'],
      [B, A, 'split-brain-end'],
    ]);
    expect(splitBrains.map(({ start, end }) => [start.time, end?.time])).toEqual([[1020.5, 1032.5]]);
    expect(noMaster).toEqual([]);
  });

  it('a preemption overlaps even if the FIFO lines came in the other order', () => {
    const preempted = truth({
      states: [said(1004, 'b', 'MASTER'), said(1020, 'b', 'BACKUP'), said(1020.01, 'a', 'MASTER')],
    });
    const { transitions, splitBrains, noMaster } = historyOf(preempted);
    expect(transitions.at(-1)).toMatchObject({ from: B, to: A, cause: 'preemption' });
    expect([...splitBrains, ...noMaster]).toEqual([]);
  });

  it('a paused master goes on where it was', () => {
    const paused = truth({
      states: [said(1004, 'a', 'MASTER'), said(1023.8, 'b', 'MASTER'), said(1040.002, 'b', 'BACKUP')],
      faults: [{ kind: 'pause', node: 'a', time: 1020.5, end: 1040, detail: '' }],
    });
    expect(historyOf(paused).transitions.map(({ cause }) => cause)).toEqual(['initial', 'master-down', 'preemption']);
  });

  it('a priority that fell shows as the cause', () => {
    const dropped = truth({
      states: [
        said(1004, 'a', 'MASTER'),
        said(1020, 'a', null, 10),
        said(1023, 'b', 'MASTER'),
        said(1023.005, 'a', 'BACKUP', 10),
      ],
    });
    const { transitions, priorityChanges } = historyOf(dropped);
    expect(transitions.at(-1)?.cause).toBe('priority-drop');
    expect(priorityChanges).toMatchObject([{ router: A, from: 100, to: 10 }]);
  });

  it('the loser of an election makes no transition', () => {
    const both = truth({
      states: [said(1004, 'b', 'MASTER'), said(1004.01, 'a', 'MASTER'), said(1004.02, 'b', 'BACKUP')],
    });
    expect(historyOf(both).transitions.map(({ to, cause }) => [to, cause])).toEqual([[A, 'initial']]);
  });
});

describe('the score', () => {
  it('gives full marks to the true history', () => {
    expect(score(report(), resigned).faults).toEqual([]);
  });

  it.each<[string, Partial<VirtualRouter>, string]>([
    [
      'a late transition',
      { transitions: [transition(1003.99, null, A, 'initial'), transition(1021.2, A, B, 'resignation')] },
      'missing transition',
    ],
    [
      'a wrong cause',
      { transitions: [transition(1003.99, null, A, 'initial'), transition(1021.105, A, B, 'master-down')] },
      'missing transition',
    ],
    [
      'a transition told twice',
      {
        transitions: [
          transition(1003.99, null, A, 'initial'),
          transition(1021.105, A, B, 'resignation'),
          transition(1021.105, A, B, 'resignation'),
        ],
      },
      'invented transition',
    ],
    ['a missing no-master window', { noMaster: [] }, 'missing no-master window'],
    [
      'an invented split brain',
      {
        splitBrains: [
          { start: 1021.105, end: null, routers: [A, B], deaf: [A], reason: 'unknown', inferred: true, evidence: [] },
        ],
      },
      'invented split brain',
    ],
    [
      'bounds that do not hold',
      { noMaster: [{ start: 1020.3, end: 1021.105, atLeast: 0.1, atMost: 0.3, after: 'resignation' }] },
      'no master for 0.810 s, the report says 0.1 to 0.3',
    ],
    [
      'an address given to who does not have it',
      { ownership: [{ address: '192.0.2.100', mac: '', router: A, start: 1004, end: null, by: 'announcement' }] },
      '192.0.2.100 is said to be with 192.0.2.1, and is with b',
    ],
    ['an unknown virtual router', { vrid: 8 }, 'no virtual router 7'],
    [
      'an invented priority change',
      { priorityChanges: [{ time: 1030, router: B, from: 50, to: 60, evidence: [] }] },
      'invented priority change',
    ],
  ])('notices %s', (_what, change, fault) => {
    expect(score(report(change), resigned).faults.join('\n')).toContain(fault);
  });

  it('notices an alarm without a cause, and a missing one', () => {
    expect(score(report({}, [told('failover', 'warning')]), resigned).faults.join()).toContain(
      'invented finding warning failover',
    );
    const wanted = { ...resigned, expects: { ...resigned.expects, findings: ['failover'] } };
    expect(score(report({}, [told('failover', 'warning')]), wanted).faults).toEqual([]);
    expect(score(report(), wanted).faults).toEqual(['missing finding failover']);
  });

  it('notices a near miss that is told, even where it is allowed or only information', () => {
    const never = (...codes: string[]) => ({
      ...resigned,
      expects: { ...resigned.expects, allowed: ['*'], never: codes },
    });
    const [asAlarm, asInfo] = [told('failover', 'warning'), told('failover', 'info')];
    expect(score(report({}, [asAlarm]), never('failover')).faults).toEqual(['a near miss is told: failover']);
    expect(score(report({}, [asInfo]), never('failover')).faults).toEqual(['a near miss is told: failover']);
    expect(score(report({}, [asAlarm]), never('failover above info')).faults).not.toEqual([]);
    expect(score(report({}, [asInfo]), never('failover above info', 'no-master')).faults).toEqual([]);
  });
});

describe('a draw', () => {
  it('repeats with its seed and differs without', () => {
    const series = (seed: number) =>
      Array.from(
        { length: 8 },
        (
          (draw) => () =>
            draw.integer(0, 1e6)
        )(new Draw(seed, 'steady')),
      );
    expect(series(5)).toEqual(series(5));
    expect(series(5)).not.toEqual(series(6));
  });

  it('draws distinct numbers that keep their distance', () => {
    for (let seed = 0; seed < 50; seed++) {
      const drawn = new Draw(seed).distinct(4, 50, 240, 15);
      expect(drawn[0]).toBeGreaterThanOrEqual(50);
      expect(drawn[3]).toBeLessThanOrEqual(240);
      drawn.slice(1).forEach((value, index) => {
        expect(value - (drawn[index] ?? 0)).toBeGreaterThanOrEqual(15);
      });
    }
  });
});
