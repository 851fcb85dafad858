import { describe, expect, test } from 'vitest';
import type { Report, VirtualRouter } from '../../../../decoder/report.ts';
import type { LiveStatus } from '../../../../main/live/live-contract.ts';
import { LinesView, NdjsonView, SilentView } from '../../../../main/output/live/view.ts';
import { DISK_FULL, GONE, liveStatus } from '../../../support/live-builders.ts';
import {
  finding,
  hostileReport,
  reign,
  report,
  router,
  START,
  splitBrainReport,
  transition,
  virtualRouter,
} from '../../../support/report-builders.ts';

const [A, B] = ['10.0.0.5', '10.0.0.6'];
const ROUTERS = [router(A, 100, { name: 'lb01' }), router(B, 50, { name: 'lb02' })];

function of(fields: Partial<VirtualRouter>, more: Partial<Report> = {}): Report {
  return report({ virtualRouters: [virtualRouter({ routers: ROUTERS, ...fields })], ...more });
}

/** What the lines view prints for each of these looks. */
function printed(...looks: (Report | [Report, Partial<LiveStatus>])[]): string[][] {
  const streams = { text: '', errors: [] as string[] };
  const view = new LinesView(
    {
      out: (text) => {
        streams.text += text;
      },
      error: (line) => streams.errors.push(line),
    },
    { width: 80, color: false, unicode: true, utc: true, all: false, now: START },
  );
  return looks.map((one) => {
    streams.text = '';
    const [shown, status] = Array.isArray(one) ? one : [one, {}];
    view.update(shown, liveStatus(status));
    return streams.text
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '');
  });
}

const split = { start: START + 5.5, routers: [A, B], deaf: [B], reason: 'unknown', inferred: false, evidence: [] };

test('a transition is told with its time, who, why and how long; the date stands before the first of a day', () => {
  const [first, next] = printed(
    [of({ transitions: [transition(START, null, A, 'initial')] }), { now: START }],
    of({ transitions: [transition(START, null, A, 'initial'), transition(START + 3.805, A, B, 'master-down')] }),
  );
  expect(first).toEqual([
    '2026-03-01',
    '03:10:00.000    listening on eth0 with dumpcap',
    '03:10:00.000  VRID 51    → lb01  initial  lb01 was master when the capture began.',
  ]);
  expect(next).toEqual(['03:10:03.805  VRID 51  ▲ lb01 → lb02  master-down  500 ms  lb02 took over from lb01.']);
});

test('two masters: their beginning and their end, each once', () => {
  const looks = printed(
    of({ splitBrains: [{ ...split, end: null }] }),
    of({ splitBrains: [{ ...split, end: null, deaf: [A, B] }] }),
    of({ splitBrains: [{ ...split, end: START + 17.5 }] }),
  );
  expect(looks[0]).toContain('03:10:05.500  VRID 51  ⬣ two masters: lb02 does not hear lb01');
  expect(looks[1]).toEqual(['03:10:05.500  VRID 51  ⬣ revised: two masters: lb01 and lb02 do not hear each other']);
  expect(looks[2]).toEqual(['03:10:17.500  VRID 51  ▲ two masters no more, after 12.0 s  lb02 does not hear lb01']);
});

test('no master: its beginning and its end; where both come at once, one line', () => {
  const nobody = { start: START + 1, atLeast: 2.805, atMost: 3.805, after: 'silence' as const };
  const looks = printed(
    of({ noMaster: [{ ...nobody, end: null }] }),
    of({ noMaster: [{ ...nobody, end: START + 3.805 }] }),
  );
  expect(looks[0]).toContain('03:10:01.000  VRID 51  ⬣ no master');
  expect(looks[1]).toEqual(['03:10:03.805  VRID 51  ▲ a master again, after 2.81 s to 3.81 s without one']);
  expect(printed(of({ noMaster: [{ ...nobody, end: START + 3.805 }] }))[0]).toContain(
    '03:10:01.000  VRID 51  ⬣ no master for 2.81 s to 3.81 s',
  );
});

test('a resignation that somebody follows is no alarm', () => {
  const nobody = { start: START + 1, end: START + 1.8, atLeast: 0.8, atMost: 0.8, after: 'resignation' as const };
  expect(printed(of({ noMaster: [nobody] }))[0]?.join()).not.toContain('no master');
});

test('changed priorities, and findings of warning or worse', () => {
  const [lines] = printed(
    of(
      { priorityChanges: [{ time: START + 2, router: A, from: 100, to: 60, evidence: [] }] },
      {
        findings: [
          finding('near-failover', 'warning', { title: `${A} missed 2 advertisements`, virtualRouter: '51-10.0.0.3' }),
          finding('planned-handover', 'info', { title: 'somebody worked', virtualRouter: '51-10.0.0.3' }),
        ],
      },
    ),
  );
  expect(lines).toContain('03:10:02.000  VRID 51    lb01 priority 100 → 60');
  expect(lines).toContain('03:10:00.000  VRID 51  ▲ lb01 missed 2 advertisements  near-failover');
  expect(lines?.join()).not.toContain('somebody worked');
});

test('what later evidence changed says so, if the words change; so does what no longer holds', () => {
  const at = transition(START + 9, A, B, 'usurpation', { announced: null });
  const looks = printed(
    of({ transitions: [at] }),
    of({ transitions: [{ ...at, announced: true }] }),
    of({ transitions: [{ ...at, cause: 'preemption' }] }),
    of({}),
  );
  expect(looks.slice(1)).toEqual([
    [],
    ['03:10:09.000  VRID 51    revised: lb01 → lb02  preemption  500 ms  lb02 took over from lb01.'],
    ['03:10:09.000  VRID 51    no longer so: lb01 → lb02  preemption  500 ms'],
  ]);
});

