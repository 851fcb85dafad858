import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeScore } from './describe-score.ts';
import { Draw } from './draw.ts';
import { checkAllLive } from './live-check.ts';
import { LiveLab } from './live-lab.ts';
import { describeProof, proofs } from './proof.ts';
import { recordScenario } from './record-scenario.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { scoreRecording } from './score-recording.ts';

const USAGE = `npm run lab -- [--list] [SCENARIO…] [--live] [--seed N] [--jobs N] [--keep DIR] [--score DIR] [--record-only]

  --list         name the scenarios and what proves each finding, and stop
  --live         listen live as well, from every source, and compare; needs npm run build
  --seed N       draw priorities, addresses and times from this seed (default: the clock)
  --jobs N       scenarios side by side (default 10; live 2)
  --keep DIR     leave recordings there (default: a temporary directory)
  --score DIR    score recordings made before, make none
  --record-only  make recordings, score none`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean' },
      live: { type: 'boolean' },
      help: { type: 'boolean' },
      seed: { type: 'string' },
      jobs: { type: 'string' },
      keep: { type: 'string' },
      score: { type: 'string' },
      'record-only': { type: 'boolean' },
    },
  });
  if (values.help) return say(USAGE, 0);
  if (values.list) return say(listing(), 0);
  const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) return say(`no such scenario: ${unknown.join(', ')}\n${USAGE}`, 2);
  const wanted = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (values.score !== undefined) return scoreAll(await recordingsIn(values.score, positionals));

  const missing = whatIsMissing(wanted);
  if (missing.length > 0) return say(`the lab cannot run here: ${missing.join('; ')}`, 2);
  const seed = values.seed === undefined ? Date.now() % 1e6 : Number(values.seed);
  const directory = values.keep ?? newFolder();
  console.log(`seed ${seed}, recordings in ${directory}`);
  const live = values.live ? new Map<string, LiveLab>() : undefined;
  const jobs = Number(values.jobs ?? (live === undefined ? 10 : 2));
  const failed = await recordAll(wanted, { seed, directory, jobs, live });
  if (values['record-only']) return failed;
  const names = wanted.map(({ name }) => name);
  const wrong = await scoreAll(await recordingsIn(directory, names));
  return Math.max(failed, wrong, live === undefined ? 0 : await checkAllLive(live, directory));
}

/** The scenarios, and which findings they prove. */
/** FRR reads its files as a user of its own. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-lab-'));
  chmodSync(folder, 0o755);
  return folder;
}

function listing(): string {
  return [
    ...scenarios.map(({ name, shows }) => `${name.padEnd(32)} ${shows}`),
    '',
    ...proofs(scenarios).map(describeProof),
  ].join('\n');
}

function say(text: string, code: number): number {
  console.log(text);
  return code;
}

function whatIsMissing(wanted: Scenario[]): string[] {
  const programs = ['keepalived', 'ip', 'nft', 'tcpdump', 'dumpcap', 'arping', 'ethtool', 'mkfifo'];
  const missing = programs
    .filter((program) => !canRun('sh', '-c', `command -v ${program}`))
    .map((name) => `no ${name}`);
  if (wanted.some(needsFrr) && !existsSync('/usr/lib/frr/vrrpd')) missing.push('no FRR vrrpd');
  if (process.getuid?.() !== 0) missing.push('not root');
  else if (!canRun('unshare', '--net', 'true')) missing.push('network namespaces are not allowed');
  return missing;
}

function needsFrr({ name, cluster }: Scenario): boolean {
  return cluster(new Draw(1, name)).nodes.some(({ software }) => software === 'frr');
}

function canRun(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

interface Recording {
  seed: number;
  directory: string;
  jobs: number;
  /** Filled with who listened live, by scenario. */
  live: Map<string, LiveLab> | undefined;
}

async function recordAll(wanted: Scenario[], { seed, directory, jobs, live }: Recording): Promise<number> {
  const interrupted = new AbortController();
  setPriority(-10); // The truth is stamped on arrival: a busy machine must not delay it.
  process.setMaxListeners(0); // Each scenario tidies up on exit.
  const onSignal = () => interrupted.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const queue = [...wanted.entries()];
  let failed = 0;
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined && !interrupted.signal.aborted; next = queue.shift()) {
      const [index, scenario] = next;
      const began = Date.now();
      try {
        await recordScenario(
          scenario,
          seed,
          join(directory, scenario.name),
          `vs${process.pid}-${index}`,
          interrupted.signal,
          live &&
            ((...where) => {
              const lab = new LiveLab(...where);
              live.set(scenario.name, lab);
              return lab;
            }),
        );
        console.log(`recorded ${scenario.name} in ${Math.round((Date.now() - began) / 1000)} s`);
      } catch (error) {
        failed = 1;
        console.error(`${scenario.name} could not be recorded: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return failed;
}

async function recordingsIn(directory: string, names: string[]): Promise<string[]> {
  const entries = await readdir(directory);
  return entries
    .filter(
      (entry) => existsSync(join(directory, entry, 'truth.json')) && (names.length === 0 || names.includes(entry)),
    )
    .map((entry) => join(directory, entry));
}

async function scoreAll(recordings: string[]): Promise<number> {
  let failures = 0;
  for (const recording of recordings) {
    const result = await scoreRecording(recording);
    if (result.faults.length > 0) failures++;
    console.log(describeScore(result));
  }
  console.log(`${recordings.length - failures} of ${recordings.length} scenarios score full marks`);
  return failures > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof TypeError) || !error.message.includes('option')) throw error;
  process.exitCode = say(`${error.message}\n${USAGE}`, 2);
}
