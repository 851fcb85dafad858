import type { Host } from '../host.ts';
import { chooseFiles, fetchDownload } from './browser-files.ts';
import { SocketConnection } from './socket-connection.ts';
import { type UploadProgress, Uploads } from './uploads.ts';

/** Files are sent to the host before it can read them. */
export interface SocketHost extends Host {
  onLost(listener: () => void): () => void;
  /** Calls `listener` while files are sent, and with null after it. */
  onUpload(listener: (progress: UploadProgress | null) => void): () => void;
  /** Opens nothing of what is being sent. */
  stopUploads(): void;
}

/** The host that serves this page. */
export function socketHost(): SocketHost {
  const connection = new SocketConnection(`ws://${location.host}/socket`);
  const uploads = new Uploads();
  return {
    welcome: () => connection.call('welcome'),
    changeSettings: (change) => connection.call('changeSettings', change),
    chooseCaptures: async () => uploads.send(await chooseFiles()),
    openCaptures: (paths) => connection.call('openCaptures', paths),
    stopReading: (capture) => connection.call('stopReading', capture),
    closeCapture: (capture) => connection.call('closeCapture', capture),
    readReport: (capture, language) => connection.call('readReport', capture, language),
    messages: (capture, query, first, count) => connection.call('messages', capture, query, first, count),
    findMessage: (capture, query, packet) => connection.call('findMessage', capture, query, packet),
    packet: (capture, packet) => connection.call('packet', capture, packet),
    intervals: (capture, query) => connection.call('intervals', capture, query),
    async save(capture, what) {
      const outcome = await connection.call('save', capture, what);
      if (outcome.kind === 'download') fetchDownload(outcome.url, outcome.name);
      return outcome;
    },
    onEvent: (listener) => connection.events.add(listener),
    async openDropped(files) {
      const paths = await uploads.send(files);
      if (paths.length > 0) await connection.call('openCaptures', paths);
    },
    onLost: (listener) => connection.losses.add(() => listener()),
    onUpload: (listener) => uploads.progress.add(listener),
    stopUploads: () => uploads.stop(),
  };
}
