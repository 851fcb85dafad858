import { describe, expect, test } from 'vitest';
import { mapStrings } from '../../../main/output/escape.ts';
import { reportCsv } from '../../../main/output/report-csv.ts';
import { reportJson } from '../../../main/output/report-json.ts';
import { escapeMarkdown, reportMarkdown } from '../../../main/output/report-markdown.ts';
import { reportNdjson } from '../../../main/output/report-ndjson.ts';
import { emptyReport, failoverReport, hostileReport, START, splitBrainReport } from '../../support/report-builders.ts';
import { REPORTS } from './text-samples.ts';

/** Controls but the line feed, formatting and separating characters. */
const FORBIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe.each(Object.entries(REPORTS))('%s', (_name, value) => {
  test('JSON is the report itself, keys in the order of the contract', () => {
    expect(JSON.parse([...reportJson(value)].join(''))).toEqual(value);
    expect(Object.keys(JSON.parse([...reportJson(value)].join('')))).toEqual(Object.keys(value));
  });

  test('no form lets a control character through', () => {
    for (const form of [
      [...reportJson(value)].join(''),
      [...reportNdjson(value)].join(''),
      reportMarkdown(value, true),
    ]) {
      expect(form).not.toMatch(FORBIDDEN);
    }
    expect(reportCsv(value, true)).not.toMatch(FORBIDDEN);
  });
});

describe('NDJSON', () => {
  const lines = [...reportNdjson(splitBrainReport())];
  const events = lines.map((line) => JSON.parse(line));

  test('is one object a line, in time order', () => {
    for (const line of lines) expect(line).toMatch(/^\{.*\}\n$/);
    const times = events.slice(2).map((event) => event.time ?? event.start);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  test('holds every item of the report with all its fields', () => {
    const { virtualRouters, findings } = splitBrainReport();
    const [virtualRouter] = virtualRouters;
    const of = (type: string) =>
      events.filter((event) => event.type === type).map(({ type: _type, virtualRouter: _id, ...fields }) => fields);
    expect(of('transition')).toEqual(virtualRouter?.transitions);
    expect(of('reign')).toEqual(virtualRouter?.reigns);
    expect(of('split-brain')).toEqual(virtualRouter?.splitBrains);
    expect(of('near-failover')).toEqual(virtualRouter?.nearFailovers);
    expect(of('lost')).toEqual(virtualRouter?.lost);
    expect(of('announcement')).toEqual(virtualRouter?.announcements);
    expect(of('ownership')).toEqual(virtualRouter?.ownership);
    expect(of('finding')).toHaveLength(findings.length);
    expect(of('source')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'transition').map(({ virtualRouter: id }) => id)).toEqual([
      '51-10.0.0.3',
      '51-10.0.0.3',
      '51-10.0.0.3',
    ]);
  });

  test('no event of a failover is left out', () => {
    const types = [...reportNdjson(failoverReport())].map((line) => JSON.parse(line).type);
    expect(new Set(types)).toEqual(
      new Set([
        'source',
        'other-protocol',
        'virtual-router',
        'reign',
        'transition',
        'no-master',
        'priority-change',
        'finding',
      ]),
    );
  });
});

describe('CSV', () => {
  test('always has its header', () => {
    expect(reportCsv(emptyReport(), true).split('\n')[0]).toBe(
      'time,epoch,virtual_router,vrid,type,from,to,routers,cause,start,end,duration,evidence,text',
    );
  });

  test('one row tells a takeover', () => {
    const row = reportCsv(failoverReport(), true)
      .split('\n')
      .find((line) => line.includes('master-down') && line.includes('transition'));
    expect(row).toBe(
      `2026-03-01T03:10:23.805000Z,${START + 23.805},7-192.168.1.100,7,transition,192.168.1.1,192.168.1.2,192.168.1.2,master-down,,,3.805,0:40211,192.168.1.1 fell silent without resigning.`,
    );
  });

  test('a spreadsheet calculates nothing that a capture says', () => {
    const formula = mapStrings(splitBrainReport(), (value, key) =>
      key === 'explanation' ? '=HYPERLINK("http://x")' : value,
    );
    const csv = reportCsv(formula, true);
    expect(csv).toContain(`"'=HYPERLINK(`);
    for (const cell of reportCsv(hostileReport(), true).split(/[,\n]/)) expect(cell).not.toMatch(/^"?[=+@-]/);
  });

  test('a row is a line', () => {
    const lines = reportCsv(hostileReport(), true).trimEnd().split('\n');
    expect(lines).toHaveLength([...reportNdjson(hostileReport())].length + 1);
  });
});

describe('Markdown', () => {
  test('tells the verdict first, then tables and findings', () => {
    const text = reportMarkdown(splitBrainReport(), true);
    expect(text.split('\n')[2]).toBe('**VRID 51: lb02 does not hear lb01 \\(2026-03-01 03:12:05.441, 12.0 s\\)**');
    expect(text).toContain(
      '| 2026-03-01 03:12:05.441 | lb01 | lb02 | usurpation | 500 ms | lb02 did not hear lb01, which went on sending. |',
    );
    expect(text).toContain('### critical: lb02 does not hear lb01');
    expect(text).toContain('**Next:** On lb02: is IP protocol 112 to 224.0.0.18 dropped');
  });

  test('what a capture says cannot format, link, mention or script', () => {
    const text = reportMarkdown(hostileReport(), true);
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('@someone');
    expect(text).toContain('\\|&lt;script&gt;alert\\(1\\)&lt;/script&gt;\\`\\*\\*x\\*\\*\\`&#64;someone');
    expect(escapeMarkdown('see http://evil.example www.evil.example #12 [x](y)')).toBe(
      'see http&#58;//evil.example www&#46;evil.example &#35;12 \\[x\\]\\(y\\)',
    );
  });

  test('every row of a table has as many cells as its head', () => {
    let cells = 0;
    for (const line of reportMarkdown(hostileReport(), true).split('\n')) {
      const here = line.startsWith('|') ? line.replaceAll('\\|', '').split('|').length : 0;
      if (here > 0 && cells > 0) expect(here, line).toBe(cells);
      cells = here;
    }
  });

  test('uneventful virtual routers are a sentence, neighbours another', () => {
    const text = reportMarkdown(failoverReport(), true);
    expect(text).toContain('1 uneventful virtual router: VRID 12 192.168.1.200.');
    expect(text).toContain('Neighbours, counted only: CARP 7 by 192.168.1.9 \\(60 packets\\).');
  });
});
