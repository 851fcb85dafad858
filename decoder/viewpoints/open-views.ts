import type { CaptureSource } from '../capture/capture-source.ts';
import type { Timestamp } from '../capture/timestamp.ts';
import { MessageStream, openInTurn } from '../message-stream.ts';
import type { Evidence } from '../report.ts';
import { NANOS_PER_SECOND, type Nanos } from '../time.ts';
import { followsOn } from '../timeline/observation.ts';
import { type Place, Places } from '../timeline/places.ts';
import { type AlignedView, alignViews } from './align-views.ts';
import type { NamedView } from './scan-views.ts';
import { type FilePiece, onFirstClock, timestampOf } from './view-clock.ts';

/** A clock that was set while capturing, and when in the history. */
export interface ViewClockSet {
  time: Nanos;
  by: Nanos;
  evidence: Evidence;
}

/** A view that takes part in the report; its `sources` are indexes into all streams. */
export interface OpenedView extends AlignedView {
  sets: readonly ViewClockSet[];
  /** Advertisements that could not be put on the clock, by the first of them. */
  omitted: readonly { time: Nanos; advertisements: number; evidence: Evidence }[];
}

/** Views that are ready to be read as one history. */
export interface OpenedViews {
  /** Those that could be read at all. */
  views: readonly OpenedView[];
  /** All that were given, in the order of the views. Those that were left out have been read to their end. */
  streams: readonly MessageStream[];
  /** Those of `streams` that make up the history. */
  followed: readonly MessageStream[];
  /** Whole seconds since the Unix epoch that their times count from. */
  epochSeconds: number;
  places: Places;
  /** The sources that are read the second time. */
  reopened: readonly CaptureSource[];
}

/**
 * Reads all views once, to put them on one clock, and opens them again on it. Throws where a source can be read only
 * once. `names` are those of routers, which tell whose view is which.
 */
export async function openViews(
  sources: readonly CaptureSource[],
  given: readonly NamedView[],
  names: ReadonlyMap<string, string>,
  isStopped: () => boolean,
): Promise<OpenedViews> {
  const aligned = await alignViews(sources, given, isStopped);
  const reopened: CaptureSource[] = [];
  const opened = aligned.map((view): Opened => {
    const files = view.streams.map((scanned) => {
      if (view.placement.how === 'left-out' || scanned.unreadable !== null) return scanned;
      const again = scanned.source.reopen?.();
      if (!again) throw new Error(`${scanned.source.name} can be read only once, and a view is read twice`);
      reopened.push(again);
      return new MessageStream(again);
    });
    return { view, files };
  });
  for (const { files } of opened) {
    await openInTurn(files.filter(({ source }) => reopened.includes(source)));
  }
  const readable = opened.filter(({ view }) => view.streams.some(({ unreadable }) => unreadable === null));
  const { epochSeconds, followed } = start(readable);
  const placed = readable.filter(({ view }) => view.placement.how !== 'left-out');
  return {
    views: readable.map((one) => describe(one, epochSeconds)),
    streams: opened.flatMap(({ files }) => files),
    followed,
    epochSeconds,
    places: makePlaces(placed, aligned, epochSeconds, names),
    reopened,
  };
}

/** A view, and its files opened again where they are read again. */
interface Opened {
  view: AlignedView;
  files: readonly MessageStream[];
}

function readableFiles({ view, files }: Opened): { stream: MessageStream; file: number }[] {
  return files.flatMap((stream, file) => (view.streams[file]?.unreadable === null ? [{ stream, file }] : []));
}

function describe(opened: Opened, epochSeconds: number): OpenedView {
  const { view, files } = opened;
  const evidenceOf = ({ file, packet }: { file: number; packet: number }) => ({
    source: files[file]?.index ?? 0,
    packet,
  });
  return {
    ...view,
    sources: readableFiles(opened).map(({ stream }) => stream.index),
    sets: view.clockSets.map(({ clock, at, by, ...where }) => ({
      time: onFirstClock(clock, timestampOf(clock, at), epochSeconds),
      by,
      evidence: evidenceOf(where),
    })),
    omitted: view.leftOut.map(({ clock, at, advertisements, ...where }) => ({
      time: onFirstClock(clock, timestampOf(clock, at), epochSeconds),
      advertisements,
      evidence: evidenceOf(where),
    })),
  };
}

