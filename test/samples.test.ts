import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../decoder/analyze.ts';
import type { Report } from '../decoder/report.ts';
import { captureFile } from '../main/services/read-capture-file.ts';
import { describeScore } from './lab/describe-score.ts';
import { score } from './lab/score.ts';
import type { Truth } from './lab/truth.ts';

const SAMPLES = join(import.meta.dirname, '..', 'samples');
const names = readdirSync(SAMPLES)
  .filter((file) => file.endsWith('.truth.json'))
  .map((file) => file.slice(0, -'.truth.json'.length));

/** What depends on where and with which version the report was made is left out. */
function normalised(report: Report): unknown {
  const sources = report.sources.map((source) => ({ ...source, name: source.name.split('/').at(-1) }));
  return JSON.parse(JSON.stringify({ ...report, tool: undefined, sources }));
}

function truthOf(name: string): Truth {
  return JSON.parse(readFileSync(join(SAMPLES, `${name}.truth.json`), 'utf8'));
}

function reportOf(name: string): Promise<Report> {
  return analyze([captureFile(join(SAMPLES, truthOf(name).capture.file))]);
}

describe('the samples', () => {
  it('are there', () => {
    expect(names.length).toBeGreaterThan(20);
  });

  it.each(names)('%s: the report agrees with what really happened', async (name) => {
    const result = score(await reportOf(name), truthOf(name));
    expect(result.faults, describeScore(result)).toEqual([]);
  });

  it.each(names)('%s: the report is the expected one', async (name) => {
    const expectedFile = join(SAMPLES, `${name}.expected.json`);
    const report = normalised(await reportOf(name));
    if (process.env.UPDATE_EXPECTED === '1') writeFileSync(expectedFile, `${JSON.stringify(report, null, 1)}\n`);
    expect(
      existsSync(expectedFile),
      `UPDATE_EXPECTED=1 npx vitest run test/samples.test.ts writes ${name}.expected.json`,
    ).toBe(true);
    expect(report).toEqual(JSON.parse(readFileSync(expectedFile, 'utf8')));
  });
});
