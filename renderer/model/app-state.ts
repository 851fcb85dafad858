import type { Evidence, Report } from '../../decoder/report.ts';
import type { CaptureId, CaptureStatus, MenuCommand, Settings, Welcome } from '../../main/host-contract.ts';

/** Seconds since the Unix epoch. */
export interface Span {
  start: number;
  end: number;
}

/** What is shown of one capture; kept while another one is looked at. */
export interface CaptureView {
  /** Null until the first report came. */
  report: Report | null;
  /** Of the report; the status of the capture tells whether there is a newer one. */
  revision: number;
  /** Id of the virtual router that is looked at. */
  virtualRouter: string | null;
  /** What the charts show; null is the whole observation. */
  span: Span | null;
  /** Index of the chosen finding of the report. */
  finding: number | null;
  /** The packet whose fields are shown. */
  packet: Evidence | null;
}

export interface AppState {
  /** Null until the host has answered. */
  welcome: Welcome | null;
  captures: readonly CaptureStatus[];
  selected: CaptureId | null;
  views: Readonly<Record<CaptureId, CaptureView>>;
  settings: Settings;
  /** What could not be done, as a sentence, until it is dismissed. */
  failure: string | null;
  /** What was done and cannot be seen otherwise: a file was saved. */
  notice: string | null;
  /** The host has ended; what is shown stays, nothing more can be asked. */
  lost: boolean;
}

export type Action =
  | { kind: 'welcomed'; welcome: Welcome }
  | { kind: 'captures'; captures: readonly CaptureStatus[] }
  | { kind: 'settings'; settings: Settings }
  | { kind: 'select-capture'; capture: CaptureId }
  | { kind: 'report'; capture: CaptureId; revision: number; report: Report }
  | { kind: 'select-virtual-router'; virtualRouter: string }
  | { kind: 'show-span'; span: Span | null }
  | { kind: 'select-finding'; finding: number | null }
  | { kind: 'select-packet'; packet: Evidence | null }
  | { kind: 'failed'; message: string }
  | { kind: 'noticed'; message: string }
  | { kind: 'dismiss' }
  | { kind: 'lost' };

export type { MenuCommand };
