import type { Finding, Report, ReportLog, ReportLogEntry, VirtualRouter } from '../../decoder/report.ts';

/** A line of a node's log that tells of a virtual router, or of the process that runs it. */
export interface LoggedLine extends ReportLogEntry {
  node: string;
  file: string;
  /** Seconds by which its time may be off. */
  spread: number;
  /** False where the log's clock could not be compared with the capture's. */
  isPlaced: boolean;
  /** How it contradicts the packets. */
  contradiction: Finding | null;
}

export type LoggedState = LoggedLine & { kind: 'master' | 'backup' | 'fault' };

export function isState(line: LoggedLine): line is LoggedState {
  return line.kind === 'master' || line.kind === 'backup' || line.kind === 'fault';
}

/** What logs tell of a virtual router, in time order. */
export function loggedLines({ logs = [], findings }: Report, { id }: VirtualRouter): LoggedLine[] {
  const lines = logs.filter((log) => log.entries.some(isAbout(id))).flatMap((log) => linesOf(log, id));
  lines.sort((a, b) => a.time - b.time);
  for (const finding of findings) {
    const { code, virtualRouter, routers, start, end } = finding;
    // A takeover that no line tells of has none to mark
    if (code !== 'log-disagreement' || virtualRouter !== id || start === end) continue;
    const state = lines.findLast((line) => isState(line) && routers.includes(line.router ?? '') && line.time <= start);
    if (state) state.contradiction = finding;
  }
  return lines;
}

function linesOf(log: ReportLog, id: string): LoggedLine[] {
  const { name: node, file } = log;
  const spread = log.resolution / 2 + (log.uncertainty ?? 0);
  const isPlaced = log.clockOffset !== null;
  const told = log.entries.filter((entry) => entry.instance === null || isAbout(id)(entry));
  return told.map((entry) => ({ ...entry, node, file, spread, isPlaced, contradiction: null }));
}

function isAbout(id: string) {
  return ({ virtualRouter }: ReportLogEntry) => virtualRouter === id;
}
