import { workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import { splitReport } from '../../decoder/report-parts.ts';
import { CaptureReading } from './capture-reading.ts';
import { FileRun } from './file-run.ts';
import { readBeside } from './read-beside.ts';
import { captureFile } from './read-capture-file.ts';
import type { ReadingCalls, ReadingInput } from './reading-calls.ts';
import type { ReadingRun } from './reading-run.ts';
import { saveCapture } from './save-capture.ts';

const { source, tool, port }: ReadingInput = workerData;
startRun().then((run) => expose(callsOf(run), port));

async function startRun(): Promise<ReadingRun> {
  if (source.kind === 'files') {
    const files = source.paths.map((path) => captureFile(path));
    const { unreadable, ...beside } = await readBeside(source.beside, source.uploads);
    return new FileRun(new CaptureReading(files, { tool, ...beside }, unreadable));
  }
  const [{ localInput }, { LiveRun }] = await Promise.all([
    import('../live/inputs/local-input.ts'),
    import('./live-run.ts'),
  ]);
  return new LiveRun(localInput(source.name), { tool });
}

function callsOf(run: ReadingRun): ReadingCalls {
  const { reading } = run;
  return {
    run: (tell) => run.run(tell),
    stop: () => run.stop(),
    async report(language, take) {
      const { revision } = run;
      for (const part of splitReport(reading.report(language))) take(revision, part);
    },
    messages: (query, first, count) => reading.messages(query, first, count),
    findMessage: (query, packet) => reading.findMessage(query, packet),
    packet: (packet) => reading.packet(packet),
    intervals: (query) => reading.intervals(query),
    save(what, path) {
      run.renew();
      return saveCapture(reading, what, path);
    },
    close: () => run.close(),
  };
}
