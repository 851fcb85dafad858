import type { AnalyzeOptions } from '../../decoder/analyze.ts';
import type { Report } from '../../decoder/report.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { CaptureReading } from '../services/capture-reading.ts';
import type { CaptureFile } from '../services/read-capture-file.ts';
import { captureHtml } from '../services/save-capture.ts';
import { writeWholeFile } from '../services/write-whole-file.ts';
import type { ReportOptions } from './report-options.ts';

/** Reads captures and keeps their packets, so that the page can show them. */
export async function readForHtml(
  sources: readonly CaptureFile[],
  settings: AnalyzeOptions,
  path: string,
  { lang, utc, pseudonyms }: ReportOptions,
) {
  const reading = new CaptureReading(sources, settings);
  await reading.run();
  return {
    report: (language: Language) => reading.report(language),
    /** Packets would tell what pseudonyms hide. */
    async writeHtml(change: (report: Report) => Report): Promise<string | undefined> {
      const packets = pseudonyms !== true;
      const times = utc === true ? 'utc' : 'local';
      try {
        await writeWholeFile(path, await captureHtml(reading, { language: lang ?? null, times, change, packets }));
      } catch (error) {
        return `cannot write to ${path}: ${error instanceof Error ? error.message : error}`;
      } finally {
        reading.close();
      }
    },
  };
}
