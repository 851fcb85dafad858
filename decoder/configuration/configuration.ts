import type { Nanos } from '../time.ts';
import type { ConfigurationProblem, Place } from './place.ts';
import type { UnknownKeyword } from './read-statements.ts';

/** What a node's keepalived.conf(5) says about VRRP, with keepalived's defaults where it says nothing. */
export interface Configuration {
  /** What the user calls the node; also what `@name` lines compare with. */
  name: string;
  /** The file given, then those that it includes. */
  files: string[];
  routerId: string | null;
  instances: Instance[];
  syncGroups: SyncGroup[];
  unknown: UnknownKeyword[];
  problems: ConfigurationProblem[];
}

/** One vrrp_instance as keepalived runs it. */
export interface Instance {
  name: string;
  place: Place;
  vrid: number;
  family: 'ipv4' | 'ipv6';
  /** Null where unicast needs none. */
  interface: string | null;
  version: 2 | 3;
  state: 'MASTER' | 'BACKUP';
  /** 1 to 255, before tracked scripts and interfaces change it. */
  priority: number;
  interval: Nanos;
  authentication: 'none' | 'simple' | 'ah' | 'hmac';
  /** As keepalived sends it: the first 8 bytes. Secret. */
  password: string;
  addresses: string[];
  /** mcast_src_ip or unicast_src_ip. */
  source: string | null;
  /** Empty in multicast. */
  peers: string[];
  /** Null in unicast. */
  group: string | null;
  /** Where nopreempt was asked for; `nopreempt` is whether it holds. */
  nopreemptAt: Place | null;
  nopreempt: boolean;
  /** Where a preempt_delay was asked for that keepalived clears. */
  clearedDelayAt: Place | null;
  syncGroup: string | null;
  tracked: Tracked[];
  /** Weights that keepalived ignores: of members of a sync group, and of the owner of the addresses. */
  ignoredWeights: Tracked[];
  /** Tracked scripts and processes that nothing before the instance defines: keepalived ignores them. */
  undefinedTracks: { keyword: string; name: string; place: Place }[];
  /** Where each setting is written. */
  places: ReadonlyMap<string, Place>;
  /** Keywords whose value cannot be known from the files. */
  unread: ReadonlySet<string>;
}

/** A script, interface or process that an instance watches. */
export interface Tracked {
  kind: 'track_script' | 'track_interface' | 'track_process';
  name: string;
  /** Added to the priority; 0 takes the instance to FAULT. */
  weight: number;
  /** Weights count the other way round. */
  reverse: boolean;
  place: Place;
}

export interface SyncGroup {
  name: string;
  place: Place;
  members: string[];
  /** Without it, keepalived ignores weights of its members. */
  hasTrackingWeight: boolean;
}
