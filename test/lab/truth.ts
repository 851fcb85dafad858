import type { NodeView } from './cluster.ts';

/**
 * What really happened while a capture was made, told by keepalived (notify FIFO) or FRR (log), the kernel
 * (address changes) and whoever injected the faults; never by our own engine.
 * Times are seconds since the Unix epoch, by the clock that also stamped the capture.
 */
export interface Truth {
  schema: 'vrrpscope.truth/1';
  scenario: string;
  shows: string;
  seed: number;
  tools: Record<string, string>;
  capture: CaptureFacts;
  virtualRouters: TruthVirtualRouter[];
  states: StateChange[];
  faults: Fault[];
  holders: HolderChange[];
  /** What is wrong with the clocks of keepalived's logs. */
  logs?: LogFacts[];
  expects: Expectations;
}

export interface LogFacts {
  node: string;
  /** TZ of the console's lines, and seconds by which that is east of UTC. */
  zone: string;
  east: number;
  /** Of the syslog stamps: seconds by which they are ahead, and parts per million by which they run too fast. */
  ahead: number;
  drift: number;
}

export interface CaptureFacts {
  file: string;
  /** Where one place was captured into several, one after the other. */
  files?: string[];
  /** `bridge`, or the node on which it was made. */
  point: string;
  tool: string;
  /** Packets that the capturing program says it missed. */
  dropped: number;
  start: number;
  end: number;
  /** Where captures were made on several nodes: each with its file. All times here are by the clock of the first. */
  views?: NodeView[];
}

/** Speakers that share VLAN, family, VRID and at least one address. */
export interface TruthVirtualRouter {
  family: 'ipv4' | 'ipv6';
  vrid: number;
  vlans: number[];
  addresses: string[];
  speakers: Speaker[];
}

export interface Speaker {
  node: string;
  instance: string;
  interface: string;
  software: 'keepalived' | 'frr';
  /** Source address of its advertisements. */
  router: string;
  mac: string;
  version: 2 | 3;
  /** Seconds. */
  interval: number;
  /** As configured. */
  priority: number;
  addresses: string[];
}

export type State = 'MASTER' | 'BACKUP' | 'FAULT' | 'STOP';

/** A line of the notify FIFO, stamped on arrival: it trails the advertisement by up to some 30 ms. */
export interface StateChange {
  time: number;
  node: string;
  instance: string;
  /** Null where only the priority changed. */
  state: State | null;
  priority: number;
}

export type FaultKind =
  | 'terminate'
  | 'kill'
  | 'kill-child'
  | 'pause'
  | 'link-down'
  | 'drop-to'
  | 'drop-from'
  | 'script'
  | 'reload'
  | 'no-answers'
  | 'joined-segments'
  | 'taken-address'
  | 'no-announcements'
  | 'changed-checksum'
  | 'mangle'
  | 'inject'
  | 'reflect';

export interface Fault {
  kind: FaultKind;
  node: string;
  time: number;
  /** Null if it lasted to the end, or has no duration. */
  end: number | null;
  detail: string;
}

/** Who had the address on an interface from then on. */
export interface HolderChange {
  time: number;
  address: string;
  nodes: string[];
}

export interface Expectations {
  /** Finding codes that must be there, once or more; ` or ` between those of which one is enough. */
  findings: string[];
  /** Finding codes that must not be there (older recordings have none); ` above info`: not as an alarm. */
  never?: string[];
  /** Codes above `info` that may be there too, `*` for all; any other fails. */
  allowed: string[];
  /** Router addresses that truly do not receive or accept the others' advertisements. */
  deaf: string[];
  /** Router addresses that must be named deaf. */
  provablyDeaf: string[];
  /** Reason of the split brain, where the packets prove one. */
  reason: string | null;
  nearFailovers: { router: string; missed: number }[];
  /** What captures on several nodes must say of the advertisements of `from`: that `to` lost them on the way, or refused them. */
  deliveries: { from: string; to: string; how: 'lost' | 'refused' }[];
  /** What is sent in one VLAN is heard in another: a virtual router shows there that is not configured there. */
  leaks: boolean;
  /** Codes that the nodes' configurations and logs must add. */
  findingsWithFiles: string[];
  /** Codes that must be there where the captures of several nodes are not called views. */
  findingsApart: string[];
  /** VRIDs of which somebody who is no node sent advertisements. */
  injected: number[];
  /** Nodes whose configurations and logs are at hand; null: of all. */
  filesOf: string[] | null;
  /** Codes that must be there where a log is falsified, in each way. */
  findingsFalsified: string[];
}
