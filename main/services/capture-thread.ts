import { setTimeout } from 'node:timers/promises';
import { MessageChannel, type Worker } from 'node:worker_threads';
import { proxy, type Remote, wrap } from 'comlink';
import type { ReportPart } from '../../decoder/report-parts.ts';
import { troubles } from '../../decoder/wording/en/troubles.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { type Trouble, tellTrouble } from '../../decoder/wording/trouble.ts';
import { errorCode } from '../error-clause.ts';
import type { CaptureStatus } from '../host-contract.ts';
import { toolVersion } from '../version.ts';
import type { ReadingCalls, ReadingInput, ReadingSource } from './reading-calls.ts';
import { startThread } from './start-thread.ts';

/** Milliseconds for a thread to remove its temporary file, and to end a capture program. */
const PATIENCE: Record<ReadingSource['kind'], number> = { files: 500, interface: 4000 };

/** Captures that are read in a thread of their own, so that no window ever waits for a file or a network. */
export class CaptureThread {
  status: CaptureStatus;
  readonly #calls: Remote<ReadingCalls>;
  readonly #worker: Worker;
  /** Rejects what was asked and is not yet answered. */
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #changed: () => void;
  readonly #patience: number;
  #closing = false;

  /** `changed` is called whenever `status` is a new one. */
  constructor(id: string, source: ReadingSource, changed: () => void) {
    this.#changed = changed;
    this.#patience = PATIENCE[source.kind];
    this.status = {
      id,
      paths: source.kind === 'files' ? source.paths : [source.name],
      beside: source.kind === 'files' ? source.beside : null,
      state: 'reading',
      done: 0,
      total: null,
      elapsed: 0,
      packets: 0,
      messages: 0,
      revision: 0,
      failure: null,
      trouble: null,
      advice: null,
      live: null,
    };
    const { port1, port2 } = new MessageChannel();
    const workerData: ReadingInput = { source, tool: toolVersion(), port: port2 };
    this.#worker = startThread('capture-worker', { workerData, transferList: [port2] });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#end({ code: 'thread-ended' }));
    this.#calls = wrap<ReadingCalls>(port1);
    this.#calls.run(proxy((status) => this.#update(status))).catch((error: unknown) => this.#fail(error));
  }

  /** Asks the thread. Rejects if it has failed or been closed, because it never answers then. */
  ask<T>(question: (calls: Remote<ReadingCalls>) => Promise<T>): Promise<T> {
    const { state, failure } = this.status;
    if (state === 'failed') return Promise.reject(new Error(failure ?? state));
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      question(this.#calls)
        .then(resolve, reject)
        .finally(() => this.#waiting.delete(reject));
    });
  }

  /** Calls `take` with each part of the report as known now. */
  report(language: Language, take: (revision: number, part: ReportPart) => void): Promise<void> {
    return this.ask((calls) => calls.report(language, proxy(take)));
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.status.state !== 'failed') {
      await Promise.race([this.#calls.close(), setTimeout(this.#patience, undefined, { ref: false })]);
    }
    await this.#worker.terminate();
    this.#rejectWaiting(new Error('This capture was closed.'));
  }

  #update(change: Partial<CaptureStatus>): void {
    this.status = { ...this.status, ...change };
    this.#changed();
  }

  #fail(error: unknown): void {
    if (errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
      this.#end({ code: 'out-of-memory' });
      return;
    }
    const failure = error instanceof Error ? error.message : String(error);
    this.#update({ state: 'failed', failure });
    this.#rejectWaiting(new Error(failure));
  }

  /** Nobody answers any more. */
  #end(trouble: Trouble): void {
    if (this.#closing || this.status.state === 'failed') return;
    const failure = tellTrouble(trouble, troubles);
    this.#update({ state: 'failed', failure, trouble });
    this.#rejectWaiting(new Error(failure));
  }

  #rejectWaiting(error: Error): void {
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
  }
}
