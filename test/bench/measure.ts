import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const TIME = '/usr/bin/time';

export interface Run {
  seconds: number;
  /** Peak resident memory in MB, where it can be measured. */
  memory: number | undefined;
}

export interface Contender {
  name: string;
  /** Runs once. */
  isSlow?: boolean;
  run(): Run;
}

/** A whole process from start to exit; its output goes nowhere. */
export function runProcess(command: string, parameters: string[]): Run {
  const measured = existsSync(TIME);
  const start = performance.now();
  const { status, error, stderr } = measured
    ? spawnSync(TIME, ['-f', '%M', command, ...parameters], { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
    : spawnSync(command, parameters, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  if (error !== undefined || status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  const kilobytes = Number(stderr.trim().split('\n').at(-1));
  return { seconds, memory: measured ? kilobytes / 1024 : undefined };
}

/** Takes turns, so that a slow moment of the machine hits all alike; the first round only warms the cache. */
export function race(contenders: readonly Contender[], rounds: number): Map<string, Run[]> {
  const results = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const { name, isSlow = false, run } of contenders) {
      if (isSlow && round !== 0) continue;
      const result = run();
      if (round >= 0) results.get(name)?.push(result);
    }
  }
  return results;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
