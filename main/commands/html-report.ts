import type { AnalyzeOptions } from '../../decoder/analyze.ts';
import type { Report } from '../../decoder/report.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { CaptureReading } from '../services/capture-reading.ts';
import type { CaptureFile } from '../services/read-capture-file.ts';
import { captureHtml } from '../services/save-capture.ts';
import { READABLE, WholeFile } from '../services/whole-file.ts';
import type { ReportOptions } from './report-options.ts';

/** Reads captures and keeps their packets, so that the page can show them. Rejects before that where no page can be written. */
export async function readForHtml(
  sources: readonly CaptureFile[],
  settings: AnalyzeOptions,
  path: string,
  { lang, utc, pseudonyms }: ReportOptions,
) {
  const file = await WholeFile.create(path, READABLE);
  const reading = new CaptureReading(sources, settings);
  await reading.run();
  return {
    report: (language: Language) => reading.report(language),
    /** Packets would tell what pseudonyms hide. */
    async writeHtml(change: (report: Report) => Report): Promise<void> {
      const packets = pseudonyms !== true;
      const times = utc === true ? 'utc' : 'local';
      try {
        const page = await captureHtml(reading, { language: lang ?? null, times, change, packets });
        await file.write(Buffer.from(page));
        await file.finish();
      } finally {
        reading.close();
      }
    },
  };
}
