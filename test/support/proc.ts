import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Of Linux's clock ticks, which every architecture of ours counts alike. */
const TICKS_PER_SECOND = 100;

/** How many packet sockets are bound to an interface in a network namespace: each is a program that captures. */
export function boundPacketSockets(namespace: string): number {
  const table = execFileSync('ip', ['netns', 'exec', namespace, 'cat', '/proc/net/packet'], { encoding: 'utf8' });
  // sk RefCnt Type Proto Iface R Rmem User Inode
  const rows = table.trim().split('\n').slice(1);
  return rows.map((row) => row.trim().split(/\s+/)).filter(([, , , protocol]) => protocol === '0003').length;
}

/** The process and all below it. */
export function processTree(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(processTree)];
}

export const processName = (pid: number): string => read(`/proc/${pid}/comm`).trim();

/** Seconds of processor time that a process has used. */
export function processorTime(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}

/** Peak resident memory in MB. */
export function peakMemory(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

/** A process that is gone has nothing to tell. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
