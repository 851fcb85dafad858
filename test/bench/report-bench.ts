import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFleet, writeMixed, writeSmallPackets } from './captures/write-captures.ts';
import { type CaptureForms, contenders, UNPACK, VRRPSCOPE, YARDSTICK } from './contenders.ts';
import { median, type Run, race } from './measure.ts';

const ROUNDS = 5;
/** Smaller captures for a quick look: VRRPSCOPE_BENCH_SCALE=0.1. */
const SCALE = Number(process.env.VRRPSCOPE_BENCH_SCALE ?? 1);

const CAPTURES = [
  { name: 'mixed sizes', bytes: 1e9, write: writeMixed },
  { name: '64-byte packets', bytes: 1e9, write: writeSmallPackets },
  { name: 'VRRP and ARP alone', bytes: 4e8, write: writeFleet },
];

/** Without those that take minutes: `npm run bench -- --quick`. */
const isQuick = process.argv.includes('--quick');

/** A whole report of each capture against others on the same file, as a Markdown table. */
export function benchReport(): void {
  const [processor] = cpus();
  console.log(`${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} × ${processor?.model}, Node.js`);
  console.log(`${process.versions.node}; medians of ${ROUNDS} interleaved runs, files in the page cache\n`);
  console.log(
    `| capture | | seconds | of tcpdump -w | of ${UNPACK} | peak MB |\n| :-- | :-- | --: | --: | --: | --: |`,
  );
  for (const { name, bytes, write } of CAPTURES) {
    const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-bench-'));
    try {
      const forms = writeForms(folder, (path) => write(path, bytes * SCALE));
      const size = `${name}, ${(statSync(forms.pcap).size / 1e6).toFixed(0)} MB`;
      for (const line of tableRows(
        size,
        race(
          contenders(forms).filter(({ isSlow = false }) => !(isQuick && isSlow)),
          ROUNDS,
        ),
      ))
        console.log(line);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

function writeForms(folder: string, write: (path: string) => void): CaptureForms {
  const pcap = join(folder, 'capture.pcap');
  const pcapng = join(folder, 'capture.pcapng');
  write(pcap);
  execFileSync('editcap', ['-F', 'pcapng', pcap, pcapng]);
  execFileSync('gzip', ['-k', '-6', pcap]);
  return { pcap, pcapng, gzip: `${pcap}.gz`, scratch: join(folder, 'filtered.pcap') };
}

function tableRows(capture: string, results: ReadonlyMap<string, Run[]>): string[] {
  const secondsOf = (name: string) => median((results.get(name) ?? []).map(({ seconds }) => seconds));
  return [...results].map(([name, runs]) => {
    const seconds = secondsOf(name);
    const memory = Math.max(...runs.map((run) => run.memory ?? 0));
    const unpacking = name === `${VRRPSCOPE}, gzip` ? (seconds / secondsOf(UNPACK)).toFixed(2) : '';
    const cells = [capture, name, seconds.toFixed(3), (seconds / secondsOf(YARDSTICK)).toFixed(2), unpacking];
    return `| ${[...cells, memory === 0 ? '' : memory.toFixed(0)].join(' | ')} |`;
  });
}
