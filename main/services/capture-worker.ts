import { workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import { splitReport } from '../../decoder/report-parts.ts';
import { CaptureReading } from './capture-reading.ts';
import { captureFile } from './read-capture-file.ts';
import type { ReadingCalls, ReadingInput, ReadingStatus } from './reading-calls.ts';
import { saveCapture } from './save-capture.ts';

/** Milliseconds between two words on how far reading is. */
const PROGRESS_EVERY = 100;
/** Milliseconds until the first results are offered; each further time takes twice as long. */
const FIRST_RESULTS_AFTER = 400;

const { paths, tool, port }: ReadingInput = workerData;
const reading = new CaptureReading(
  paths.map((path) => captureFile(path)),
  { tool },
);
let revision = 0;
let stopped = false;

const calls: ReadingCalls = {
  async run(tell) {
    const started = Date.now();
    let offerAfter = FIRST_RESULTS_AFTER;
    const status = (state: ReadingStatus['state']): ReadingStatus => {
      const elapsed = (Date.now() - started) / 1000;
      return { state, revision, elapsed, failure: null, live: null, ...reading.progress() };
    };
    const ticking = setInterval(() => {
      if (Date.now() - started >= offerAfter) {
        offerAfter *= 2;
        revision++;
      }
      tell(status('reading'));
    }, PROGRESS_EVERY);
    try {
      await reading.run();
    } finally {
      clearInterval(ticking);
    }
    revision++;
    tell(status(stopped ? 'stopped' : 'read'));
  },
  stop() {
    stopped = true;
    reading.stop();
  },
  async report(language, take) {
    const current = revision;
    for (const part of splitReport(reading.report(language))) take(current, part);
  },
  messages: (query, first, count) => reading.messages(query, first, count),
  findMessage: (query, packet) => reading.findMessage(query, packet),
  packet: (packet) => reading.packet(packet),
  intervals: (query) => reading.intervals(query),
  save: (what, path) => saveCapture(reading, what, path),
  close: () => reading.close(),
};

expose(calls, port);
