import assert from 'node:assert/strict';
import type { Report } from '../../../decoder/report.ts';
import { reportCsv } from '../../../main/output/report-csv.ts';
import { reportJson } from '../../../main/output/report-json.ts';
import { reportMarkdown } from '../../../main/output/report-markdown.ts';
import { reportNdjson } from '../../../main/output/report-ndjson.ts';
import { reportText } from '../../../main/output/report-text.ts';

/** Controls, and what turns text around or hides it. */
const RAW = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;
const LANGUAGES = ['en', 'zh'] as const;

/** No output can do anything to a terminal, or says what nobody can read. */
export function checkOutputs(report: Report): void {
  const options = { width: 100, color: false, utc: true, now: 0 };
  for (const language of LANGUAGES) {
    expectPlain(reportText(report, { ...options, language, unicode: true, all: true }), 'the text');
    checkMarkdown(reportMarkdown(report, true, language));
    checkCsv(reportCsv(report, true, language));
  }
  const ascii = reportText(report, { ...options, unicode: false, all: false });
  assert.doesNotMatch(ascii, /[^\n\x20-\x7e]/, 'ASCII text holds something else');
  expectPlain([...reportJson(report)].join(''), 'JSON');
  for (const line of reportNdjson(report)) {
    expectPlain(line, 'NDJSON');
    JSON.parse(line);
  }
}

/** Nothing formats, links, mentions or scripts, and every row has the cells of its head. */
function checkMarkdown(text: string): void {
  expectPlain(text, 'Markdown');
  assert.doesNotMatch(text, /[<@]|:\/\//, 'Markdown holds a tag, a mention or a link');
  let cells = 0;
  for (const line of text.split('\n')) {
    const here = line.startsWith('|') ? line.replace(/\\./g, '').split('|').length : 0;
    if (here > 0 && cells > 0) assert.equal(here, cells, `a row has other cells than its head: ${line}`);
    cells = here;
  }
}

/** As many cells in each row, and none that a spreadsheet would calculate. */
export function checkCsv(text: string): void {
  expectPlain(text, 'CSV');
  const rows = cellsOf(text);
  for (const row of rows) {
    assert.equal(row.length, rows[0]?.length, `a row of CSV has other cells than its head: ${row}`);
    for (const cell of row)
      assert.match(cell, /^(?![=+\-@\t\r＝＋－＠])|^-?\d+(?:\.\d+)?$/, `a cell is a formula: ${cell}`);
  }
}

/** RFC 4180, with line feeds alone. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  const length = rows.flat().reduce((sum, cell) => sum + cell.length + 1, 0);
  assert.ok(length <= text.length && row.length === 0, 'CSV is not well-formed');
  return rows;
}

/** What a person can read, and a line feed. */
export function expectPlain(text: string, form: string): void {
  const at = text.search(RAW);
  const code = text.charCodeAt(at).toString(16);
  assert.ok(
    at < 0,
    `${form} holds a character that is not plain:\n${code} behind ${JSON.stringify(text.slice(Math.max(0, at - 60), at))}`,
  );
}
