/** `npm run bench -- --live`: 100,000 advertisements a second for ten seconds into `vrrpscope live`, from each source. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { analyze } from '../../decoder/analyze.ts';
import { LOCAL_TOOLS, type LocalTool } from '../../main/live/live-contract.ts';
import type { LiveEvent } from '../../main/output/live/live-events.ts';
import { packageFile } from '../../main/package-root.ts';
import { captureFile } from '../../main/services/read-capture-file.ts';
import { boundPacketSockets, peakMemory, processName, processorTime, processTree } from '../support/proc.ts';

const RATE = 100_000;
const SECONDS = 10;
/** Seconds for the rest to come through. */
const PATIENCE = 30;

interface Usage {
  name: string;
  /** Seconds. */
  processor: number;
  /** MB. */
  memory: number;
}

interface LiveRun {
  via: LocalTool;
  sent: number;
  told: number;
  written: number;
  dropped: number | null;
  /** Until all that was sent had been written to the file. */
  behind: number;
  usage: Usage[];
}

export async function benchLive(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('network namespaces and packet sockets need root');
  const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-bench-'));
  const flood = join(folder, 'flood');
  execFileSync('cc', ['-O2', '-o', flood, packageFile('test', 'bench', 'advertisement-flood.c')]);
  const [from, to] = [`vsb${process.pid}a`, `vsb${process.pid}b`];
  try {
    connect(from, to);
    console.log(`${RATE} packets a second for ${SECONDS} s, on ${availableParallelism()} processors`);
    for (const via of LOCAL_TOOLS) console.log(describe(await benchOne(via, { folder, flood, from, to })));
  } finally {
    for (const namespace of [from, to]) ip('netns', 'del', namespace);
    rmSync(folder, { recursive: true });
  }
}

function connect(from: string, to: string): void {
  for (const namespace of [from, to]) ip('netns', 'add', namespace);
  ip('link', 'add', 'out', 'netns', from, 'type', 'veth', 'peer', 'name', 'in', 'netns', to);
  for (const [namespace, end] of [
    [from, 'out'],
    [to, 'in'],
  ] as const) {
    ip('netns', 'exec', namespace, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1');
    ip('-n', namespace, 'link', 'set', end, 'up');
  }
}

function ip(...words: string[]): void {
  execFileSync('ip', words);
}

interface Bench {
  folder: string;
  flood: string;
  from: string;
  to: string;
}

async function benchOne(via: LocalTool, { folder, flood, from, to }: Bench): Promise<LiveRun> {
  const file = join(folder, `${via}.pcapng`);
  const words = [packageFile('dist', 'bundle', 'cli.cjs'), 'live', 'in', '--via', via, '--write', file, '--ndjson'];
  const live = spawn('ip', ['netns', 'exec', to, process.execPath, ...profiling(), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  live.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  while (boundPacketSockets(to) === 0) await untilNext(live);
  await sleep(1000);
  const sending = spawn('ip', ['netns', 'exec', from, flood, 'out', String(RATE), String(SECONDS)]);
  let sent = '';
  sending.stdout.on('data', (text) => {
    sent += text;
  });
  await once(sending, 'close');
  const behind = await untilIdle(processTree(live.pid ?? 0));
  const usage = processTree(live.pid ?? 0).map(usageOf);
  live.kill('SIGINT');
  await once(live, 'close');
  const [source] = (await analyze([captureFile(file)])).sources;
  const end = lastNews(told);
  return {
    via,
    sent: Number(sent),
    told: end.packets,
    written: source?.packets ?? 0,
    dropped: end.dropped,
    behind,
    usage,
  };
}

/** `VRRPSCOPE_BENCH_PROFILE=DIR` leaves a profile of each run there. */
function profiling(): string[] {
  const folder = process.env.VRRPSCOPE_BENCH_PROFILE;
  return folder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', folder];
}

async function untilNext(live: ChildProcess): Promise<void> {
  if (live.exitCode !== null) throw new Error(`vrrpscope live ended with status ${live.exitCode}`);
  await sleep(50);
}

/** Seconds until the processes have dealt with what came: they use next to no time any more. */
async function untilIdle(pids: number[]): Promise<number> {
  const used = () => pids.reduce((sum, pid) => sum + processorTime(pid), 0);
  const start = performance.now();
  for (let before = used(); performance.now() - start < PATIENCE * 1000; ) {
    await sleep(500);
    const now = used();
    if (now - before < 0.25) break;
    before = now;
  }
  return (performance.now() - start) / 1000 - 0.5;
}

function usageOf(pid: number): Usage {
  return { name: processName(pid), processor: processorTime(pid), memory: peakMemory(pid) };
}

function lastNews(told: string): { packets: number; dropped: number | null } {
  const lines = told.trim().split('\n');
  for (const line of lines.reverse()) {
    const event: LiveEvent = JSON.parse(line);
    if (event.type === 'capture') return event;
  }
  throw new Error('vrrpscope live told nothing');
}

function describe({ via, sent, told, written, dropped, behind, usage }: LiveRun): string {
  const missing = sent - written;
  const used = usage.map(({ name, processor, memory }) => `${name} ${processor.toFixed(1)} s ${memory.toFixed(0)} MB`);
  return [
    `${via.padEnd(8)} sent ${sent}, told ${told}, written ${written}, missing ${missing} (${((100 * missing) / sent).toFixed(2)} %)`,
    `         drops ${dropped ?? 'unknown'}; behind by ${behind.toFixed(1)} s at the end; ${used.join(', ')}`,
  ].join('\n');
}
