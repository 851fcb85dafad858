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
    expectPlain(reportMarkdown(report, true, language), 'Markdown');
    expectPlain(reportCsv(report, true, language).replaceAll('\r\n', '\n'), 'CSV');
  }
  const ascii = reportText(report, { ...options, unicode: false, all: false });
  assert.doesNotMatch(ascii, /[^\n\x20-\x7e]/, 'ASCII text holds something else');
  expectPlain([...reportJson(report)].join(''), 'JSON');
  for (const line of reportNdjson(report)) {
    expectPlain(line, 'NDJSON');
    JSON.parse(line);
  }
}

function expectPlain(text: string, form: string): void {
  const at = text.search(RAW);
  const code = text.charCodeAt(at).toString(16);
  assert.equal(
    at,
    -1,
    `${form} holds the character ${code} behind ${JSON.stringify(text.slice(Math.max(0, at - 60), at))}`,
  );
}
