import { Listeners } from './listeners.ts';

/** Files on their way to the machine where vrrpscope runs. */
export interface UploadProgress {
  /** Of the file that is sent now. */
  name: string;
  /** Bytes of all files together. */
  done: number;
  total: number;
}

/** Sends files to the host one after the other, and learns where they lie there. */
export class Uploads {
  /** Null when nothing is sent any more. */
  readonly progress = new Listeners<UploadProgress | null>();
  #running = new Set<AbortController>();

  /** The paths; empty if it was stopped. What is sent at once, or beside a file that was sent before, lies together. */
  async send(files: readonly File[], beside?: string): Promise<string[]> {
    const stopper = new AbortController();
    const total = files.reduce((sum, { size }) => sum + size, 0);
    const paths: string[] = [];
    let before = 0;
    this.#running.add(stopper);
    try {
      for (const file of files) {
        const tell = (done: number) => this.progress.tell({ name: file.name, done: before + done, total });
        tell(0);
        if (stopper.signal.aborted) return [];
        const path = await sendFile(file, paths[0] ?? beside, tell, stopper.signal);
        if (path === null) return [];
        paths.push(path);
        before += file.size;
      }
      return paths;
    } finally {
      this.#running.delete(stopper);
      this.progress.tell(null);
    }
  }

  stop(): void {
    for (const stopper of this.#running) stopper.abort();
  }
}

/** The path of the file at the host; null if it was stopped. Unlike fetch, XMLHttpRequest tells how much was sent. */
function sendFile(
  file: File,
  beside: string | undefined,
  tell: (done: number) => void,
  signal: AbortSignal,
): Promise<string | null> {
  const asked = new URLSearchParams({ name: file.name, ...(beside !== undefined && { beside }) });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (why: string) => reject(new Error(`${file.name} could not be sent to vrrpscope: ${why}`));
    request.upload.onprogress = ({ loaded }) => tell(loaded);
    request.onload = () => {
      if (request.status !== 200) return fail(request.responseText.trim());
      const { path }: { path: string } = JSON.parse(request.responseText);
      resolve(path);
    };
    request.onerror = () => fail('it cannot be read here, or vrrpscope has ended.');
    request.onabort = () => resolve(null);
    signal.addEventListener('abort', () => request.abort());
    request.open('POST', `/upload?${asked}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.send(file);
  });
}
