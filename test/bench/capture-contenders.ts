import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Contender, runProcess } from './measure.ts';
import { writeMixedCapture } from './mixed-capture.ts';

export const TCPDUMP = "tcpdump 'ip proto 112 or arp'";

/** Makes a mixed capture (1 GB unless VRRPSCOPE_BENCH_BYTES says otherwise), and removes it again. */
export function withMixedCapture(use: (path: string, folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-bench-'));
  try {
    const bytes = Number(process.env.VRRPSCOPE_BENCH_BYTES ?? 1e9);
    const capture = writeMixedCapture(join(folder, 'mixed.pcap'), bytes);
    const { packets, advertisements } = capture;
    console.log(`${(capture.bytes / 1e6).toFixed(0)} MB, ${packets} packets, ${advertisements} advertisements`);
    use(capture.path, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What others need for the same file, and our reader's bare loop, inside a running process and as a whole one. */
export function captureContenders(path: string, folder: string): Contender[] {
  const readAll = fileURLToPath(new URL('read-all.js', import.meta.url));
  const filter = ['-r', path, '-w', join(folder, 'filtered.pcap'), 'ip proto 112 or arp'];
  return [
    { name: TCPDUMP, run: () => runProcess('tcpdump', filter) },
    { name: 'cat', run: () => runProcess('cat', [path]) },
    { name: 'node, doing nothing', run: () => runProcess(process.execPath, ['-e', '0']) },
    { name: "the reader's bare loop", run: () => ({ seconds: bareLoop(readAll, path), memory: undefined }) },
    { name: "the reader's loop, whole process", run: () => runProcess(process.execPath, [readAll, path]) },
  ];
}

function bareLoop(readAll: string, path: string): number {
  const { stdout } = spawnSync(process.execPath, [readAll, path], { encoding: 'utf8' });
  return Number(/([\d.]+) s$/.exec(stdout.trim())?.[1]);
}
