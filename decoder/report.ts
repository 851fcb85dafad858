import type { LogKind } from './logs/node-log.ts';

/**
 * The report: one value that the text, JSON, CSV and Markdown outputs are all made from.
 *
 * Times are seconds since the Unix epoch, rounded to the microsecond; durations are seconds.
 * A router is named by its IP address, addresses are written as RFC 5952 says, MACs in lower case with colons.
 * Packet numbers count from 1 within their source. Codes and enum values are never translated.
 */
export interface Report {
  schema: 'vrrpscope.report/1';
  tool: { name: string; version: string };
  sources: Source[];
  /** Inputs that could not be read at all: empty, not a capture, no permission. */
  unreadable: Unreadable[];
  /** First packet of any protocol in any source; null if there was none. */
  start: number | null;
  /** Last packet of any protocol; a later isb_endtime extends it. */
  end: number | null;
  virtualRouters: VirtualRouter[];
  /** Most severe first, then by time. */
  findings: Finding[];
  incidents: Incident[];
  otherProtocols: OtherProtocol[];
  /** What was configured, where configurations were given. */
  configurations?: ReportConfiguration[];
  /** What nodes' keepalived wrote, where logs were given. */
  logs?: ReportLog[];
  /** Several viewpoints that were read together. All times are on the first view's clock; sources keep their own. */
  views?: ReportView[];
  /** By which places did not see what another saw; in time order. Present with `views`. */
  undelivered?: Undelivered[];
}

export interface ReportView {
  name: string;
  /** Indexes into `sources`. */
  sources: number[];
  /** Seconds to add, at the view's first packet, to reach the first view's clock; more than 0: its clock is behind. */
  clockOffset: number;
  /** Parts per million by which the first view's clock runs faster. */
  clockDrift: number;
  /** Packets that the clocks were matched by. */
  matched: number;
  /** `own-clock` and `left-out`: nothing could be matched. What was left out is no part of the history. */
  placement: 'first' | 'matched' | 'own-clock' | 'left-out';
}

/** Advertisements in a row that were seen in another view and never in this one, while it was capturing without drops. */
export interface Undelivered {
  virtualRouter: string;
  router: string;
  view: string;
  /** Of the first and the last of them. */
  start: number;
  end: number;
  advertisements: number;
}

export interface Unreadable {
  name: string;
  code: string;
  message: string;
}

export type CaptureFormat = 'pcap' | 'pcapng';
export type Compression = 'none' | 'gzip' | 'zstd' | 'lz4';

export interface Source {
  /** Path, interface, or '-'. */
  name: string;
  format: CaptureFormat;
  compression: Compression;
  interfaces: CaptureInterface[];
  packets: number;
  /** Captured bytes of all packets. */
  bytes: number;
  /** Packets that carry a VRRP advertisement. */
  vrrp: number;
  /** Packets that are gratuitous ARP or unsolicited neighbour advertisements. */
  announcements: number;
  /** Smallest timestamp; null without packets. */
  start: number | null;
  /** Largest timestamp; null without packets. */
  end: number | null;
  /** Packets the capture lost, where the file says so. */
  dropped?: number;
  problems: SourceProblem[];
}

export interface CaptureInterface {
  name?: string;
  linkType: number;
  /** Seconds. */
  timestampResolution: number;
}

export interface SourceProblem {
  /** In the uncompressed stream. */
  offset: number;
  packet?: number;
  code: string;
  message: string;
  /** How many more of this code there were, where only the first were listed. */
  count?: number;
}

export interface VirtualRouter {
  /** Stable and unique within the report. */
  id: string;
  /** Indexes into `sources`. */
  source: number[];
  interface?: string;
  /** What carried its packets, such as `VXLAN 100` or `ERSPAN 192.0.2.1 session 7`; absent for what was captured as it is. */
  tunnel?: string;
  /** Outermost tag first; VID 0 is no VLAN. */
  vlans: number[];
  family: 'ipv4' | 'ipv6';
  vrid: number;
  versions: (2 | 3)[];
  addresses: string[];
  /** Where advertisements are sent: group or unicast peers. */
  destinations: string[];
  routers: Router[];
  reigns: Reign[];
  transitions: Transition[];
  splitBrains: SplitBrain[];
  handoverRaces: HandoverRace[];
  noMaster: NoMaster[];
  priorityChanges: PriorityChange[];
  /** Proven sent, not captured; between the captured neighbours of the gap. */
  lost: Lost[];
  nearFailovers: NearFailover[];
  /** Bursts, not packets. */
  announcements: Announcement[];
  ownership: Ownership[];
}

