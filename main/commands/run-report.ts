import { once } from 'node:events';
import { Analysis, type AnalyzeOptions } from '../../decoder/analyze.ts';
import type { Configuration } from '../../decoder/configuration/configuration.ts';
import type { NodeLog } from '../../decoder/logs/node-log.ts';
import type { Report } from '../../decoder/report.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { nameRouters } from '../../decoder/wording/router-names.ts';
import type { NamedFile } from '../host-contract.ts';
import { clipReport, type TimeSpan } from '../output/clip-report.ts';
import { showProgress } from '../output/progress-bar.ts';
import { pseudonymizeReport } from '../output/pseudonyms.ts';
import { reportJson } from '../output/report-json.ts';
import { selectVirtualRouters } from '../output/select-virtual-routers.ts';
import { type Terminal, terminalOf } from '../output/terminal.ts';
import { warningLines } from '../output/warnings.ts';
import { FileWriteError } from '../services/file-write-error.ts';
import { isOneOf } from '../services/is-one-of.ts';
import { memoryToKeep } from '../services/memory.ts';
import { captureFile } from '../services/read-capture-file.ts';
import { readHosts } from '../services/read-hosts.ts';
import { takeTurns } from '../services/take-turns.ts';
import { toolVersion } from '../version.ts';
import { endingWithSignals } from './ending-signals.ts';
import { exitCode, type Outcome, unwritten } from './outcome.ts';
import { type ReportOptions, resolveTime } from './report-options.ts';
import { mistakenViews, viewSources } from './view-options.ts';

/** Characters that are written at once. */
const CHUNK = 65_536;
const CAPTURE_NAME = /\.(pcap|pcapng|cap)(\.(gz|zst|lz4))?$/i;

/** Analyzes the files, prints the report to standard output or writes it, and warnings to standard error. */
export async function runReport(given: readonly string[], options: ReportOptions): Promise<Outcome> {
  try {
    const report = () => reportFiles(given, options);
    return await (options.html === undefined ? report() : endingWithSignals(report));
  } catch (error) {
    if (error instanceof FileWriteError) return unwritten(error);
    throw error;
  }
}

async function reportFiles(given: readonly string[], options: ReportOptions): Promise<Outcome> {
  const wrongViews = await mistakenViews(given, options.view);
  if (wrongViews !== undefined) return { usageError: wrongViews };
  const files = options.view?.flatMap((view) => view.files) ?? given;
  if (files.filter((file) => file === '-').length > 1) return { usageError: 'standard input can be read only once' };
  const inputs = [...files, ...[...(options.config ?? []), ...(options.log ?? [])].map(({ path }) => path)];
  const mistake = options.html === undefined ? undefined : mistakenPage(options.html, inputs);
  if (mistake !== undefined) return { usageError: mistake };
  const hosts = await readHosts(options.names);
  if (typeof hosts === 'string') return { usageError: hosts };

  const configurations = await configurationsOf(options.config ?? []);
  if (typeof configurations === 'string') return { usageError: configurations };

  const logs = await logsOf(options.log ?? []);
  if (typeof logs === 'string') return { usageError: logs };

  const language = options.lang ?? 'en';
  const captures = await readCaptures(files, { names: hosts, configurations, logs }, options);
  const whole = captures.report(language);
  process.stderr.write(
    warningLines(whole, language)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const span = spanOf(options, whole);
  if (typeof span === 'string') return { usageError: span };

  const narrow = (report: Report) => {
    const narrowed = narrowReport(report, hosts, span, options);
    return options.pseudonyms === true ? pseudonymizeReport(narrowed, configurations) : narrowed;
  };
  const report = narrow(whole);
  if (captures.writeHtml !== undefined) {
    await captures.writeHtml(narrow);
  } else {
    await print(await formOf(report, options, terminalOf(process.stdout, process.env, options.color, language)));
  }
  return { exitCode: exitCode(report, options.failOn) };
}

async function configurationsOf(named: readonly NamedFile[]): Promise<Configuration[] | string> {
  if (named.length === 0) return [];
  return (await import('../services/read-configurations.ts')).readConfigurations(named);
}

async function logsOf(named: readonly NamedFile[]): Promise<NodeLog[] | string> {
  if (named.length === 0) return [];
  return (await import('../services/read-logs.ts')).readLogs(named);
}

/** `--html *.pcap` would write over the first capture. */
function mistakenPage(path: string, files: readonly string[]): string | undefined {
  if (path === '-') return '--html needs the name of a file to write, not standard output';
  if (!CAPTURE_NAME.test(path) && !isOneOf(path, files)) return undefined;
  return `--html would write the page over ${path}; name the file to write first, as in --html report.html`;
}

/** Captures that have been read. */
interface ReadCaptures {
  report(language: Language): Report;
  /** Writes the page that was asked for. */
  writeHtml?: (narrow: (report: Report) => Report) => Promise<void>;
}

async function readCaptures(
  files: readonly string[],
  known: Pick<AnalyzeOptions, 'names' | 'configurations' | 'logs'>,
  options: ReportOptions,
): Promise<ReadCaptures> {
  const sources = files.map((file) => captureFile(file));
  const tool = toolVersion();
  const views = options.view === undefined ? {} : { views: viewSources(options.view) };
  const memory = memoryToKeep();
  const settings = { tool, showPasswords: options.showPasswords === true, memory, ...views, ...known };
  const language = options.lang ?? 'en';
  const { unicode } = terminalOf(process.stderr, process.env, undefined, language);
  const done = showProgress(sources, process.stderr, unicode, language);
  try {
    if (options.html !== undefined) {
      return await (await import('./html-report.ts')).readForHtml(sources, settings, options.html, options);
    }
    const analysis = new Analysis(sources, { ...settings, takeTurns: takeTurns() });
    await analysis.run();
    return analysis;
  } finally {
    done();
  }
}

function narrowReport(
  whole: Report,
  hosts: ReadonlyMap<string, string>,
  span: TimeSpan | undefined,
  options: ReportOptions,
): Report {
  const selected = selectVirtualRouters(nameRouters(whole, hosts), {
    vrids: options.vrid ?? [],
    addresses: options.address ?? [],
    vlans: options.vlan ?? [],
  });
  return span === undefined ? selected : clipReport(selected, span);
}

function spanOf({ from, to, utc }: ReportOptions, report: Report): TimeSpan | string | undefined {
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
  const language = options.lang ?? 'en';
  if (options.json) return reportJson(report, process.stdout.isTTY);
  if (options.ndjson) return (await import('../output/report-ndjson.ts')).reportNdjson(report);
  if (options.csv) return (await import('../output/report-csv.ts')).csvInPieces(report, utc, language);
  if (options.markdown) return [(await import('../output/report-markdown.ts')).reportMarkdown(report, utc, language)];
  const { reportText } = await import('../output/report-text.ts');
  const all = options.all === true;
  return [reportText(report, { ...terminal, utc, all, now: Date.now() / 1000, language })];
}

async function print(pieces: Iterable<string>): Promise<void> {
  for (const chunk of inChunks(pieces)) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  }
}

/** Small pieces are written together. */
function* inChunks(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
