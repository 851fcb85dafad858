import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import {
  formatClock,
  formatDate,
  formatDuration,
  formatInterval,
  formatIso,
  formatZone,
} from '../../../decoder/wording/format-time.ts';
import { displayNames, nameAddresses, nameRouters, parseHosts } from '../../../decoder/wording/router-names.ts';
import { safeJson, toAscii } from '../../../main/output/escape.ts';
import { progressLine, progressText, showProgress } from '../../../main/output/progress-bar.ts';
import { terminalOf } from '../../../main/output/terminal.ts';
import { cellsOf, flow, shorten, wrap } from '../../../main/output/text-layout.ts';
import { warningLines } from '../../../main/output/warnings.ts';
import { outputWords } from '../../../main/output/words.ts';
import { report, router, START, source, splitBrainReport, virtualRouter } from '../../support/report-builders.ts';

describe('escaping', () => {
  test.each([
    ['\x1b[31m', '\\x1b[31m'],
    ['a\nb\r\t', 'a\\nb\\r\\t'],
    ['\x7f\x80\x9f', '\\x7f\\x80\\x9f'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['lb01 ü 漢字 🙂', 'lb01 ü 漢字 🙂'],
  ])('%j is shown as %s', (text, shown) => {
    expect(escapeControls(text)).toBe(shown);
  });

  test('ASCII keeps the sense of arrows, and names every other character', () => {
    expect(toAscii('lb01 → lb02 … 1–2 ü 漢')).toBe('lb01 -> lb02 ... 1-2 \\xfc \\u6f22');
  });

  test('JSON means the same after its dangerous characters were escaped', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => JSON.parse(safeJson({ text })).text === text));
    expect(safeJson('\u009b\u202e\u{e0041}')).toBe('"\\u009b\\u202e\\udb40\\udc41"');
  });
});

describe('time', () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each([
    [0, '0 s'],
    [0.0004, '0.4 ms'],
    [0.01, '10 ms'],
    [0.805, '805 ms'],
    [0.9999, '1.00 s'],
    [3.805, '3.81 s'],
    [9.999, '10.0 s'],
    [12.013, '12.0 s'],
    [59.99, '1 min'],
    [302.1, '5 min 2 s'],
    [3599.9, '1 h'],
    [12_000, '3 h 20 min'],
    [86_399, '1 d'],
    [100 * 3600, '4 d 4 h'],
    [-2, '-2.00 s'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatDuration(seconds, outputWords('en'))).toBe(text);
  });

  test.each([
    [1, '1 s'],
    [0.5, '0.5 s'],
    [0.01, '10 ms'],
    [40.95, '40.95 s'],
  ])('an interval of %d s is %s', (seconds, text) => {
    expect(formatInterval(seconds, outputWords('en'))).toBe(text);
  });

  test('is cut, not rounded, so nothing happens before it did', () => {
    expect(formatClock(START + 0.9999, true)).toBe('03:10:00.999');
    expect(formatClock(START + 0.9999, true, 6)).toBe('03:10:00.999900');
    expect(formatClock(START + 59.999999, true, 0)).toBe('03:10:59');
  });

  test('in UTC and in local time', () => {
    vi.stubEnv('TZ', 'Asia/Kathmandu');
    expect(formatIso(START + 0.5, true)).toBe('2026-03-01T03:10:00.500000Z');
    expect(formatIso(START + 0.5, false)).toBe('2026-03-01T08:55:00.500000+05:45');
    expect(formatZone(START, false)).toBe('UTC+05:45');
    vi.stubEnv('TZ', 'America/New_York');
    expect(formatClock(START, false)).toBe('22:10:00.000');
    expect(formatDate(START, false)).toBe('2026-02-28');
    expect(formatZone(START, false)).toBe('UTC-05:00');
  });

  test('before the epoch, beyond 2106, and beyond every calendar', () => {
    expect(formatIso(-0.25, true)).toBe('1969-12-31T23:59:59.750000Z');
    expect(formatIso(4_294_967_296, true)).toBe('2106-02-07T06:28:16.000000Z');
    expect(formatIso(1e18, true)).toBe('@1000000000000000000');
    expect(formatClock(1e18, false)).toBe('@1000000000000000000');
    expect(formatDate(-1e18, false)).toBe('@-1000000000000000000');
    expect(formatZone(1e18, false)).toBe('UTC');
  });
});

