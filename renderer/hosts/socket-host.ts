import type { IntervalQuery } from '../../decoder/packets/intervals.ts';
import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { Evidence } from '../../decoder/report.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { CaptureId, HostEvent, SaveOutcome, SaveRequest, Settings } from '../../main/host-contract.ts';
import type { Host } from '../host.ts';
import { chooseFiles, fetchDownload } from './browser-files.ts';
import { SocketConnection } from './socket-connection.ts';
import { type UploadProgress, Uploads } from './uploads.ts';

/** The host that serves this page. Files are sent to it before it can read them. */
export class SocketHost implements Host {
  readonly #connection = new SocketConnection(`ws://${location.host}/socket`);
  readonly #uploads = new Uploads();

  welcome() {
    return this.#connection.call('welcome');
  }

  changeSettings(change: Partial<Settings>) {
    return this.#connection.call('changeSettings', change);
  }

  async chooseCaptures(beside?: string) {
    return this.#uploads.send(await chooseFiles(), beside);
  }

  fileKinds(paths: readonly string[]) {
    return this.#connection.call('fileKinds', paths);
  }

  openCaptures(...set: Parameters<Host['openCaptures']>) {
    return this.#connection.call('openCaptures', ...set);
  }

  listeningPlaces() {
    return this.#connection.call('listeningPlaces');
  }

  startLive(networkInterface: string) {
    return this.#connection.call('startLive', networkInterface);
  }

  stopReading(capture: CaptureId) {
    return this.#connection.call('stopReading', capture);
  }

  closeCapture(capture: CaptureId) {
    return this.#connection.call('closeCapture', capture);
  }

  readReport(capture: CaptureId, language: Language) {
    return this.#connection.call('readReport', capture, language);
  }

  messages(capture: CaptureId, query: MessageQuery, first: number, count: number) {
    return this.#connection.call('messages', capture, query, first, count);
  }

  findMessage(capture: CaptureId, query: MessageQuery, packet: Evidence) {
    return this.#connection.call('findMessage', capture, query, packet);
  }

  packet(capture: CaptureId, packet: Evidence) {
    return this.#connection.call('packet', capture, packet);
  }

  intervals(capture: CaptureId, query: IntervalQuery) {
    return this.#connection.call('intervals', capture, query);
  }

  async save(capture: CaptureId, what: SaveRequest): Promise<SaveOutcome> {
    const outcome = await this.#connection.call('save', capture, what);
    if (outcome.kind === 'download') fetchDownload(outcome.url, outcome.name);
    return outcome;
  }

  onEvent(listener: (event: HostEvent) => void): () => void {
    return this.#connection.events.add(listener);
  }

  pathsOfDropped(files: readonly File[], beside?: string) {
    return this.#uploads.send(files, beside);
  }

  onLost(listener: () => void): () => void {
    return this.#connection.losses.add(() => listener());
  }

  /** Calls `listener` while files are sent, and with null after it. */
  onUpload(listener: (progress: UploadProgress | null) => void): () => void {
    return this.#uploads.progress.add(listener);
  }

  /** Opens nothing of what is being sent. */
  stopUploads(): void {
    this.#uploads.stop();
  }
}