/** Gives each stream its index and its clock. */
function start(views: readonly Opened[]): { epochSeconds: number; followed: MessageStream[] } {
  const all = views.flatMap((opened) => readableFiles(opened).map((one) => ({ ...one, view: opened.view })));
  const followed = all.filter(({ view }) => view.placement.how !== 'left-out');
  const referenceSeconds = views[0]?.view.clock.referenceSeconds ?? 0;
  const begin = (epochSeconds: number) =>
    all.forEach(({ view: { clock, segments, pieces }, stream, file }, index) => {
      stream.index = index;
      if (!followed.some((one) => one.stream === stream)) return;
      stream.startAt(epochSeconds, index, { clock, segments, pieces: pieces[file] ?? null });
    });
  begin(referenceSeconds);
  const firsts = followed.flatMap(({ stream }) => stream.firstNanos ?? []);
  const epochSeconds =
    referenceSeconds + (firsts.length === 0 ? 0 : Math.floor(Math.min(...firsts) / NANOS_PER_SECOND));
  begin(epochSeconds);
  return { epochSeconds, followed: followed.map(({ stream }) => stream) };
}

function makePlaces(
  placed: readonly Opened[],
  scanned: readonly AlignedView[],
  epochSeconds: number,
  names: ReadonlyMap<string, string>,
): Places {
  const placeOf: (number | undefined)[] = [];
  const all = placed.map((opened, place): Place => {
    const { view } = opened;
    for (const { stream } of readableFiles(opened)) placeOf[stream.index] = place;
    const spans = view.streams.flatMap((stream, file) =>
      spansOf(stream, view, view.pieces[file] ?? null, epochSeconds),
    );
    return {
      name: view.name,
      watched: joinFiles(spans.filter(({ hasDrops }) => !hasDrops)).flatMap((span) =>
        withoutPauses(span, view, epochSeconds),
      ),
      until: Math.max(...spans.map(({ end }) => end)),
    };
  });
  const ownNames = scanned.flatMap(({ streams }) => streams.map(({ reader }) => reader.names));
  const nameOf = (address: string) => names.get(address) ?? ownNames.find((own) => own.has(address))?.get(address);
  return new Places(all, placeOf, nameOf);
}

interface Span {
  start: Nanos;
  end: Nanos;
}

function spansOf(
  { reader: { earliest, latest, observedFrom, observedUntil, dropped } }: MessageStream,
  { clock }: AlignedView,
  pieces: readonly FilePiece[] | null,
  epochSeconds: number,
): (Span & { hasDrops: boolean })[] {
  const hasDrops = (dropped ?? 0) > 0;
  if (pieces) {
    return pieces.map((piece) => ({
      start: onFirstClock(piece.clock, piece.start, epochSeconds),
      end: onFirstClock(piece.clock, piece.end, epochSeconds),
      hasDrops,
    }));
  }
  if (!earliest || !latest) return [];
  const at = (time: Timestamp) => onFirstClock(clock, time, epochSeconds);
  const start = Math.min(at(earliest), observedFrom ? at(observedFrom) : Infinity);
  const end = Math.max(at(latest), observedUntil ? at(observedUntil) : -Infinity);
  return [{ start, end, hasDrops }];
}

/** Files of a ring buffer that never stopped are one capture. */
function joinFiles(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && (start <= last.end || followsOn(last.end, start))) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

function withoutPauses(span: Span, { clock, pauses }: AlignedView, epochSeconds: number): Span[] {
  let rest = [{ start: span.start, end: span.end }];
  for (const pause of pauses) {
    const [from, to] = [onFirstClock(clock, pause.start, epochSeconds), onFirstClock(clock, pause.end, epochSeconds)];
    rest = rest.flatMap(({ start, end }) =>
      to <= start || from >= end
        ? [{ start, end }]
        : [
            { start, end: from },
            { start: to, end },
          ].filter((part) => part.end > part.start),
    );
  }
  return rest;
}
