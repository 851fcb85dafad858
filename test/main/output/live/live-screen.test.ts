import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../../decoder/report.ts';
import type { LiveStatus } from '../../../../main/live/live-contract.ts';
import type { LiveLine } from '../../../../main/output/live/event-lines.ts';
import { screenLines } from '../../../../main/output/live/screen.ts';
import { DISK_FULL, GONE, liveStatus } from '../../../support/live-builders.ts';
import {
  failoverReport,
  hostileReport,
  reign,
  report,
  router,
  START,
  splitBrainReport,
  steadyVirtualRouter,
  transition,
  virtualRouter,
} from '../../../support/report-builders.ts';
import { REPORTS } from '../text-samples.ts';

const [A, B] = ['10.0.0.1', '10.0.0.2'];

interface Look {
  report?: Report;
  status?: Partial<LiveStatus>;
  events?: LiveLine[];
  columns?: number;
  rows?: number;
  color?: boolean;
  unicode?: boolean;
}

function look({
  report: shown = splitBrainReport(),
  status = {},
  events = [],
  columns = 100,
  rows = 30,
  ...style
}: Look) {
  const screen = {
    report: shown,
    status: liveStatus(status),
    since: START,
    events,
    hint: 'Ctrl-C ends with the report',
  };
  const options = { width: columns, color: false, unicode: true, utc: true, all: false, now: START, ...style };
  return screenLines(screen, rows, options);
}

const line = (text: string, fields: Partial<LiveLine> = {}): LiveLine => ({
  time: START + 125.441,
  severity: 'info',
  subject: 'VRID 51',
  text,
  detail: 'why it was so',
  ...fields,
});
const many = Array.from({ length: 100 }, (_, index) => line(`event ${index}`));

