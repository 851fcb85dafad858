/**
 * `npm run fuzz [-- TARGET…] [--minutes N] [--idle N]`: each target for so many minutes, or until nothing new was
 * reached for `idle` of them. It goes on where it stopped; what it finds is in dist/fuzz/TARGET/findings,
 * and in deaths what no process survived.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { processorTime } from '../support/proc.ts';
import { Corpus } from './corpus.ts';
import { TARGETS } from './targets/all.ts';

/** Of processor time for one input. Where that cannot be told, of any time. */
const HANG_SECONDS = 10;
const LONGEST_WAIT_MS = 600_000;
const LOOK_EVERY_MS = 1000;
const HEAP_MB = 512;
/** Exit code of a worker that found something. */
const FOUND = 42;
const MOST_DEATHS = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '20' }, idle: { type: 'string', default: '5' } },
});
const names = TARGETS.map(({ name }) => name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`no target ${unknown.join(', ')}; there are ${names.join(', ')}`);

for (const name of positionals.length > 0 ? positionals : names) {
  if (!(await fuzz(name, Number(values.minutes) * 60, Number(values.idle) * 60))) process.exitCode = 1;
}

/** Whether nothing was found. A worker that dies is followed by another. */
async function fuzz(name: string, seconds: number, idleSeconds: number): Promise<boolean> {
  const folder = join('dist/fuzz', name);
  mkdirSync(folder, { recursive: true });
  const end = performance.now() + seconds * 1000;
  let isSound = true;
  for (let deaths = 0; deaths < MOST_DEATHS && performance.now() < end; deaths++) {
    const left = (end - performance.now()) / 1000;
    const death = await runWorker([name, folder, String(left), String(idleSeconds), String(Date.now())], folder);
    if (death === null) return isSound;
    isSound = false;
    if (death === 'findings') return false;
    const path = new Corpus(join(folder, 'deaths')).add(readFileSync(join(folder, 'current')), death);
    console.log(`${name}: FOUND ${path}\n  ${death}`);
  }
  return isSound;
}

/** Null if it ended well, `findings` if it tells of some, else how it died. */
function runWorker(parameters: readonly string[], folder: string): Promise<string | null> {
  const worker = join(import.meta.dirname, 'worker.js');
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, worker, ...parameters], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = () => {
    child.kill('SIGKILL');
    process.exit(1);
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  let hangs = false;
  let before = { sign: 0, used: 0, since: Date.now() };
  const watch = setInterval(() => {
    const sign = lastSign(join(folder, 'current'));
    const used = processorTime(child.pid ?? 0);
    if (sign !== before.sign) before = { sign, used, since: Date.now() };
    if (used - before.used < HANG_SECONDS && Date.now() - before.since < LONGEST_WAIT_MS) return;
    hangs = true;
    child.kill('SIGKILL');
  }, LOOK_EVERY_MS);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(watch);
      process.off('SIGTERM', stop).off('SIGINT', stop);
      if (code === 0) resolve(null);
      else if (code === FOUND) resolve('findings');
      else resolve(hangs ? `it ran for more than ${HANG_SECONDS} s` : `the process died: ${signal ?? code}`);
    });
  });
}

/** When the worker last began with an input. */
function lastSign(path: string): number {
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.mtimeMs ?? 0;
}
