import type { Evidence, Report } from '../../decoder/report.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { CaptureId, CaptureStatus, Settings, Welcome } from '../../main/host-contract.ts';
import type { UploadProgress } from '../hosts/uploads.ts';
import type { Asked } from './asked-files.ts';

/** Seconds since the Unix epoch. */
export interface Span {
  start: number;
  end: number;
}

export type RouterOrder = 'worst' | 'vrid' | 'failovers';

/** How the virtual routers of a capture are listed. */
export interface RouterListing {
  filter: string;
  order: RouterOrder;
  onlyEventful: boolean;
}

/** What is shown of one capture; kept while another one is looked at. */
export interface CaptureView {
  /** Null until the first report came. */
  report: Report | null;
  /** Of the report; the status of the capture tells whether there is a newer one. */
  revision: number;
  /** Of the report; null without one. */
  language: Language | null;
  listing: RouterListing;
  /** Id of the virtual router that is looked at. */
  virtualRouter: string | null;
  /** Whether the user chose something: then a new report must not lead elsewhere. */
  touched: boolean;
  /** What the charts show; null is the whole observation. */
  span: Span | null;
  /** So many seconds up to now are shown instead, as long as an interface is listened to. */
  follows: number | null;
  /** Index of the chosen finding of the report. */
  finding: number | null;
  /** Packets of the chosen finding or of the mark in a chart, marked in the list. */
  evidence: readonly Evidence[];
  /** The packet whose fields are shown. */
  packet: Evidence | null;
  packets: ListedPackets;
}

/** What the packet list shows. */
export interface ListedPackets {
  /** Messages of the virtual router, of all, or every packet of any protocol. */
  scope: 'virtual-router' | 'messages' | 'every';
  onlyEvidence: boolean;
}

export interface Notice {
  kind: 'done' | 'failed';
  message: string;
}

export interface AppState {
  /** Null until the host has answered. */
  welcome: Welcome | null;
  captures: readonly CaptureStatus[];
  selected: CaptureId | null;
  views: Readonly<Record<CaptureId, CaptureView>>;
  settings: Settings;
  /** What was done or could not be done, until it is dismissed. */
  notice: Notice | null;
  /** An interface to listen to is being chosen. */
  choosing: boolean;
  /** What is asked about files that are to be read. */
  asked: Asked | null;
  /** Something is being saved. */
  saving: boolean;
  /** Files on their way to the host. */
  upload: UploadProgress | null;
  /** The host has ended; what is shown stays, nothing more can be asked. */
  lost: boolean;
}

export type Action =
  | { kind: 'welcomed'; welcome: Welcome }
  | { kind: 'captures'; captures: readonly CaptureStatus[] }
  | { kind: 'settings'; settings: Settings }
  | { kind: 'select-capture'; capture: CaptureId }
  | { kind: 'report'; capture: CaptureId; revision: number; language: Language; report: Report }
  | { kind: 'list-routers'; listing: Partial<RouterListing> }
  | { kind: 'select-virtual-router'; virtualRouter: string }
  | { kind: 'show-span'; span: Span | null }
  /** Shows what happens now. */
  | { kind: 'follow' }
  /** A moment or a time, with what is around it; `evidence` is marked in the packet list. */
  | { kind: 'show-packets'; evidence: readonly Evidence[]; span: Span | null }
  | { kind: 'select-finding'; finding: number | null }
  | { kind: 'select-packet'; packet: Evidence | null }
  | { kind: 'list-packets'; packets: Partial<CaptureView['packets']> }
  | { kind: 'choosing'; choosing: boolean }
  | { kind: 'ask'; asked: Asked | null }
  | { kind: 'saving' }
  | { kind: 'notice'; notice: Notice | null }
  | { kind: 'upload'; progress: UploadProgress | null }
  | { kind: 'lost' };