describe('it fits', () => {
  test.each(Object.keys(REPORTS))('%s, on any terminal', (name) => {
    const shown = REPORTS[name as keyof typeof REPORTS];
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 250 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 100 }),
        fc.boolean(),
        (columns, rows, unicode, count, isLost) => {
          const lines = look({
            report: shown,
            columns,
            rows,
            unicode,
            events: many.slice(0, count),
            status: isLost ? { state: 'waiting', trouble: GONE, retryIn: 4, writeFailure: DISK_FULL } : {},
          });
          expect(lines).toHaveLength(rows);
          for (const one of lines) {
            expect(stringWidth(one)).toBeLessThanOrEqual(columns);
            if (!unicode) expect(one).toMatch(/^[ -~]*$/);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('nothing that a capture says moves the cursor', () => {
    const lines = look({
      report: hostileReport(),
      status: {
        name: 'eth\x1b[2J0',
        trouble: { code: 'interface-disappeared', name: '\x1b[H' },
        writeFailure: { ...DISK_FULL, path: '\x07' },
      },
    });
    for (const one of lines) expect(one).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });
});

describe('what is listened to, and how that goes', () => {
  const head = (status: Partial<LiveStatus>) => look({ status, rows: 24 }).slice(0, 4).join('\n');

  test('all is well', () => {
    expect(head({})).toMatch(/^listening on eth0 with dumpcap {3}since 03:10:00 UTC\n604 packets {3}no drops\n/);
  });

  test('drops: none, some, unknown', () => {
    expect(head({ dropped: 12 })).toContain('12 packets dropped');
    expect(head({ dropped: null })).toContain('drops unknown');
  });

  test('silence on the wire is a fact, silence of a pipe is a question', () => {
    expect(head({ quiet: 12.3 })).toContain('quiet for 12 s');
    expect(head({ quiet: 12.3 })).not.toContain('nothing received');
    expect(head({ via: 'pipe', name: '-', quiet: 12.3, silenceProven: false })).toContain(
      '▲ nothing received for 12 s: the sender may be silent, or the pipe stalled',
    );
  });

  test('what was lost is tried again', () => {
    expect(head({ state: 'waiting', trouble: GONE, retryIn: 3.2 })).toContain(
      '⬣ eth0 has disappeared; trying again in 4 s',
    );
  });

  test('a file that cannot be written', () => {
    expect(head({ writeFailure: DISK_FULL })).toContain('⬣ cannot write to x');
  });
});

describe('virtual routers', () => {
  test('before the first advertisement', () => {
    expect(look({ report: report({ start: null, end: null }) }).join('\n')).toContain('No VRRP advertisement yet.');
  });

  test('two masters now, with how long that has lasted up to now', () => {
    const shown = splitBrainReport();
    const now = START + 130;
    const lines = look({
      report: {
        ...shown,
        end: now,
        virtualRouters: shown.virtualRouters.map((it) => ({
          ...it,
          reigns: it.reigns.map((its) => ({ ...its, end: null, ended: 'open' as const })),
          splitBrains: it.splitBrains.map((its) => ({ ...its, end: null })),
        })),
      },
    });
    const text = lines.join('\n');
    expect(text).toContain('⬣ VRID 51  10.0.0.3  vlan 10   two masters for 4.56 s');
    expect(text).toMatch(/two masters .*╳/);
    expect(text).not.toContain('to the end');
  });

  test('lanes show the last five minutes, not all that was seen', () => {
    const day = report({
      end: START + 86_400,
      virtualRouters: [
        virtualRouter({
          routers: [router(A, 100), router(B, 50)],
          reigns: [reign(A, START, START + 100), reign(B, START + 100, null)],
          transitions: [transition(START + 100, A, B, 'preemption')],
        }),
      ],
    });
    const lanes = look({ report: day, columns: 120 }).filter((one) => one.includes('█'));
    expect(lanes).toHaveLength(1);
    expect(lanes[0]).toMatch(new RegExp(`${B} +50 █{80,}$`));
    expect(look({ report: day }).join('\n')).toMatch(/03:0[5-9]|03:10/);
  });

  test('the one in trouble first, then the latest; the uneventful in one line where there is no room', () => {
    const quiet = Array.from({ length: 20 }, (_, index) => steadyVirtualRouter(100 + index, `10.1.0.${index}`, A));
    const eventful = virtualRouter({
      id: 'e',
      vrid: 9,
      routers: [router(A, 100)],
      reigns: [reign(A, START, null)],
      transitions: [transition(START + 250, B, A, 'preemption')],
    });
    const dead = virtualRouter({
      id: 'd',
      vrid: 8,
      routers: [router(A, 100)],
      reigns: [reign(A, START, START + 200, { ended: 'silent' })],
      noMaster: [{ start: START + 201, end: null, atLeast: 99, atMost: 100, after: 'silence' }],
    });
    const lines = look({
      report: report({ end: START + 300, virtualRouters: [...quiet, eventful, dead] }),
      rows: 24,
      events: many,
    });
    const order = lines.filter((one) => /^\S VRID|more/.test(one));
    expect(order[0]).toContain('⬣ VRID 8  10.0.0.3   no master for 1 min 39 s');
    expect(order[1]).toContain('VRID 9 ');
    expect(order.at(-1)).toMatch(/^● \d+ more, uneventful: VRID 1\d\d /);
    expect(lines).toHaveLength(24);
  });

  test('does not tremble: lanes stay as they are until the time of a cell has passed', () => {
    const at = (end: number) =>
      look({ report: { ...failoverReport(), end }, rows: 40 })
        .filter((one) => /█|╷/.test(one))
        .join('\n');
    expect(at(START + 60.1)).toBe(at(START + 60.9));
    expect(at(START + 60.1)).not.toBe(at(START + 70));
  });
});

test('the last events stand under the lanes, the newest last, in colour where wanted', () => {
  const events = [...many, line('lb01 → lb02  master-down', { severity: 'warning' })];
  const lines = look({ events });
  expect(lines.at(-1)).toBe('Ctrl-C ends with the report');
  expect(lines.filter((one) => one.includes('event 9')).length).toBeGreaterThan(3);
  expect(lines.findLast((one) => one !== '' && !one.startsWith('Ctrl'))).toBe(
    '03:12:05.441  VRID 51  ▲ lb01 → lb02  master-down  why it was so',
  );
  expect(look({ events, color: true }).join('\n')).toContain('\x1b[33m');
  expect(look({ events, unicode: false }).join('\n')).toContain('^ lb01 -> lb02  master-down');
});

describe('in Chinese', () => {
  const screen = (status: Partial<LiveStatus> = {}, columns = 80) =>
    screenLines(
      { report: splitBrainReport(), status: liveStatus(status), since: START, events: [], hint: 'Ctrl-C 结束' },
      24,
      { width: columns, color: false, unicode: true, utc: true, all: false, now: START, language: 'zh' },
    );

  test('the head tells what is listened to, how that goes, and what is wrong', () => {
    expect(screen({ packets: 1200, dropped: 0 }).slice(0, 2)).toEqual([
      '正在用 dumpcap 监听 eth0   自 03:10:00 UTC',
      '1,200 个数据包   无丢包',
    ]);
    const lost = screen({ state: 'waiting', trouble: GONE, retryIn: 0.4 });
    expect(lost.join('\n')).toContain('⬣ eth0 已消失；1 秒后重试');
  });

  test.each([30, 80, 200])('%i cells hold it, with the state of each virtual router', (columns) => {
    const lines = screen({}, columns);
    for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
    if (columns >= 80) expect(lines.join('\n')).toMatch(/VRID 51 {2}10\.0\.0\.3 {2}VLAN 10 {3}主用是 lb01/);
  });
});
