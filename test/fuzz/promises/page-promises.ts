import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import type { Report } from '../../../decoder/report.ts';
import { ReportAssembly } from '../../../decoder/report-parts.ts';
import { reportHtml } from '../../../main/output/report-html.ts';
import { embedReport } from '../../../main/services/embed-report.ts';
import type { Reading } from '../../../main/services/reading.ts';
import { expectPlain } from './output-promises.ts';

/** A page of a window that has its own ways to end a script and a style sheet. */
const WINDOW = { script: 'let a = "</script><!--";', styles: 'p::before { content: "</style>" }' };
const DATA = 'id="embedded-report">';

/** Whatever a page holds, it is the same page but for its title and its data, and the data are the report. */
export function checkPage(title: string, reading: Reading, change: (report: Report) => Report, packets: boolean): void {
  const options = { language: null, times: 'utc', change, packets } as const;
  const page = reportHtml(title, embedReport(reading, options), WINDOW);
  const [before, told, middle, data, after] = partsOf(page);
  expectPlain(told, 'the title of the page');
  assert.doesNotMatch(told, /[<>]/, 'the title of the page holds a tag');
  const empty = partsOf(reportHtml('', [], WINDOW));
  assert.deepEqual([before, middle, after], [empty[0], empty[2], empty[4]], 'a capture changes the page');
  assert.match(data, /^[A-Za-z0-9+/]+=*$/, 'the data of the page are not base64');
  const assembly = new ReportAssembly();
  let whole: Report | null = null;
  for (const line of gunzipSync(Buffer.from(data, 'base64')).toString().trimEnd().split('\n')) {
    const part = JSON.parse(line);
    if (part.kind === 'report' && part.language === 'en') whole = assembly.add(part.part) ?? whole;
  }
  assert.deepEqual(
    whole?.findings,
    JSON.parse(JSON.stringify(change(reading.report()).findings)),
    'findings are others',
  );
}

function partsOf(page: string): [string, string, string, string, string] {
  const title = page.indexOf('<title>') + '<title>'.length;
  const titleEnd = page.indexOf('</title>', title);
  const data = page.indexOf(DATA, titleEnd) + DATA.length;
  const dataEnd = page.indexOf('</script>', data);
  return [
    page.slice(0, title),
    page.slice(title, titleEnd),
    page.slice(titleEnd, data),
    page.slice(data, dataEnd),
    page.slice(dataEnd),
  ];
}
