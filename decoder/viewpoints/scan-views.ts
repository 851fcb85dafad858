import type { CaptureSource } from '../capture/capture-source.ts';
import { isLater, type Timestamp } from '../capture/timestamp.ts';
import { MessageStream } from '../message-stream.ts';
import { NANOS_PER_MILLISECOND, type Nanos } from '../time.ts';
import type { Break } from './clock-breaks.ts';
import { SenderTracks } from './sender-tracks.ts';
import { type Moment, positionOf } from './sightings.ts';

/** A timestamp that is earlier than the one before by more is that of another clock, not of packets out of order. */
const RUNS_BACK: Nanos = 500 * NANOS_PER_MILLISECOND;

/** Captures that were made in one place, by one clock. */
export interface NamedView {
  name: string;
  /** Indexes of the sources. */
  sources: readonly number[];
}

/** A view that has been read to its end, by its own clock. */
export interface ScannedView extends NamedView {
  /** One for each of `sources`. */
  streams: readonly MessageStream[];
  tracks: SenderTracks;
  first: Timestamp | null;
  /** The first packet and the last message of each file. */
  firsts: readonly (Timestamp | null)[];
  lasts: readonly (Moment | null)[];
  pauses: readonly { start: Timestamp; end: Timestamp }[];
  /** Where its times run back within a file. */
  runBacks: readonly Break[];
}

export async function scanView(
  { name, sources: indexes }: NamedView,
  sources: readonly CaptureSource[],
  isStopped: () => boolean,
): Promise<ScannedView> {
  const streams = indexes.flatMap((index) => sources[index] ?? []).map((source) => new MessageStream(source));
  const firsts: (Timestamp | null)[] = [];
  for (const stream of streams) {
    await stream.open();
    const { earliest } = stream.reader;
    firsts.push(earliest ? { ...earliest } : null);
  }
  const first = firsts.reduce((a, b) => (a && b ? (isLater(a, b) ? b : a) : (a ?? b)), null);
  const tracks = new SenderTracks();
  const lasts: (Moment | null)[] = [];
  const pauses: { start: Timestamp; end: Timestamp }[] = [];
  const runBacks: Break[] = [];
  for (const [file, stream] of streams.entries()) {
    let last: Moment | null = null;
    stream.startAt(first?.seconds ?? 0, 0);
    do {
      for (let step = stream.step(); typeof step !== 'string'; step = stream.step()) {
        const moment: Moment = { time: step.time, position: positionOf(file, step.packet) };
        if (last && moment.time < last.time - RUNS_BACK) runBacks.push({ last, next: moment });
        last = moment;
        if (step.kind === 'vrrp') tracks.add(step, moment);
      }
      pauses.push(...stream.reader.takePauses());
    } while (!isStopped() && (await stream.fill()));
    await stream.source.close();
    lasts.push(last);
  }
  return { name, sources: indexes, streams, tracks, first, firsts, lasts, pauses, runBacks };
}
