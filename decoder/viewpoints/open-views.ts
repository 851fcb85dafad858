import type { CaptureSource } from '../capture/capture-source.ts';
import { MessageStream } from '../message-stream.ts';
import { NANOS_PER_SECOND, type Nanos } from '../time.ts';
import { followsOn } from '../timeline/observation.ts';
import { type Place, Places } from '../timeline/places.ts';
import { type AlignedView, alignViews, type NamedView } from './align-views.ts';
import { onFirstClock } from './view-clock.ts';

/** Views that are ready to be read as one history. */
export interface OpenedViews {
  /** Those that could be read at all; their `sources` are indexes into `streams`. */
  views: readonly AlignedView[];
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
  const streams: MessageStream[] = [];
  const reopened: CaptureSource[] = [];
  const views = aligned.map((view): AlignedView => {
    const own = view.streams.map((scanned) => {
      if (view.placement.how === 'left-out' || scanned.unreadable !== null) return scanned;
      const again = scanned.source.reopen?.();
      if (!again) throw new Error(`${scanned.source.name} can be read only once, and a view is read twice`);
      reopened.push(again);
      return new MessageStream(again);
    });
    const readable = own.filter((_, i) => view.streams[i]?.unreadable === null);
    streams.push(...own);
    return { ...view, streams: readable };
  });
  const readable = views.filter((view) => view.streams.length > 0);
  for (const stream of streams) if (reopened.includes(stream.source)) await stream.open();
  const { epochSeconds, followed } = start(readable);
  const placed = readable.filter(({ placement }) => placement.how !== 'left-out');
  return {
    views: readable.map((view) => ({ ...view, sources: view.streams.map(({ index }) => index) })),
    streams,
    followed,
    epochSeconds,
    places: makePlaces(placed, aligned, epochSeconds, names),
    reopened,
  };
}

/** Gives each stream its index and its clock. */
function start(views: readonly AlignedView[]): { epochSeconds: number; followed: MessageStream[] } {
  const all = views.flatMap((view) => view.streams.map((stream) => ({ view, stream })));
  const followed = all.filter(({ view }) => view.placement.how !== 'left-out');
  const referenceSeconds = views[0]?.clock.referenceSeconds ?? 0;
  const begin = (epochSeconds: number) =>
    all.forEach(({ view: { clock, vlans }, stream }, index) => {
      stream.index = index;
      if (followed.some((one) => one.stream === stream)) stream.startAt(epochSeconds, index, { clock, vlans });
    });
  begin(referenceSeconds);
  const firsts = followed.flatMap(({ stream }) => stream.firstNanos ?? []);
  const epochSeconds =
    referenceSeconds + (firsts.length === 0 ? 0 : Math.floor(Math.min(...firsts) / NANOS_PER_SECOND));
  begin(epochSeconds);
  return { epochSeconds, followed: followed.map(({ stream }) => stream) };
}

function makePlaces(
  placed: readonly AlignedView[],
  scanned: readonly AlignedView[],
  epochSeconds: number,
  names: ReadonlyMap<string, string>,
): Places {
  const placeOf: (number | undefined)[] = [];
  const all = placed.map((view, place): Place => {
    for (const { index } of view.streams) placeOf[index] = place;
    const read = scanned.find(({ name }) => name === view.name)?.streams ?? [];
    const spans = read.flatMap((stream) => spanOf(stream, view, epochSeconds) ?? []);
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

function spanOf(
  { reader: { earliest, latest, observedFrom, observedUntil, dropped } }: MessageStream,
  { clock }: AlignedView,
  epochSeconds: number,
): (Span & { hasDrops: boolean }) | null {
  if (!earliest || !latest) return null;
  const at = (time: Parameters<typeof onFirstClock>[1]) => onFirstClock(clock, time, epochSeconds);
  const start = Math.min(at(earliest), observedFrom ? at(observedFrom) : Infinity);
  const end = Math.max(at(latest), observedUntil ? at(observedUntil) : -Infinity);
  return { start, end, hasDrops: (dropped ?? 0) > 0 };
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
