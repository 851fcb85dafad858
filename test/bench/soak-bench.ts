import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../../main/package-root.ts';
import { peakMemory } from '../support/proc.ts';
import { advertisementStream } from './captures/advertisement-stream.ts';
import { writeMixed } from './captures/write-captures.ts';
import { runProcess } from './measure.ts';

const CLI = packageFile('dist', 'bundle', 'cli.cjs');
const VRIDS = 255;
const DAY = 86_400;
const DAYS = Number(process.env.VRRPSCOPE_SOAK_DAYS ?? 30);

/** Memory must not grow with what is read: ten times as large a file, and a month of advertisements through a pipe. */
export async function benchSoak(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-soak-'));
  try {
    for (const bytes of [1e9, 1e10]) {
      const path = join(folder, 'mixed.pcap');
      writeMixed(path, bytes);
      const { seconds, memory = 0 } = runProcess(process.execPath, [CLI, 'report', '--json', path]);
      console.log(`${bytes / 1e9} GB of mixed traffic: ${seconds.toFixed(2)} s, at most ${memory.toFixed(0)} MB`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const days of new Set([1, DAYS])) console.log(await readDays(days));
}

async function readDays(days: number): Promise<string> {
  const start = performance.now();
  const report = spawn(process.execPath, [CLI, 'report', '--json', '-'], { stdio: ['pipe', 'ignore', 'inherit'] });
  let packets = 0;
  let memory = 0;
  for (const chunk of advertisementStream(VRIDS, days * DAY)) {
    packets += chunk.packets;
    if (!report.stdin.write(chunk.bytes)) await once(report.stdin, 'drain');
    memory = Math.max(memory, peakMemory(report.pid ?? 0));
  }
  report.stdin.end();
  await once(report, 'close');
  const seconds = (performance.now() - start) / 1000;
  return `${days} days of ${VRIDS} VRIDs, ${(packets / 1e6).toFixed(0)} million advertisements: ${seconds.toFixed(0)} s, at most ${memory.toFixed(0)} MB`;
}
