import { readFileSync } from 'node:fs';
import { LogReader } from '../../decoder/logs/log-reader.ts';
import type { NodeLog } from '../../decoder/logs/node-log.ts';

/** What somebody, or something, may have done to a log. */
export const LIES = ['line-lost', 'backup-instead', 'master-instead'] as const;
export type Lie = (typeof LIES)[number];

const MASTER = /\) Entering MASTER STATE$/;
const BACKUP = /\) Entering BACKUP STATE$/;

/** A node's log with its last takeover gone or told as BACKUP, or its first yielding told as MASTER. */
export function falsified(name: string, file: string, lie: Lie): NodeLog | null {
  const lines = readFileSync(file, 'utf8').split('\n');
  const at =
    lie === 'master-instead'
      ? lines.findIndex((line) => BACKUP.test(line))
      : lines.findLastIndex((line) => MASTER.test(line));
  if (at < 0) return null;
  const line = lines[at] ?? '';
  if (lie === 'line-lost') lines.splice(at, 1);
  else lines[at] = lie === 'master-instead' ? line.replace('BACKUP', 'MASTER') : line.replace('MASTER', 'BACKUP');
  const reader = new LogReader(name, file);
  for (const each of lines) reader.line(each);
  return reader.finish();
}