test('trouble of the capture', () => {
  const looks = printed(
    report(),
    [report(), { state: 'waiting', trouble: GONE, retryIn: 1 }],
    [report(), { quiet: 11, via: 'pipe', name: '-', silenceProven: false }],
  );
  expect(looks[1]?.join()).toContain('▲ eth0 has disappeared; trying again');
  expect(looks[2]?.join()).toContain('▲ nothing received for 10 s  the sender may be silent, or the pipe stalled');
});

test('nothing that a capture says moves a cursor', () => {
  const [lines] = printed([hostileReport(), { name: 'e\x1b[2Jth0' }]);
  expect(lines?.length).toBeGreaterThan(3);
  for (const line of lines ?? []) expect(line).not.toMatch(/\p{Cc}|\p{Cf}/u);
});

describe('for programs', () => {
  test('each event is one line of JSON, safe to look at', () => {
    const out: string[] = [];
    const errors: string[] = [];
    const view = new NdjsonView({ out: (text) => out.push(text), error: (line) => errors.push(line) });
    view.update(splitBrainReport(), liveStatus());
    view.update(
      hostileReport(),
      liveStatus({ state: 'waiting', trouble: { code: 'interface-disappeared', name: 'eth0\x1b[2J' } }),
    );
    expect(out.map((text) => JSON.parse(text).event)).toEqual(out.map((_, index) => index + 1));
    for (const text of out) expect(text).toMatch(/^[^\p{Cc}\p{Cf}]*\n$/u);
    expect(errors).toEqual(['vrrpscope: warning: eth0\\x1b[2J has disappeared; trying again']);
  });

  test('where only the report is wanted, trouble is still told', () => {
    const out: string[] = [];
    const errors: string[] = [];
    const view = new SilentView({ out: (text) => out.push(text), error: (line) => errors.push(line) });
    view.update(of({ reigns: [reign(A, START, null)] }), liveStatus());
    view.update(report(), liveStatus({ writeFailure: DISK_FULL }));
    view.finish(report(), liveStatus({ state: 'ended', writeFailure: DISK_FULL }));
    expect(out).toEqual([]);
    expect(errors).toEqual(['vrrpscope: error: cannot write to x: no space left on device']);
  });
});

describe('in Chinese', () => {
  const inChinese = (...looks: [Report, Partial<LiveStatus>][]) => {
    const out: string[] = [];
    const errors: string[] = [];
    const options = {
      width: 80,
      color: false,
      unicode: true,
      utc: true,
      all: false,
      now: START,
      language: 'zh',
    } as const;
    const streams = { out: (text: string) => out.push(text), error: (line: string) => errors.push(line) };
    const view = new LinesView(streams, options);
    for (const [shown, status] of looks) view.update(shown, liveStatus(status));
    view.commandSaid('tcpdump: listening');
    return { lines: out.join('').trimEnd().split('\n'), errors };
  };

  test('what happens is told line by line, codes as they are', () => {
    const nobody = { start: START + 20, end: null, atLeast: 1, atMost: 2, after: 'silence' as const };
    const { lines, errors } = inChinese(
      [of({ splitBrains: [{ ...split, end: null }] }), { now: START + 6 }],
      [of({ splitBrains: [{ ...split, end: START + 17.5 }] }), { now: START + 18 }],
      [
        of({
          splitBrains: [{ ...split, end: START + 17.5 }],
          noMaster: [nobody],
          priorityChanges: [{ time: START + 21, router: A, from: 100, to: 90, evidence: [] }],
        }),
        { now: START + 22, dropped: 3 },
      ],
    );
    expect(lines).toEqual([
      '2026-03-01',
      '03:10:06.000    正在用 dumpcap 监听 eth0',
      '03:10:05.500  VRID 51  ⬣ 双主：lb02 收不到 lb01 的通告',
      '03:10:17.500  VRID 51  ▲ 双主结束，持续了 12.0 秒  lb02 收不到 lb01 的通告',
      '03:10:22.000  ▲ 内核丢弃了 3 个数据包  静默作为证据的效力因此降低',
      '03:10:20.000  VRID 51  ⬣ 无主用',
      '03:10:21.000  VRID 51    lb01 优先级 100 → 90',
    ]);
    expect(errors).toEqual(['vrrpscope: 命令输出：tcpdump: listening']);
  });

  test('what the capture is up to, with what an interface is told to be up to', () => {
    const { lines } = inChinese(
      [report(), { now: START }],
      [report(), { now: START + 1, state: 'waiting', trouble: { code: 'interface-went-down', name: 'eth0' } }],
      [report(), { now: START + 5 }],
      [report(), { now: START + 30, quiet: 12, silenceProven: false }],
    );
    expect(lines).toEqual([
      '2026-03-01',
      '03:10:00.000    正在用 dumpcap 监听 eth0',
      '03:10:01.000  ▲ eth0 已被停用；正在重试',
      '03:10:05.000    重新开始用 dumpcap 监听 eth0',
      '03:10:30.000  ▲ 10 秒未收到任何数据  抓包程序停滞时，无法判断是否无人发送',
    ]);
  });
});
