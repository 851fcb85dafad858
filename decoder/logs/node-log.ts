import type { Nanos } from '../time.ts';

/** What a line of keepalived tells. The first three are states that an instance enters. */
export type LogKind =
  | 'master'
  | 'backup'
  | 'fault'
  | 'priority'
  | 'priority-zero-sent'
  | 'priority-zero-received'
  | 'higher-priority-heard'
  | 'lower-priority-heard'
  | 'rejected'
  | 'send-error'
  | 'master-timeout'
  | 'addresses-set'
  | 'addresses-removed'
  | 'check'
  | 'stalled'
  | 'starting'
  | 'stopping'
  | 'died'
  | 'gap';

/** When a line was written, by the clock of its host. */
export interface LogStamp {
  /** Whole seconds since the Unix epoch. Without a zone the clock is read as UTC; without a year it is that of 1972. */
  seconds: number;
  nanoseconds: number;
  hasYear: boolean;
  hasZone: boolean;
  /** The line was written within so much after the stamp. */
  resolution: Nanos;
}

export interface LogLine {
  /** Of the file, counted from 1. */
  line: number;
  stamp: LogStamp;
  kind: LogKind;
  /** `vrrp_instance` that it speaks of; null for the process as a whole. */
  instance: string | null;
  text: string;
  /** The same again, in a row. */
  count: number;
  /** Of the last of them. */
  last: LogStamp;
}

/** What lines say about which virtual router an instance is. */
export interface LogHints {
  virtualAddresses: Set<string>;
  vrids: Set<number>;
  /** Who sent what it heard: not the node itself. */
  peers: Set<string>;
}

/** The log of one node's keepalived. */
export interface NodeLog {
  name: string;
  file: string;
  lines: LogLine[];
  hints: ReadonlyMap<string, LogHints>;
  /** Addresses of its interfaces. */
  ownAddresses: ReadonlySet<string>;
  /** Of keepalived's lines, told or not; null without any. */
  first: LogStamp | null;
  last: LogStamp | null;
  /** Lines that would have been told, of which there were too many. */
  leftOut: number;
}
