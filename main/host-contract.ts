/**
 * What a window may ask of its host, and what the host tells it: plain data, nothing else. The desktop shell carries it
 * over IPC, the browser host over a WebSocket, and the HTML report answers it from what is embedded in it.
 *
 * Times are seconds since the Unix epoch, durations are seconds. A call that cannot be done rejects with an Error whose
 * message is a sentence for the user.
 */

import type { IntervalQuery, RouterIntervals } from '../decoder/packets/intervals.ts';
import type { MessageQuery } from '../decoder/packets/message-index.ts';
import type { PacketRow } from '../decoder/packets/message-row.ts';
import type { PacketDetail } from '../decoder/packets/packet-detail.ts';
import type { Evidence } from '../decoder/report.ts';
import type { ReportPart } from '../decoder/report-parts.ts';
import type { Language } from '../decoder/wording/language.ts';
import type { Remedy, Trouble } from '../decoder/wording/trouble.ts';
import type { ListeningPlaces, LiveStatus } from './live/live-contract.ts';

export type CaptureId = string;

/** The calls by name, so that adapters let through exactly these. */
export const HOST_CALLS = [
  'welcome',
  'changeSettings',
  'chooseCaptures',
  'fileKinds',
  'openCaptures',
  'listeningPlaces',
  'startLive',
  'stopReading',
  'closeCapture',
  'readReport',
  'messages',
  'findMessage',
  'packet',
  'intervals',
  'save',
] as const satisfies readonly (keyof HostCalls)[];

export interface HostCalls {
  /** The first call of a window. From then on it is told of every change. */
  welcome(): Promise<Welcome>;
  changeSettings(change: Partial<Settings>): Promise<void>;
  /** Lets the user choose captures, configurations and logs; empty if nothing was chosen. */
  chooseCaptures(): Promise<string[]>;
  /** What files hold, told by their content. */
  fileKinds(paths: readonly string[]): Promise<FileKind[]>;
  /** Reads several files as one history, or as places of one time. What goes wrong with a file is told in the report. */
  openCaptures(paths: readonly string[], beside?: Beside): Promise<CaptureId>;
  /** Where this host can listen, and what is missing if it cannot. */
  listeningPlaces(): Promise<ListeningPlaces>;
  /** Listens to an interface from now on, with the best tool that is ready. */
  startLive(networkInterface: string): Promise<CaptureId>;
  /** Ends reading or listening; what was read until then stays, as state `stopped`. */
  stopReading(capture: CaptureId): Promise<void>;
  closeCapture(capture: CaptureId): Promise<void>;
  /** The report as known now, in pieces, as `report-part` events to the window that asked. */
  readReport(capture: CaptureId, language: Language): Promise<void>;
  messages(capture: CaptureId, query: MessageQuery, first: number, count: number): Promise<MessagePage>;
  /** The place in the list of a query where a packet stands, or where it would; -1 if the list is empty. */
  findMessage(capture: CaptureId, query: MessageQuery, packet: Evidence): Promise<number>;
  /** Null where the packet is not at hand: it holds no message, or an HTML report does not include it. */
  packet(capture: CaptureId, packet: Evidence): Promise<PacketDetail | null>;
  /** Gaps between advertisements, no finer than `columns` for each router of a virtual router. */
  intervals(capture: CaptureId, query: IntervalQuery): Promise<RouterIntervals[]>;
  save(capture: CaptureId, what: SaveRequest): Promise<SaveOutcome>;
}

export interface Welcome {
  tool: { name: string; version: string };
  abilities: Abilities;
  settings: Settings;
  captures: CaptureStatus[];
}

/** What this host can do; the window offers nothing else. */
export interface Abilities {
  /** Choosing, dropping and recent files. */
  open: boolean;
  /** Listening to an interface of the machine where vrrpscope runs. */
  live: boolean;
  /** Files are those of the machine where vrrpscope runs, which may not be the user's: a path can be typed. */
  openPaths: boolean;
  save: readonly SaveForm[];
}

/** `included`: of a configuration that another of the files includes. */
export type FileKind = 'capture' | 'configuration' | 'included' | 'log' | 'unknown';

/** A file of a node. */
export interface NamedFile {
  name: string;
  path: string;
}

/** What is known besides the packets of captures. */
export interface Beside {
  /** The places where the captures were made at one time, in their order; empty: they are one history. */
  views: string[];
  /** keepalived.conf(5) of nodes. */
  configurations: NamedFile[];
  /** What their keepalived wrote. */
  logs: NamedFile[];
}

/** What was read as one. */
export interface CaptureSet {
  paths: string[];
  /** Null for captures alone. */
  beside: Beside | null;
}

export interface Settings {
  /** Null follows the system. */
  language: Language | null;
  theme: 'system' | 'light' | 'dark';
  times: 'utc' | 'local' | 'relative';
  /** Opened before, the latest first. */
  recent: CaptureSet[];
}

export interface CaptureStatus extends CaptureSet {
  id: CaptureId;
  state: 'reading' | 'read' | 'stopped' | 'failed';
  /** Stored (compressed) bytes read so far, and how many there are; null for a pipe. */
  done: number;
  total: number | null;
  /** Seconds since reading began. */
  elapsed: number;
  packets: number;
  messages: number;
  /** Grows when there is a new report to read; 0 is none yet. */
  revision: number;
  /** Why, where the state is `failed`. */
  failure: string | null;
  /** Why nothing could be listened to, where that is it. */
  trouble: Trouble | null;
  /** What to do about that; null where nothing is known. */
  advice: Remedy | null;
  /** Null for files. `paths` then holds the interface, and `reading` means that it is listened to. */
  live: LiveStatus | null;
}

export interface MessagePage {
  /** Messages that match the query. */
  total: number;
  /** False where an HTML report includes only a part of them. */
  complete: boolean;
  rows: PacketRow[];
}

export type SaveForm = 'html' | 'json' | 'csv' | 'packets' | 'svg' | 'png';

export type SaveRequest =
  | { form: 'html' | 'json' | 'csv'; language: Language; times: Settings['times'] }
  | { form: 'packets'; query: MessageQuery }
  /** A chart as drawn; a PNG is written as base64. */
  | { form: 'svg' | 'png'; name: string; content: string };

export type SaveOutcome =
  | { kind: 'saved'; path: string }
  /** To be fetched by the window, once. */
  | { kind: 'download'; url: string; name: string }
  | { kind: 'cancelled' };

export type HostEvent =
  /** All captures that are open, whenever one of them changes. */
  | { kind: 'captures'; captures: CaptureStatus[] }
  /** Parts come in order; those of an older revision than the last are to be dropped. */
  | { kind: 'report-part'; capture: CaptureId; revision: number; part: ReportPart }
  | { kind: 'settings'; settings: Settings }
  | { kind: 'menu'; command: MenuCommand };

export type MenuCommand =
  | 'open'
  | 'add'
  | 'listen'
  | 'close-capture'
  | 'save-html'
  | 'save-json'
  | 'save-csv'
  | 'save-packets'
  | 'find';

/** What the preload script puts into the page: the calls, the events, and where a dropped file lies. */
export interface PreloadBridge extends HostCalls {
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: HostEvent) => void): () => void;
  /** `file` is a File of the page; empty if it lies nowhere on a disk. */
  pathOf(file: unknown): string;
}
