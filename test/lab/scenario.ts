import type { FindingCode } from '../../decoder/wording/words.ts';
import type { Cluster } from './cluster.ts';
import type { Draw } from './draw.ts';
import type { Stage } from './stage.ts';
import type { Expectations } from './truth.ts';

/** What must not come out: not at all, or not as an alarm. */
export type NearMiss = FindingCode | `${FindingCode} above info`;

/** One situation: its machines, what happens to them, and what a report must and may say beyond the history. */
export interface Scenario {
  name: string;
  shows: string;
  /** Findings that it makes for real: each of them must come out. */
  proves?: FindingCode[];
  /** Findings that the nodes' configurations and logs add. */
  provesWithFiles?: FindingCode[];
  /** Findings where the captures of its nodes are read together and not called views. */
  provesApart?: FindingCode[];
  /** Findings where one of its logs is falsified. */
  provesFalsified?: FindingCode[];
  /** Findings that it comes close to, and that must not come out. */
  nearMissOf?: NearMiss[];
  cluster(draw: Draw): Cluster;
  /** When the capture starts: before the first node, or once the cluster has settled. */
  captureFrom: 'start' | 'settled' | 'either';
  /** What has happened since the nodes settled when the capture begins; only where that is `settled`. */
  before?(stage: Stage): Promise<void>;
  /** What happens after the capture runs; starts the nodes itself unless they have settled already. */
  play(stage: Stage): Promise<void>;
  expects(cluster: Cluster): Partial<Expectations>;
}
