import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analyze } from '../../decoder/analyze.ts';
import type { Report } from '../../decoder/report.ts';
import { captureFile } from '../../main/services/read-capture-file.ts';
import type { LiveLab } from './live-lab.ts';
import { describeLatencies, type Latency, latencies } from './live-latency.ts';
import { CLI, LIVE_SOURCES, type LiveWatch } from './live-watch.ts';
import { run } from './namespaces.ts';
import { score } from './score.ts';
import { toldEvents } from './told-events.ts';
import type { Truth } from './truth.ts';

/** Says of each scenario whether live was as it should be, and how fast; 1 where something was not. */
export async function checkAllLive(labs: ReadonlyMap<string, LiveLab>, directory: string): Promise<number> {
  let [right, wrong] = [0, 0];
  const all: Latency[] = [];
  for (const [name, lab] of labs) {
    if (lab.skipped !== null) {
      console.log(`skipped live: ${name}: ${lab.skipped}`);
      continue;
    }
    const truth: Truth | null = JSON.parse(
      await readFile(join(directory, name, 'truth.json'), 'utf8').catch(() => 'null'),
    );
    if (truth === null) continue;
    const recorded = score(await analyze([captureFile(join(directory, name, truth.capture.file))]), truth).faults;
    const { faults, latencies: own } = await checkLive(lab, truth, recorded);
    all.push(...own);
    if (faults.length === 0) right++;
    else wrong++;
    const note = recorded.length === 0 ? '' : ' (not scored, since the recording does not score full marks)';
    console.log(faults.length === 0 ? `ok    live ${name}${note}` : [`WRONG live ${name}`, ...faults].join('\n  - '));
  }
  console.log(
    `${right} of ${right + wrong} scenarios are the same live and from the file, from each of ${LIVE_SOURCES.join(', ')}`,
  );
  console.log(describeLatencies(all, LIVE_SOURCES));
  return wrong > 0 ? 1 : 0;
}

interface LiveResult {
  /** What is wrong; none is as it should be. */
  faults: string[];
  latencies: Latency[];
}

/** Compares what was told live with what the files tell that it wrote, and those with the truth. */
async function checkLive(lab: LiveLab, truth: Truth, recorded: readonly string[]): Promise<LiveResult> {
  const result: LiveResult = { faults: [], latencies: [] };
  for (const watch of lab.watches) {
    const faults = watch.status === 0 ? [] : [`ended with status ${watch.status}: ${watch.stderr}`];
    faults.push(...(await compareWithFile(watch)));
    if (watch.form === 'json') {
      // Where the recording is not as the truth has it, the machine was too busy for the truth
      if (recorded.length === 0) faults.push(...(await scoreFile(watch, lab, truth)));
    } else {
      result.latencies.push(...latencies(truth.scenario, watch.source, toldEvents(watch.heard)));
    }
    result.faults.push(...faults.map((fault) => `${watch.name}: ${fault}`));
  }
  return result;
}

async function scoreFile({ file }: LiveWatch, lab: LiveLab, truth: Truth): Promise<string[]> {
  const report = await analyze([captureFile(file)]);
  // A packet from before all had been ready shows that this one was
  const start = Math.min(lab.start, report.sources[0]?.start ?? lab.start);
  return score(report, { ...truth, capture: { ...truth.capture, start, end: lab.end } }).faults;
}

async function compareWithFile(watch: LiveWatch): Promise<string[]> {
  const fromFile = await run(process.execPath, CLI, 'report', `--${watch.form}`, watch.file);
  return watch.form === 'json' ? compareReports(watch.stdout, fromFile) : compareEvents(watch, fromFile);
}

function compareReports(live: string, fromFile: string): string[] {
  const [one, other]: [Report, Report] = [JSON.parse(live), JSON.parse(fromFile)];
  return differences('report', anonymous(one), anonymous(other));
}

/** The source has another name and another form, of course. */
function anonymous(report: Report): unknown {
  const sources = report.sources.map(({ name: _name, format: _format, ...facts }) => facts);
  return { ...report, sources };
}

function compareEvents(watch: LiveWatch, fromFile: string): string[] {
  const live = toldEvents(watch.heard).map(({ event: { event: _number, revises: _revised, ...fields } }) =>
    eventText(fields),
  );
  const filed = fromFile
    .trim()
    .split('\n')
    .map((line) => eventText(JSON.parse(line)));
  return [
    ...filed.filter((line) => !live.includes(line)).map((line) => `not told live: ${line}`),
    ...live.filter((line) => !filed.includes(line)).map((line) => `told live only: ${line}`),
    ...(live.length === filed.length ? [] : [`${live.length} events live, ${filed.length} in the file`]),
  ];
}

function eventText(event: { type: string }): string {
  if (event.type !== 'source') return JSON.stringify(event);
  return JSON.stringify({ ...event, name: undefined, format: undefined });
}

/** Where two JSON values differ, each as a path with both values; not more than a few. */
function differences(path: string, one: unknown, other: unknown): string[] {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other ? [] : [`${path} is ${JSON.stringify(one)} live, ${JSON.stringify(other)} in the file`];
  }
  const [mine, theirs] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  const keys = [...new Set([...mine.keys(), ...theirs.keys()])];
  return keys.flatMap((key) => differences(`${path}.${key}`, mine.get(key), theirs.get(key))).slice(0, 10);
}
