import type { Report } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { nameRouters } from '../../decoder/wording/router-names.ts';
import { FeedError } from '../live/feed.ts';
import { chooseInput } from '../live/inputs/choose-input.ts';
import { LiveCapture } from '../live/live-capture.ts';
import { type LiveStatus, LOCAL_TOOLS } from '../live/live-contract.ts';
import { CaptureLog } from '../live/log/capture-log.ts';
import { CaptureLogError } from '../live/log/log-files.ts';
import type { LiveView } from '../output/live/view.ts';
import { reportJson } from '../output/report-json.ts';
import { terminalOf } from '../output/terminal.ts';
import { warningLines } from '../output/warnings.ts';
import { outputWords } from '../output/words.ts';
import { readHosts } from '../services/read-hosts.ts';
import { toolVersion } from '../version.ts';
import { LiveEnding } from './live-ending.ts';
import type { LiveCommandOptions } from './live-options.ts';
import { LiveOutput } from './live-output.ts';
import { exitCode, OUTPUT_ERROR, type Outcome } from './outcome.ts';

const NO_ROOT =
  'vrrpscope: note: this needs no root: "vrrpscope interfaces", run as another user, names the command that lets it listen\n';
const CANNOT_LISTEN = 2;
const NOTHING_READ = 3;

/** Listens until somebody ends it, tells what happens meanwhile, and prints the report. */
export async function runLive(place: string | undefined, options: LiveCommandOptions): Promise<Outcome> {
  if (options.write === undefined && options.rotate !== undefined)
    return { usageError: '--rotate is about the files of --write' };
  if (options.rotate === undefined && options.keep !== undefined)
    return { usageError: '--keep is about the files of --rotate' };
  const hosts = await readHosts(options.names);
  if (typeof hosts === 'string') return { usageError: hosts };
  let view: LiveView | null = null;
  const input = chooseInput({
    interface: place,
    via: options.via,
    exec: options.exec,
    said: (line) => view?.commandSaid(line),
  });
  if ('usageError' in input) return input;

  // Before anything is made that would be left behind
  const language = options.lang ?? 'en';
  const ending = new LiveEnding();
  ending.begin();
  const log = await openLog(options);
  if (typeof log === 'string') return { usageError: log };
  const metrics = await startMetrics(options);
  if (typeof metrics === 'string') {
    await log?.end({ seconds: 0, nanoseconds: 0 });
    return { usageError: metrics };
  }

  if (process.getuid?.() === 0 && process.stderr.isTTY && LOCAL_TOOLS.some((tool) => tool === input.via))
    process.stderr.write(NO_ROOT);

  const out = new LiveOutput((error) => ending.cannotTell(error));
  const capture = new LiveCapture(ending.watch(input, options.for), {
    tool: toolVersion(),
    showPasswords: options.showPasswords === true,
    language,
    ...(log === null ? {} : { log }),
    refreshed: (report, status) => {
      metrics?.update(report, status);
      // What is not told now is told later, as it is then
      if (!ending.isSilent && !out.isBehind) view?.update(nameRouters(report, hosts), status);
    },
  });
  view = await openView(options, place !== '-', out, { status: () => capture.status, stop: () => ending.ask() });
  ending.reach(
    () => capture.stop(),
    () => view?.close(),
  );
  try {
    await capture.run();
  } catch (error) {
    view.close();
    if (!(error instanceof FeedError)) throw error;
    return { exitCode: complain(error, language) };
  } finally {
    ending.end();
    await metrics?.close();
  }
  if (ending.isSilent) {
    view.close();
    return { exitCode: ending.exitCode };
  }
  const report = nameRouters(capture.report(language), hosts);
  view.finish(report, capture.status);
  view.close();
  if (!options.ndjson) out.write(await formOf(report, options));
  await out.written();
  for (const line of warningLines(report, language)) process.stderr.write(`${line}\n`);
  if (ending.isSilent) return { exitCode: ending.exitCode };
  // What is still failing was told when it began
  const gap = log?.gap ?? null;
  if (gap !== null)
    process.stderr.write(`vrrpscope: warning: ${escapeControls(outputWords(language).terminal.trouble(gap))}\n`);
  const isWhole = gap === null && (log?.failure ?? null) === null;
  return { exitCode: isWhole ? exitCode(report, options.failOn) : OUTPUT_ERROR };
}

/** What is kept, or what is wrong with it as a sentence. */
async function openLog({ write, rotate, keep }: LiveCommandOptions): Promise<CaptureLog | null | string> {
  if (write === undefined) return null;
  try {
    return await CaptureLog.create(write, { ...rotate, ...(keep === undefined ? {} : { keep }) });
  } catch (error) {
    if (error instanceof CaptureLogError) return error.message;
    throw error;
  }
}

interface Metrics {
  update(report: Report, status: LiveStatus): void;
  close(): Promise<void>;
}

async function startMetrics({ metrics: address }: LiveCommandOptions): Promise<Metrics | null | string> {
  if (address === undefined) return null;
  const { LiveMetrics } = await import('../live/metrics/metrics.ts');
  const { serveMetrics } = await import('../live/metrics/serve-metrics.ts');
  const metrics = new LiveMetrics(toolVersion());
  try {
    const server = await serveMetrics(address, metrics);
    return { update: (report, status) => metrics.update(report, status), close: () => server.close() };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Watched {
  status: () => LiveStatus;
  stop: () => void;
}

async function openView(
  { ndjson, json, lang: language = 'en', utc, color }: LiveCommandOptions,
  readsKeyboard: boolean,
  out: LiveOutput,
  watched: Watched,
): Promise<LiveView> {
  const { LinesView, NdjsonView, SilentView } = await import('../output/live/view.ts');
  const streams = {
    out: (text: string) => out.write(text),
    error: (line: string) => void process.stderr.write(`${line}\n`),
  };
  if (ndjson) return new NdjsonView(streams, language);
  if (json) return new SilentView(streams, language);
  const terminal = terminalOf(process.stdout, process.env, color, language);
  const style = { ...terminal, language, utc: utc === true, all: false };
  const { isTTY, columns, rows } = process.stdout;
  // A serial console may not know its size
  const isScreen = isTTY && columns > 0 && rows > 0 && process.env.TERM !== 'dumb';
  if (!isScreen) return new LinesView(streams, { ...style, now: Date.now() / 1000 });
  const { TerminalView } = await import('../output/live/live-terminal.ts');
  const keyboard = process.stdin.isTTY && readsKeyboard ? process.stdin : null;
  return new TerminalView({ ...style, ...watched, ...streams, screen: process.stdout, keyboard });
}

/** Says why nothing could be listened to, and what makes it work. */
function complain({ fault, trouble, advice }: FeedError, language: Language): number {
  const told = outputWords(language).terminal;
  const lines = [told.trouble(trouble), ...(advice === null ? [] : [told.remedy(advice)])];
  process.stderr.write(`vrrpscope: error: ${lines.map(escapeControls).join('\n')}\n`);
  return fault === 'cannot-read' || fault === 'command-failed' ? NOTHING_READ : CANNOT_LISTEN;
}

async function formOf(
  report: Report,
  { json, lang: language = 'en', utc, all, color }: LiveCommandOptions,
): Promise<string> {
  if (json) return [...reportJson(report, process.stdout.isTTY)].join('');
  const { reportText } = await import('../output/report-text.ts');
  const terminal = terminalOf(process.stdout, process.env, color, language);
  return reportText(report, { ...terminal, utc: utc === true, all: all === true, now: Date.now() / 1000, language });
}
