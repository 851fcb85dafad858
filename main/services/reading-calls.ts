import type { MessagePort } from 'node:worker_threads';
import type { IntervalQuery, RouterIntervals } from '../../decoder/packets/intervals.ts';
import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { PacketDetail } from '../../decoder/packets/packet-detail.ts';
import type { Evidence } from '../../decoder/report.ts';
import type { ReportPart } from '../../decoder/report-parts.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { CaptureSet, CaptureStatus, MessagePage, SaveRequest } from '../host-contract.ts';

/** Where packets come from: files that are read as one, or an interface that is listened to. */
export type ReadingSource =
  | ({ kind: 'files'; uploads: string | null } & CaptureSet)
  | { kind: 'interface'; name: string };

/** What the thread that reads a capture starts with. */
export interface ReadingInput {
  source: ReadingSource;
  tool: { name: string; version: string };
  port: MessagePort;
}

/** How far reading is. */
export type ReadingStatus = Omit<CaptureStatus, 'id' | keyof CaptureSet>;

/** What can be asked of the thread that reads a capture. */
export interface ReadingCalls {
  /** Calls `tell` with each change; answers when nothing more is read. */
  run(tell: (status: ReadingStatus) => void): Promise<void>;
  stop(): void;
  /** Calls `take` with each part of the report as known now. */
  report(language: Language, take: (revision: number, part: ReportPart) => void): Promise<void>;
  messages(query: MessageQuery, first: number, count: number): MessagePage;
  findMessage(query: MessageQuery, packet: Evidence): number;
  packet(packet: Evidence): PacketDetail | null;
  intervals(query: IntervalQuery): RouterIntervals[];
  save(what: SaveRequest, path: string): Promise<void>;
  /** Answers when nothing is left to tidy up. */
  close(): Promise<void>;
}
