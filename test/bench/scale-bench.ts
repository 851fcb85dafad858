import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../../main/package-root.ts';
import { writeManyVirtualRouters } from './captures/many-virtual-routers.ts';
import { median, runProcess } from './measure.ts';

const COUNTS = [1000, 4000, 16_000, 64_000];
const ROUNDS = 3;

/** How time and memory grow with the number of virtual routers. */
export function benchScale(): void {
  const cli = packageFile('dist', 'bundle', 'cli.cjs');
  console.log('| virtual routers | packets | seconds | µs a packet | peak MB |\n| --: | --: | --: | --: | --: |');
  for (const count of COUNTS) {
    const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-bench-'));
    try {
      const path = join(folder, 'capture.pcap');
      const packets = writeManyVirtualRouters(path, count);
      const runs = Array.from({ length: ROUNDS }, () => runProcess(process.execPath, [cli, 'report', '--json', path]));
      const seconds = median(runs.map((run) => run.seconds));
      const memory = Math.max(...runs.map((run) => run.memory ?? 0));
      const cells = [count, packets, seconds.toFixed(2), ((seconds * 1e6) / packets).toFixed(1), memory.toFixed(0)];
      console.log(`| ${cells.join(' | ')} |`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