describe('layout', () => {
  test('what is too long keeps both ends', () => {
    expect(shorten('fe80::5054:ff:fe67:901', 11, '…')).toBe('fe80:…7:901');
    expect(shorten('short', 11, '…')).toBe('short');
  });

  test('wrapping loses no word, keeps gaps inside a line, and never exceeds the width', () => {
    expect(wrap('one  two three', 9)).toEqual(['one  two', 'three']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 8, max: 60 }), (text, width) => {
        const lines = wrap(escapeControls(text), width);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replace(/\s/g, '')).toBe(escapeControls(text).replace(/\s/g, ''));
      }),
    );
  });

  test('text of any script takes the cells that terminals give it', () => {
    for (const text of ['lb01 ü', '漢字', 'ไทยก็', 'हिन्दी', '한국', '\u1112\u1161\u11ab', 'ｶﾞ', '①', '〈節点〉']) {
      expect(cellsOf(text), text).toBe(stringWidth(text));
    }
    for (const text of ['👩‍👩‍👧', '🇩🇪', '🇩', '1️⃣', '❤️', '❤', '👍🏽', '☎', '\x1b[31mü\x1b[39m']) {
      expect(cellsOf(text), text).toBe(stringWidth(text));
    }
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => cellsOf(text) === stringWidth(text)));
  });

  test('parts flow into as few lines as they need', () => {
    expect(flow(['aaaa', 'bbbb', 'cccc'], 11)).toEqual(['aaaa   bbbb', 'cccc']);
  });
});

describe('names', () => {
  const hosts = parseHosts(
    [
      '# comment',
      '10.0.0.5 lb01 alias # trailing',
      '10.0.0.5 second',
      'fe80:0:0::1\tv6',
      'nonsense x',
      '10.0.0.6',
      '',
    ].join('\r\n'),
  );

  test('a hosts file: first name, first line, addresses in any spelling', () => {
    expect([...hosts]).toEqual([
      ['10.0.0.5', 'lb01'],
      ['fe80::1', 'v6'],
    ]);
  });

  test('win over names of the capture, and leave others alone', () => {
    const named = nameRouters(splitBrainReport(), new Map([['10.0.0.5', 'alpha']]));
    expect(named.virtualRouters[0]?.routers.map(({ name }) => name)).toEqual(['alpha', 'lb02']);
    expect(nameRouters(splitBrainReport(), new Map())).toEqual(splitBrainReport());
  });

  test('are printable wherever they are shown', () => {
    const one = virtualRouter({ addresses: ['10.0.0.3'], routers: [router('10.0.0.5', 100, { name: 'lb\u202e01' })] });
    expect(displayNames(one).get('10.0.0.5')).toBe('lb\\u202e01');
    expect(nameAddresses('10.0.0.5 resigned.', [one])).toBe('lb\\u202e01 resigned.');
  });

  test('a virtual address in a sentence stays an address, even its owner’s', () => {
    const owner = virtualRouter({
      addresses: ['10.0.0.5'],
      routers: [router('10.0.0.5', 255, { name: 'lb01' }), router('10.0.0.6', 1, { name: 'lb02' })],
    });
    expect(nameAddresses('10.0.0.6 announced 10.0.0.5.', [owner])).toBe('lb02 announced 10.0.0.5.');
    expect(displayNames(owner).get('10.0.0.5')).toBe('lb01');
  });
});

describe('terminal', () => {
  const tty = { isTTY: true, columns: 133 };

  test.each([
    ['its own columns', tty, { COLUMNS: '70' }, 133],
    ['COLUMNS where there is no terminal', {}, { COLUMNS: '70' }, 70],
    ['80 where nothing is known', {}, { COLUMNS: 'wide' }, 80],
  ])('width: %s', (_name, stream, env, width) => {
    expect(terminalOf(stream, env).width).toBe(width);
  });

  test.each([
    ['a terminal', tty, {}, undefined, true],
    ['a dumb terminal', tty, { TERM: 'dumb' }, undefined, false],
    ['a pipe', {}, {}, undefined, false],
    ['NO_COLOR', tty, { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, false],
    ['empty NO_COLOR', tty, { NO_COLOR: '' }, undefined, true],
    ['FORCE_COLOR', {}, { FORCE_COLOR: '1' }, undefined, true],
    ['FORCE_COLOR=0', tty, { FORCE_COLOR: '0' }, undefined, false],
    ['--color', {}, { NO_COLOR: '1' }, true, true],
    ['--no-color', tty, { FORCE_COLOR: '1' }, false, false],
  ])('colour: %s', (_name, stream, env, wanted, color) => {
    expect(terminalOf(stream, env, wanted).color).toBe(color);
  });

  test.each([
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, false],
    [{ LC_CTYPE: 'en_US.utf8' }, true],
    [{}, false],
  ])('UTF-8: %j', (env, unicode) => {
    expect(terminalOf(tty, env).unicode).toBe(unicode);
  });
});

