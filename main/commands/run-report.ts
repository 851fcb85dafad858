import { once } from 'node:events';
import { analyze } from '../../decoder/analyze.ts';
import type { Report, Severity } from '../../decoder/report.ts';
import { SEVERITIES } from '../../decoder/wording/report-index.ts';
import { nameRouters } from '../../decoder/wording/router-names.ts';
import { clipReport } from '../output/clip-report.ts';
import { showProgress } from '../output/progress-bar.ts';
import { pseudonymizeReport } from '../output/pseudonyms.ts';
import { reportJson } from '../output/report-json.ts';
import { selectVirtualRouters } from '../output/select-virtual-routers.ts';
import { type Terminal, terminalOf } from '../output/terminal.ts';
import { warningLines } from '../output/warnings.ts';
import { captureFile } from '../services/read-capture-file.ts';
import { readHosts } from '../services/read-hosts.ts';
import { toolVersion } from '../version.ts';
import { type ReportOptions, resolveTime } from './report-options.ts';

/** Either the exit status, or what was wrong with the arguments. */
export type Outcome = { exitCode: number; usageError?: undefined } | { usageError: string };

/** Analyzes the files, prints the report to standard output and warnings to standard error. */
export async function runReport(files: readonly string[], options: ReportOptions): Promise<Outcome> {
  if (files.filter((file) => file === '-').length > 1) return { usageError: 'standard input can be read only once' };
  const hosts = await readHosts(options.names);
  if (typeof hosts === 'string') return { usageError: hosts };

  const whole = await analyzeFiles(files, options.showPasswords === true);
  process.stderr.write(
    warningLines(whole)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const span = spanOf(options, whole);
  if (typeof span === 'string') return { usageError: span };

  const named = nameRouters(whole, hosts);
  const selected = selectVirtualRouters(named, {
    vrids: options.vrid ?? [],
    addresses: options.address ?? [],
    vlans: options.vlan ?? [],
  });
  const report = span === undefined ? selected : clipReport(selected, span);
  const terminal = terminalOf(process.stdout, process.env, options.color);
  await print(await formOf(options.pseudonyms === true ? pseudonymizeReport(report) : report, options, terminal));
  return { exitCode: exitCode(report, options.failOn) };
}

async function analyzeFiles(files: readonly string[], showPasswords: boolean): Promise<Report> {
  const sources = files.map((file) => captureFile(file));
  const done = showProgress(sources, process.stderr, terminalOf(process.stderr, process.env).unicode);
  try {
    return await analyze(sources, { tool: toolVersion(), showPasswords });
  } finally {
    done();
  }
}

function spanOf({ from, to, utc }: ReportOptions, report: Report): { from: number; to: number } | string | undefined {
  if (from === undefined && to === undefined) return undefined;
  const resolved = {
    from: (from && resolveTime(from, utc === true, report.start)) ?? Number.NEGATIVE_INFINITY,
    to: (to && resolveTime(to, utc === true, report.start)) ?? Number.POSITIVE_INFINITY,
  };
  return resolved.from > resolved.to ? '--from is later than --to' : resolved;
}

/** Only the form that was asked for is loaded, so that the command starts quickly. */
async function formOf(report: Report, options: ReportOptions, terminal: Terminal): Promise<Iterable<string>> {
  const utc = options.utc === true;
  if (options.json) return [reportJson(report)];
  if (options.ndjson) return (await import('../output/report-ndjson.ts')).reportNdjson(report);
  if (options.csv) return [(await import('../output/report-csv.ts')).reportCsv(report, utc)];
  if (options.markdown) return [(await import('../output/report-markdown.ts')).reportMarkdown(report, utc)];
  const { reportText } = await import('../output/report-text.ts');
  return [reportText(report, { ...terminal, utc, all: options.all === true, now: Date.now() / 1000 })];
}

async function print(chunks: Iterable<string>): Promise<void> {
  for (const chunk of chunks) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  }
}

/** An input that cannot be read weighs more than what was found in the others. */
function exitCode({ unreadable, findings }: Report, failOn: Severity | undefined): number {
  if (unreadable.length > 0) return 3;
  if (failOn === undefined) return 0;
  const worst = SEVERITIES.indexOf(failOn);
  return findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= worst) ? 1 : 0;
}
