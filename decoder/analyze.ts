import { buildReport } from './build-report.ts';
import type { CaptureSource } from './capture/capture-source.ts';
import { keepApart } from './keep-apart.ts';
import { MergedMessages } from './merged-messages.ts';
import { MessageStream } from './message-stream.ts';
import type { Report } from './report.ts';
import { followsOn } from './timeline/observation.ts';
import { Timeline } from './timeline/timeline.ts';

export interface AnalyzeOptions {
  tool?: { name: string; version: string };
  /** Let findings name passwords that travel in clear text; else they only say whether they differ. */
  showPasswords?: boolean;
}

/**
 * Reads captures of one segment and tells who was master when, and why. Several sources are one history in
 * time order. What could not be read is part of the report; nothing is thrown for it.
 */
export async function analyze(sources: readonly CaptureSource[], options: AnalyzeOptions = {}): Promise<Report> {
  const opened = sources.map((source) => new MessageStream(source));
  try {
    for (const stream of opened) await stream.open();
    const streams = opened.filter(({ unreadable }) => unreadable === null);
    const epochSeconds = startTogether(streams);
    const timeline = new Timeline(streams.length);
    for (const { index, firstNanos } of streams) if (firstNanos !== null) timeline.sourceStarted(index, firstNanos);
    await pushInTimeOrder(streams, timeline);
    const again = timeline.hasViewpoints ? reopenAll(sources) : null;
    if (again) return keepApart(await inTurn(again, (source) => analyze([source], options)));
    const spans = streams.flatMap(({ index, span }) => (span ? [{ source: index, ...span }] : []));
    const start = spans.length === 0 ? null : Math.min(...spans.map((span) => span.start));
    const end = spans.length === 0 ? null : Math.max(...spans.map((span) => span.end));
    timeline.finish(spans);
    const tool = options.tool ?? { name: 'vrrpscope', version: '' };
    const unreadable = opened.flatMap((stream) => stream.unreadable ?? []);
    const { showPasswords = false } = options;
    return buildReport({ tool, streams, unreadable, timeline, epochSeconds, start, end, showPasswords });
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

/** Null where one of them can be read only once. */
function reopenAll(sources: readonly CaptureSource[]): CaptureSource[] | null {
  const again = sources.flatMap((source) => source.reopen?.() ?? []);
  return again.length === sources.length ? again : null;
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Times count from the whole second of the earliest source's first packet. */
function startTogether(streams: readonly MessageStream[]): number {
  const seconds = streams.flatMap(({ firstSeconds }) => firstSeconds ?? []);
  const epochSeconds = seconds.length === 0 ? 0 : Math.min(...seconds);
  streams.forEach((stream, index) => {
    stream.startAt(epochSeconds, index);
  });
  return epochSeconds;
}

async function pushInTimeOrder(streams: readonly MessageStream[], timeline: Timeline): Promise<void> {
  const merged = new MergedMessages(streams);
  const begun = new Set<MessageStream>();
  do {
    for (let message = merged.next(); message !== undefined; message = merged.next()) {
      const { stream } = merged;
      if (stream && !begun.has(stream)) {
        begun.add(stream);
        notePause(stream, streams, merged, timeline);
      }
      timeline.push(message);
    }
  } while (await merged.fill());
}

/** Captures of one segment that do not follow on each other leave a time in which nobody looked. */
function notePause(
  next: MessageStream,
  streams: readonly MessageStream[],
  merged: MergedMessages,
  timeline: Timeline,
): void {
  const start = next.firstNanos;
  if (start === null) return;
  const before = streams.filter(({ firstNanos }) => firstNanos !== null && firstNanos < start);
  if (before.length === 0 || !before.every((stream) => merged.hasEnded(stream))) return;
  const end = Math.max(...before.map(({ span }) => span?.end ?? -Infinity));
  if (!followsOn(end, start)) timeline.pause(end, start);
}
