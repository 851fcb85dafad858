import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../decoder/analyze.ts';
import type { Report } from '../decoder/report.ts';
import { captureFile } from '../main/services/read-capture-file.ts';
import { describeScore } from './lab/describe-score.ts';
import { readNodeFiles, readRecording } from './lab/read-recording.ts';
import { score } from './lab/score.ts';
import { scoreRecording } from './lab/score-recording.ts';
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

function expectAsWritten(report: unknown, file: string): void {
  if (process.env.UPDATE_EXPECTED === '1') writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
  expect(existsSync(file), `UPDATE_EXPECTED=1 npx vitest run test/samples.test.ts writes ${file}`).toBe(true);
  expect(report).toEqual(JSON.parse(readFileSync(file, 'utf8')));
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
    expectAsWritten(normalised(await reportOf(name)), join(SAMPLES, `${name}.expected.json`));
  });
});

const folders = readdirSync(SAMPLES).filter((name) => existsSync(join(SAMPLES, name, 'truth.json')));

describe('the samples with what the nodes were configured to do and logged', () => {
  it('are there', () => {
    expect(folders.length).toBeGreaterThan(5);
  });

  it.each(folders)('%s: however it is read, the report agrees with what really happened', async (name) => {
    const result = await scoreRecording(join(SAMPLES, name));
    expect(result.faults, describeScore(result)).toEqual([]);
  });

  it.each(folders)('%s: the report with configurations and logs is the expected one', async (name) => {
    const folder = join(SAMPLES, name);
    const truth: Truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'));
    const { configurations, syslogs } = await readNodeFiles(folder, truth);
    const report = withoutFolders(normalised(await readRecording(folder, truth, { configurations, logs: syslogs })));
    expectAsWritten(report, join(folder, 'expected.json'));
  });
});

function withoutFolders(report: unknown): unknown {
  return JSON.parse(JSON.stringify(report).replaceAll(`${SAMPLES}/`, ''));
}