export type Cause =
  | 'initial'
  | 'resignation'
  | 'master-down'
  | 'preemption'
  | 'priority-drop'
  | 'usurpation'
  | 'split-brain-end';

/** `running` and `elected` are first claims; every other reign began by its transition's cause. */
export type Began = 'running' | 'elected' | Cause;
export type Ended = 'resigned' | 'yielded' | 'silent' | 'open';

export interface Reign {
  router: string;
  start: number;
  /** Null exactly when `ended` is `open`. */
  end: number | null;
  began: Began;
  ended: Ended;
  /** The first one advertised in it. */
  priority: number;
  advertisements: number;
}

export interface Transition {
  time: number;
  from: string | null;
  to: string;
  cause: Cause;
  /** Latest packet of `from` at or before `time`, priority 0 included. */
  lastHeard: number | null;
  /** `time` − `lastHeard`. */
  duration: number | null;
  /** Whether `to` announced every address after it took over; null where that cannot be told. */
  announced: boolean | null;
  evidence: Evidence[];
  explanation: string;
}

export interface SplitBrain {
  start: number;
  end: number | null;
  routers: string[];
  /** Routers shown not to receive or not to accept the other. */
  deaf: string[];
  /** `not-received`, `not-addressed` (a unicast peer that the other leaves out), `rejected-by-firewall`, `sender-stalled`, `unknown`, or the code of the mismatch. */
  reason: string;
  /** For part of it one claim has no captured advertisements within its Master_Down_Interval. */
  inferred: boolean;
  evidence: Evidence[];
}

export interface HandoverRace {
  start: number;
  end: number;
  routers: string[];
}

export interface NoMaster {
  start: number;
  end: number | null;
  atLeast: number;
  atMost: number;
  after: 'resignation' | 'silence';
}

export interface PriorityChange {
  time: number;
  router: string;
  from: number;
  to: number;
  evidence: Evidence[];
}

export interface Lost {
  router: string;
  start: number;
  end: number;
  advertisements: number;
}

export interface NearFailover {
  /** Of the advertisement that ended the gap. */
  time: number;
  router: string;
  gap: number;
  missed: number;
}

export interface Announcement {
  time: number;
  end: number;
  address: string;
  mac: string;
  kind: 'garp-request' | 'garp-reply' | 'unsolicited-na';
  count: number;
  router: string | null;
}

export interface Ownership {
  address: string;
  mac: string;
  router: string | null;
  start: number;
  end: number | null;
  by: 'announcement' | 'answer';
}

export type AuthenticationType = 'none' | 'simple' | 'ah' | 'md5' | 'hmac' | 'unknown';

export interface Router {
  address: string;
  macs: string[];
  name?: string;
  advertisements: number;
  first: number;
  last: number;
  /** 0 only if nothing else was sent. */
  priority: { last: number; min: number; max: number };
  /** Between consecutive advertisements inside a reign; null with fewer than two. */
  interval: { advertised: number; mean: number | null; min: number | null; max: number | null };
  timing: Timing;
  authentication: AuthenticationType;
}

/** Gaps between advertisements over time, for charts: at most 1024 buckets. */
export interface Timing {
  start: number;
  step: number;
  buckets: [count: number, min: number, mean: number, max: number][];
}

/** One packet that a conclusion rests on. */
export interface Evidence {
  source: number;
  packet: number;
}

export type Severity = 'critical' | 'warning' | 'info';

