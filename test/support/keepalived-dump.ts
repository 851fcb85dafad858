import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the real keepalived makes of a configuration. */
export interface KeepalivedReading {
  /** What it logged while reading. */
  log: string;
  /** By the keyword of their lines, of each instance in the dump. */
  instances: Map<string, Map<string, string[]>>;
}

const run = promisify(execFile);
const STAMP = /^\w{3} \w{3} +\d+ [\d:]+ \d{4}: /;
const START = `
ip link set lo up
for i in 0 2; do
  ip link add eth$i type veth peer name eth$((i + 1))
  ip link set eth$i up
  ip link set eth$((i + 1)) up
done
ip addr add 10.0.0.1/24 dev eth0
ip addr add 10.0.1.1/24 dev eth1
timeout -s TERM 1 keepalived -P -n -l -d -D -i "$3" -f "$1" -p "$2/vrrpscope-ka.pid" -r "$2/vrrpscope-vrrp.pid"
true
`;

/** Runs keepalived for a second in a network namespace of its own, with interfaces eth0 to eth3; needs root. */
export async function readWithKeepalived(folder: string, main: string, configId: string): Promise<KeepalivedReading> {
  const words = ['-n', 'sh', '-c', `{ ${START} } 2>&1`, 'sh', join(folder, main), folder, configId];
  const { stdout } = await run('unshare', words, { cwd: folder, maxBuffer: 1 << 24 });
  const lines = stdout.split('\n').map((line) => line.replace(STAMP, ''));
  return { log: lines.join('\n'), instances: instancesIn(lines) };
}

/** ` VRRP Instance = VI_1`, then `   Priority = 100`; lists are indented further below their title. */
function instancesIn(lines: readonly string[]): KeepalivedReading['instances'] {
  const instances: KeepalivedReading['instances'] = new Map();
  let current: Map<string, string[]> | null = null;
  let key = '';
  for (const line of lines) {
    const [, name] = /^ VRRP Instance = (.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      current = new Map();
      instances.set(name, current);
    } else if (/^ \S|^---/.test(line)) current = null;
    // The parent process logs in between
    if (current === null || !line.startsWith('   ')) continue;
    const [, title, value = ''] = /^ {3}(\S.*?)(?: = (.*)| \(\d+\):| ?:)?$/.exec(line) ?? [];
    if (title === undefined) current.get(key)?.push(line.trim());
    else {
      key = title;
      current.set(key, value === '' ? [] : [value]);
    }
  }
  return instances;
}
