import { setTimeout } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import { proxy, type Remote, wrap } from 'comlink';
import type { ReportPart } from '../../decoder/report-parts.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { CaptureStatus } from '../host-contract.ts';
import { packageFile } from '../package-root.ts';
import { toolVersion } from '../version.ts';
import type { ReadingCalls, ReadingInput } from './reading-calls.ts';

/** Milliseconds for a thread to remove its temporary file. */
const PATIENCE = 500;

/** Captures that are read in a thread of their own, so that no window ever waits for a file. */
export class CaptureThread {
  status: CaptureStatus;
  readonly calls: Remote<ReadingCalls>;
  readonly #worker: Worker;
  readonly #changed: () => void;

  /** `changed` is called whenever `status` is a new one. */
  constructor(id: string, paths: readonly string[], changed: () => void) {
    this.#changed = changed;
    this.status = {
      id,
      paths: [...paths],
      state: 'reading',
      done: 0,
      total: null,
      elapsed: 0,
      packets: 0,
      messages: 0,
      revision: 0,
      failure: null,
    };
    const { port1, port2 } = new MessageChannel();
    const workerData: ReadingInput = { paths: [...paths], tool: toolVersion(), port: port2 };
    this.#worker = new Worker(packageFile('dist', 'bundle', 'capture-worker.js'), {
      workerData,
      transferList: [port2],
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.calls = wrap<ReadingCalls>(port1);
    this.calls.run(proxy((status) => this.#update(status))).catch((error: unknown) => this.#fail(error));
  }

  /** Calls `take` with each part of the report as known now. */
  async report(language: Language, take: (revision: number, part: ReportPart) => void): Promise<void> {
    await this.calls.report(language, proxy(take));
  }

  /** Ends the thread; what it was asked and has not answered stays unanswered. */
  async close(): Promise<void> {
    if (this.status.state !== 'failed')
      await Promise.race([this.calls.close(), setTimeout(PATIENCE, undefined, { ref: false })]);
    await this.#worker.terminate();
  }

  #update(change: Partial<CaptureStatus>): void {
    this.status = { ...this.status, ...change };
    this.#changed();
  }

  #fail(error: unknown): void {
    this.#update({ state: 'failed', failure: error instanceof Error ? error.message : String(error) });
  }
}