test('progress tells bytes, rate and time left', () => {
  expect(progressText(400e6, 1_000e6, 2, outputWords('en'))).toBe('400 of 1,000 MB  200 MB/s  3.00 s left');
  expect(progressText(400e6, undefined, 2, outputWords('en'))).toBe('400 MB  200 MB/s');
  expect(progressText(0, 1_000e6, 0, outputWords('en'))).toBe('0 of 1,000 MB  0 MB/s');
  expect(progressText(40e6, 1_000e6, 0.05, outputWords('en'))).toBe('40 of 1,000 MB  800 MB/s');
});

describe('progress on a terminal', () => {
  afterEach(() => vi.useRealTimers());

  /** What is drawn while so much of a gigabyte is read in each millisecond. */
  function drawn(perMillisecond: number, milliseconds: number): string[] {
    vi.useFakeTimers();
    const began = performance.now();
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    const lines: string[] = [];
    stream.on('data', (chunk) => lines.push(String(chunk)));
    const done = () => Math.min(1e9, (performance.now() - began) * perMillisecond);
    const end = showProgress([{ progress: () => ({ done: done(), total: 1e9 }) }], stream, true);
    vi.advanceTimersByTime(milliseconds);
    end();
    return lines;
  }

  test('comes soon where reading takes long, is drawn in one line, and goes away', () => {
    const [first, second, ...rest] = drawn(1e6, 140);
    expect(first).toMatch(/^\rreading [█░]+ 5 % {2}50 of 1,000 MB {2}1,000 MB\/s/);
    expect(second).toMatch(/^\rreading [█░]+ 10 %/);
    expect(rest).toEqual(['\r\x1b[K']);
    for (const line of [first, second]) expect(line?.endsWith('\x1b[K')).toBe(true);
  });

  test('does not come where reading is done soon', () => {
    expect(drawn(8e6, 125)).toEqual([]);
  });
});

test.each([
  [80, true, 'en', 'reading ████████░░░░░░░░░░░░ 40 %  400 of 1,000 MB  200 MB/s  3.00 s left'],
  [200, false, 'en', 'reading ============------------------ 40 %  400 of 1,000 MB  200 MB/s  3.00 s left'],
  [64, true, 'en', 'reading ████░░░░░░ 40 %  400 of 1,000 MB  200 MB/s  3.00 s left'],
  [60, true, 'en', 'reading 40 %  400 of 1,000 MB  200 MB/s  3.00 s left'],
  [40, true, 'en', 'reading 40 %'],
  [80, true, 'zh', '正在读取 ████████░░░░░░░░░░░░ 40 %  400 / 1,000 MB  200 MB/s  剩余 3.00 秒'],
] as const)('progress fits %i columns', (columns, unicode, language, line) => {
  const style = { room: columns - 1, unicode, words: outputWords(language) };
  expect(progressLine(400e6, 1_000e6, 2, style)).toBe(line);
  expect(stringWidth(line)).toBeLessThan(columns);
});

test('warnings: one escaped line each, repeated ones counted', () => {
  const problem = { offset: 24, packet: 1, code: 'x', message: 'bad\x1b[2J' };
  const lines = warningLines(
    report({
      unreadable: [{ name: 'a.jpg', code: 'not-a-capture', message: 'it is not a capture' }],
      sources: [
        source({
          name: 'b.pcap',
          problems: [
            problem,
            problem,
            problem,
            problem,
            { offset: 9, code: 'x', message: 'rest', count: 96 },
            { offset: 99, code: 'truncated', message: 'it breaks off' },
          ],
        }),
      ],
    }),
  );
  expect(lines).toEqual([
    'vrrpscope: error: a.jpg: it is not a capture',
    ...Array.from({ length: 3 }, () => 'vrrpscope: warning: b.pcap: bad\\x1b[2J (packet 1, offset 24)'),
    'vrrpscope: warning: b.pcap: it breaks off (offset 99)',
    'vrrpscope: warning: b.pcap: 97 more of x',
  ]);
});
