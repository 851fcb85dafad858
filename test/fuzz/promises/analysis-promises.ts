import assert from 'node:assert/strict';
import { Analysis, type AnalyzeOptions } from '../../../decoder/analyze.ts';
import type { Report } from '../../../decoder/report.ts';
import { sourceOf } from '../../support/story.ts';
import { checkOutputs } from './output-promises.ts';
import { checkReport } from './report-promises.ts';

/** The report of captures, read in pieces of these sizes; `ask` looks at it while it is made. */
async function reportOf(
  captures: readonly Uint8Array[],
  options: AnalyzeOptions,
  sizes: readonly number[],
  ask: boolean,
): Promise<{ report: Report; analysis: Analysis }> {
  const sources = captures.map((bytes, index) => sourceOf(bytes, `lb0${index + 1}.pcap`, sizes));
  const analysis = new Analysis(sources, options);
  let messages = 0;
  let next = ask ? 3 : Infinity;
  await analysis.run((_message, record) => {
    if (++messages < next) return;
    next *= 2;
    analysis.report('zh', { until: { seconds: record.seconds + 2, nanoseconds: record.nanoseconds }, timing: false });
  });
  return { report: analysis.report(), analysis };
}

/** Analyzes captures, and holds the report and all its forms against what is promised for any. */
export async function checkOneAnalysis(
  captures: readonly Uint8Array[],
  options: AnalyzeOptions,
): Promise<{ report: Report; shown: string[] }> {
  const { report, analysis } = await reportOf(captures, options, [], false);
  const shown = checkReport(report);
  checkOutputs(report);
  assert.deepEqual(withoutWords(analysis.report('zh')), withoutWords(report), 'in Chinese it is another report');
  return { report, shown };
}

/** And that it is the same however the bytes come, and whoever asks meanwhile. */
export async function checkAnalysis(captures: readonly Uint8Array[], options: AnalyzeOptions = {}): Promise<string[]> {
  const { report, shown } = await checkOneAnalysis(captures, options);
  const inPieces = await reportOf(captures, options, [977, 64, 1], false);
  assert.deepEqual(inPieces.report, report, 'read in pieces it is another report');
  if (!options.views) {
    const asked = await reportOf(captures, options, [], true);
    assert.deepEqual(asked.report, report, 'asked for meanwhile it is another report');
  }
  return shown;
}

const WORDED = new Set(['title', 'explanation', 'advice', 'message', 'value', 'sent']);

function withoutWords(report: Report): unknown {
  return JSON.parse(JSON.stringify(report, (key, value: unknown) => (WORDED.has(key) ? null : value)));
}
