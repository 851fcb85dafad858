import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { Report } from '../../decoder/report.ts';
import type { SaveRequest } from '../host-contract.ts';
import { baseName } from '../output/capture-name.ts';
import { reportHtml } from '../output/report-html.ts';
import { reportJson } from '../output/report-json.ts';
import { toolVersion } from '../version.ts';
import { captureNames, type EmbedOptions, embedReport } from './embed-report.ts';
import { PacketFile } from './packet-file.ts';
import type { Reading } from './reading.ts';
import { writeWholeFile } from './whole-file.ts';
import { readWindowFile } from './window-files.ts';

/** Writes a file, which appears under `path` only when it is whole. */
export async function saveCapture(reading: Reading, what: SaveRequest, path: string): Promise<void> {
  switch (what.form) {
    case 'packets':
      return savePackets(reading, what.query, path);
    case 'svg':
      return writeWholeFile(path, what.content);
    case 'png':
      return writeWholeFile(path, Buffer.from(what.content, 'base64'));
    case 'html': {
      const { language, times } = what;
      const change = (report: Report) => report;
      return writeWholeFile(path, await captureHtml(reading, { language, times, change, packets: true }));
    }
    case 'json':
      return writeWholeFile(path, [...reportJson(reading.report(what.language), true)].join(''));
    case 'csv': {
      const { reportCsv } = await import('../output/report-csv.ts');
      return writeWholeFile(path, reportCsv(reading.report(what.language), what.times !== 'local', what.language));
    }
  }
}

/** The report as one HTML page. */
export async function captureHtml(reading: Reading, options: EmbedOptions): Promise<string> {
  const [script, styles] = await Promise.all([readWindowFile('window.js'), readWindowFile('window.css')]);
  const names = captureNames(options.change(reading.report())).map(baseName);
  const window = { script: script.toString('utf8'), styles: styles.toString('utf8') };
  return reportHtml(`${names.join(', ')} – vrrpscope`, embedReport(reading, options), window);
}

async function savePackets(reading: Reading, query: MessageQuery, path: string): Promise<void> {
  const { name, version } = toolVersion();
  const file = await PacketFile.create(path, `${name} ${version}`);
  try {
    for (const { source, record } of reading.records(query)) {
      file.add(record, source, reading.interfaceName(source, record) ?? undefined);
      if (file.full) await file.flush();
    }
  } catch (error) {
    await file.abandon();
    throw error;
  }
  await file.finish();
}
