import type { SaveOutcome } from '../../main/host-contract.ts';
import { fetchDownload } from './browser-files.ts';

/** Milliseconds that a browser has to begin the download. */
const KEEP = 60_000;

/** Lets the browser save `content` as a file. */
export function download(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): SaveOutcome {
  const url = URL.createObjectURL(new Blob([content], { type }));
  fetchDownload(url, name);
  setTimeout(() => URL.revokeObjectURL(url), KEEP);
  return { kind: 'download', url, name };
}
