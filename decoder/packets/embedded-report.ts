import type { ChecksumVerdict } from '../message.ts';
import type { Timing } from '../report.ts';
import type { ReportPart } from '../report-parts.ts';
import type { Language } from '../wording/language.ts';

/** What an HTML report holds inside, one a line. */
export type EmbeddedPart =
  | {
      kind: 'about';
      tool: { name: string; version: string };
      /** Of the captures. */
      names: string[];
      /** Null follows the reader's system. */
      language: Language | null;
      times: 'utc' | 'local' | 'relative';
    }
  | { kind: 'report'; language: Language; part: ReportPart }
  | { kind: 'timing'; virtualRouter: string; router: string; timing: Timing }
  | EmbeddedPackets
  | EmbeddedCoverage;

/** Packets with their secrets blanked. */
export interface EmbeddedPackets {
  kind: 'packets';
  sources: number[];
  packets: number[];
  /** Seconds since the Unix epoch. */
  times: number[];
  /** As PacketStore keeps them, one after the other, in base64. */
  data: string;
  /** Which of them hold a password: what to show for it, and what the checksum was before it was blanked. */
  secrets: [index: number, label: string, checksum: ChecksumVerdict][];
}

/** In these spans every message of the virtual router is included; elsewhere only evidence. */
export interface EmbeddedCoverage {
  kind: 'coverage';
  virtualRouter: string;
  spans: [from: number, to: number][];
}
