import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../decoder/report.ts';
import { compareFiles } from './compare-files.ts';
import { falsified, LIES } from './lies.ts';
import { readApart, readNodeFiles, readRecording } from './read-recording.ts';
import { type Score, score } from './score.ts';
import type { Truth } from './truth.ts';

/** What a recording is read as: packets alone; with what the nodes were configured to do and logged; captures of several nodes as plain files. */
export async function scoreRecording(directory: string): Promise<Score> {
  const truth: Truth = JSON.parse(await readFile(join(directory, 'truth.json'), 'utf8'));
  const report = await readRecording(directory, truth);
  const result = score(report, truth);
  result.faults.push(
    ...(await scoreFiles(directory, report, truth)),
    ...(await scoreLies(directory, truth)),
    ...(await scoreApart(directory, truth)),
  );
  return result;
}

async function scoreFiles(directory: string, plain: Report, truth: Truth): Promise<string[]> {
  const { configurations, consoles, syslogs } = await readNodeFiles(directory, truth);
  const withSyslogs = await readRecording(directory, truth, { configurations, logs: syslogs });
  const withConsoles = await readRecording(directory, truth, { logs: consoles });
  return [
    ...compareFiles(withSyslogs, plain, truth, 'syslog'),
    // A sample keeps but one form
    ...(consoles.length === 0 ? [] : compareFiles(withConsoles, plain, truth, 'console')),
  ];
}

/** Each log, falsified in each way, is contradicted. */
async function scoreLies(directory: string, truth: Truth): Promise<string[]> {
  const faults: string[] = [];
  const wanted = truth.expects.findingsFalsified;
  if (wanted.length === 0) return faults;
  for (const { node } of truth.logs ?? []) {
    for (const lie of LIES) {
      const log = falsified(node, join(directory, `${node}.syslog`), lie);
      if (log === null) continue;
      const { findings } = await readRecording(directory, truth, { logs: [log] });
      const codes = findings.map(({ code }) => code);
      if (!wanted.every((code) => codes.includes(code))) faults.push(`log of ${node}: ${lie} is believed`);
    }
  }
  return faults;
}

async function scoreApart(directory: string, truth: Truth): Promise<string[]> {
  if (!truth.capture.views) return [];
  const codes = (await readApart(directory, truth)).findings.map(({ code }) => code);
  return truth.expects.findingsApart
    .filter((code) => !codes.includes(code))
    .map((code) => `not called views: missing finding ${code}`);
}
