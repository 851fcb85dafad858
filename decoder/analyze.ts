import { buildReport } from './build-report.ts';
import type { CaptureSource } from './capture/capture-source.ts';
import { MergedMessages } from './merged-messages.ts';
import { MessageStream } from './message-stream.ts';
import type { Report } from './report.ts';
import { Timeline } from './timeline/timeline.ts';

export interface AnalyzeOptions {
  tool?: { name: string; version: string };
  /** Let findings name passwords that travel in clear text; else they only say whether they differ. */
  showPasswords?: boolean;
  /** Called after each read of a source. */
  onProgress?: () => void;
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
    const timeline = new Timeline();
    for (const { index, firstNanos } of streams) if (firstNanos !== null) timeline.sourceStarted(index, firstNanos);
    await pushInTimeOrder(streams, timeline, options.onProgress);
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

/** Times count from the whole second of the earliest source's first packet. */
function startTogether(streams: readonly MessageStream[]): number {
  const seconds = streams.flatMap(({ firstSeconds }) => firstSeconds ?? []);
  const epochSeconds = seconds.length === 0 ? 0 : Math.min(...seconds);
  streams.forEach((stream, index) => {
    stream.startAt(epochSeconds, index);
  });
  return epochSeconds;
}

async function pushInTimeOrder(
  streams: readonly MessageStream[],
  timeline: Timeline,
  onProgress?: () => void,
): Promise<void> {
  const merged = new MergedMessages(streams);
  do {
    onProgress?.();
    for (let message = merged.next(); message !== undefined; message = merged.next()) timeline.push(message);
  } while (await merged.fill());
}
