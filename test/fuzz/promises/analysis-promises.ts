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
  await analysis.run((_message, record) => {
    messages++;
    if (!ask || messages % 7 !== 0) return;
    analysis.report('zh', { until: { seconds: record.seconds + 2, nanoseconds: record.nanoseconds }, timing: false });
  });
  return { report: analysis.report(), analysis };
}

/**
 * Analyzes captures, and holds the report against what is promised for any: it is in itself sound, the same however
 * the bytes come, whoever asks meanwhile, and in every language and form.
 */
export async function checkAnalysis(captures: readonly Uint8Array[], options: AnalyzeOptions = {}): Promise<string[]> {
  const { report, analysis } = await reportOf(captures, options, [], false);
  const shown = checkReport(report);
  checkOutputs(report);
  const inPieces = await reportOf(captures, options, [977, 64, 1], false);
  assert.deepEqual(inPieces.report, report, 'read in pieces it is another report');
  if (!options.views) {
    const asked = await reportOf(captures, options, [], true);
    assert.deepEqual(asked.report, report, 'asked for meanwhile it is another report');
  }
  assert.deepEqual(withoutWords(analysis.report('zh')), withoutWords(report), 'in Chinese it is another report');
  return shown;
}

const WORDED = new Set(['title', 'explanation', 'advice', 'message', 'value', 'sent']);

function withoutWords(report: Report): unknown {
  return JSON.parse(JSON.stringify(report, (key, value: unknown) => (WORDED.has(key) ? null : value)));
}