export interface Finding {
  code: string;
  severity: Severity;
  title: string;
  explanation: string;
  advice: string;
  /** The code of what caused it, where known. */
  reason: string | null;
  virtualRouter: string | null;
  routers: string[];
  start: number;
  /** Equal to `start` for a moment, null if still so when observation ended. */
  end: number | null;
  evidence: Evidence[];
  /** Lines of configurations that it is about, where there are any. */
  places?: ConfiguredPlace[];
}

export interface Incident {
  start: number;
  end: number | null;
  title: string;
  virtualRouters: string[];
  /** Indexes into `findings`. */
  findings: number[];
}

/** A line of a configuration file, counted from 1. */
export interface ConfiguredPlace {
  file: string;
  line: number;
}

/** A node's keepalived.conf(5) as keepalived reads it. Passwords are masked unless they are to be shown. */
export interface ReportConfiguration {
  /** What the node was called. */
  name: string;
  /** The file given, then those that it includes. */
  files: string[];
  routerId: string | null;
  instances: ConfiguredInstance[];
  syncGroups: { name: string; members: string[] }[];
  /** What keepalived ignores, or what cannot be read here. */
  problems: { file: string; line: number; code: string; message: string }[];
}

export interface ConfiguredInstance {
  name: string;
  place: ConfiguredPlace;
  vrid: number;
  family: 'ipv4' | 'ipv6';
  interface: string | null;
  version: 2 | 3;
  state: 'MASTER' | 'BACKUP';
  /** Before tracked scripts and interfaces change it. */
  priority: number;
  interval: number;
  authentication: AuthenticationType;
  nopreempt: boolean;
  addresses: string[];
  syncGroup: string | null;
  tracked: { kind: 'track_script' | 'track_interface' | 'track_process'; name: string; weight: number }[];
  /** Those that say something. */
  settings: ConfiguredSetting[];
  /** Where it was heard: `VirtualRouter.id`. */
  virtualRouters: string[];
  /** Who speaks for it; null where nobody was heard, or it cannot be told who. */
  router: string | null;
  /**
   * How that is known: its source address or unicast peers are configured, a hosts file names it, its address is known
   * from another virtual router, or only its priority fits, which is the weakest. Null without a router.
   */
  knownBy: 'source' | 'name' | 'peers' | 'elsewhere' | 'priority' | null;
}

/** One setting of an instance, beside the other nodes and the packets. */
export interface ConfiguredSetting {
  /** keepalived's own. */
  keyword: string;
  /** Or keepalived's default; empty where only `sent` is something. Null where the files do not tell. */
  value: string | null;
  place: ConfiguredPlace;
  /** Nodes of the virtual router must agree in it, and do not. */
  differs: boolean;
  /** What was heard in its place; null where that is the same, or cannot be seen. */
  sent: string | null;
}

/** The log of a node's keepalived: what it tells of states, on the capture's clock. */
export interface ReportLog {
  /** What the node was called. */
  name: string;
  file: string;
  /** Seconds to add to its times, zone included where it names none; null: too little of it was found in the packets. */
  clockOffset: number | null;
  /** Seconds by which that may be off. */
  uncertainty: number | null;
  /** State changes that were found in the packets; 0 with a clockOffset: the log is by the clock of the view of its node. */
  matched: number;
  /** False where another offset would do as well. */
  isSure: boolean;
  /** Seconds. */
  resolution: number;
  /** Without a zone its times are read as UTC; without a year they are of the capture's. */
  hasZone: boolean;
  hasYear: boolean;
  /** Lines that were too many to list. */
  leftOut: number;
  entries: ReportLogEntry[];
}

export interface ReportLogEntry {
  time: number;
  /** Of the last one, where the same line came again and again. */
  last: number;
  count: number;
  /** Of the file, counted from 1; the first one, where it came again. */
  line: number;
  /** Null for what concerns the process as a whole. */
  instance: string | null;
  virtualRouter: string | null;
  /** Who the node is there; null where that cannot be told. */
  router: string | null;
  kind: LogKind;
  text: string;
}

export interface OtherProtocol {
  protocol: 'carp' | 'hsrp' | 'glbp';
  group: number;
  tunnel?: string;
  vlans: number[];
  speakers: string[];
  packets: number;
}
