import { buildReport } from './build-report.ts';
import type { CaptureRecord } from './capture/capture-record.ts';
import type { CaptureSource } from './capture/capture-source.ts';
import type { ReadingPlace } from './capture/reading-place.ts';
import type { Timestamp } from './capture/timestamp.ts';
import type { Configuration } from './configuration/configuration.ts';
import { AddressTexts } from './frame/address-texts.ts';
import { keepApart } from './keep-apart.ts';
import type { NodeLog } from './logs/node-log.ts';
import { MergedMessages } from './merged-messages.ts';
import type { Message } from './message.ts';
import { MessageStream, openInTurn } from './message-stream.ts';
import type { Report } from './report.ts';
import { NANOS_PER_SECOND, type Nanos } from './time.ts';
import { followsOn } from './timeline/observation.ts';
import type { Places } from './timeline/places.ts';
import { Timeline } from './timeline/timeline.ts';
import { type OpenedView, openViews } from './viewpoints/open-views.ts';
import type { NamedView } from './viewpoints/scan-views.ts';
import type { Language } from './wording/language.ts';

export interface AnalyzeOptions {
  tool?: { name: string; version: string };
  /** Let findings name passwords that travel in clear text; else they only say whether they differ. */
  showPasswords?: boolean;
  /** Of titles, explanations and advice; codes are never translated. */
  language?: Language;
  /** Reading may go on for months: of each virtual router the latest 10,000 masterships are kept, and older ones counted. */
  endless?: boolean;
  /** How much of the captures may be kept, in bytes; what comes after that is counted and told. */
  memory?: number;
  /** Captures of the same time from different places, each with the sources that are its own. They are read twice. */
  views?: readonly NamedView[];
  /** Names of routers by their addresses: a view of that name is the router's own. */
  names?: ReadonlyMap<string, string>;
  /** What the nodes' keepalived.conf(5) say, to compare with each other and with the packets. */
  configurations?: readonly Configuration[];
  /** What the nodes' keepalived wrote, to put beside the packets. */
  logs?: readonly NodeLog[];
  /** Waited for now and then: who answers or draws while it is read gets a turn. */
  takeTurns?: () => Promise<void>;
}

/**
 * Reads captures of one segment and tells who was master when, and why. Several sources are one history in
 * time order. What could not be read is part of the report; nothing is thrown for it.
 */
export async function analyze(sources: readonly CaptureSource[], options: AnalyzeOptions = {}): Promise<Report> {
  const analysis = new Analysis(sources, options);
  await analysis.run();
  return analysis.report(options.language);
}

/**
 * Sees each message in time order. `heard` is when, in the history's time, which never runs backwards. The record and
 * its bytes hold only during the call.
 */
export type MessageObserver = (message: Message, record: CaptureRecord, heard: Nanos) => void;

/** Hears how far a source has been read, again and again. */
export type PlaceObserver = (index: number, source: CaptureSource, place: ReadingPlace) => void;

/** How far and how closely the history is looked at. */
export interface View {
  /** Silence counts up to this moment, though no packet has come to tell of it. */
  until?: Timestamp;
  /** False leaves the buckets of `Router.timing` empty, which are most of a report. */
  timing?: boolean;
}

/** Of these alone a chunk may hold enough for a third of a second. */
const MESSAGES_A_TURN = 1024;

/** One reading of captures, which can be asked for its report at any time and in any language. */
export class Analysis {
  /** Whole seconds since the Unix epoch that the times of messages count from; known once `run` has begun. */
  epochSeconds = 0;
  readonly #sources: readonly CaptureSource[];
  readonly #options: AnalyzeOptions;
  #opened: readonly MessageStream[];
  #streams: readonly MessageStream[] = [];
  /** Those that make up the history: all but views that were left out. */
  #followed: readonly MessageStream[] = [];
  #views: readonly OpenedView[] = [];
  #reopened: readonly CaptureSource[] = [];
  #merged = new MergedMessages([]);
  #timeline = new Timeline();
  #stopped = false;
  /** Where the sources turned out to be viewpoints, each is an analysis of its own. */
  #apart: readonly Analysis[] = [];
  /** The same while they are read. */
  #readingApart: readonly Analysis[] = [];

  constructor(sources: readonly CaptureSource[], options: AnalyzeOptions = {}) {
    this.#sources = sources;
    this.#options = options;
    const texts = new AddressTexts();
    this.#opened = sources.map((source) => new MessageStream(source, false, texts));
  }

  /** Reads to the end, or to where `stop` was called, and closes the sources. */
  async run(observe?: MessageObserver, passes?: PlaceObserver): Promise<void> {
    try {
      const places = await this.#open();
      const { endless = false, memory } = this.#options;
      this.#timeline = new Timeline({ sources: this.#streams.length, endless, memory, places });
      for (const { index, observedFrom } of this.#followed) {
        if (observedFrom !== null) this.#timeline.sourceStarted(index, observedFrom);
      }
      await this.#pushInTimeOrder(observe, passes);
      const again = this.#timeline.hasViewpoints && !this.#stopped ? reopenAll(this.#sources) : null;
      if (again) await this.#readApart(again);
      if (this.#apart.length === 0) this.#timeline.finish(this.#spans());
    } finally {
      const taken = this.#opened.map(({ source }) => source);
      const all = new Set([...this.#sources, ...this.#reopened, ...taken]);
      await Promise.all([...all].map((source) => source.close()));
    }
  }

  /** Reads up to the first packets, and agrees on one epoch; views also on one clock. */
  async #open(): Promise<Places | null> {
    const { views, names = new Map<string, string>(), configurations = [] } = this.#options;
    if (!views) {
      await openInTurn(this.#opened);
      this.#streams = this.#opened.filter(({ unreadable }) => unreadable === null);
      this.#followed = this.#streams;
      this.epochSeconds = startTogether(this.#streams);
      return null;
    }
    const known = new Map([...sourceAddresses(configurations), ...names]);
    const opened = await openViews(this.#sources, views, known, () => this.#stopped);
    this.#opened = opened.streams;
    this.#streams = opened.streams.filter(({ unreadable }) => unreadable === null);
    this.#followed = opened.followed;
    this.#views = opened.views;
    this.#reopened = opened.reopened;
    this.epochSeconds = opened.epochSeconds;
    return opened.places;
  }

  /** Ends `run` soon; what was read until then is what the report tells. */
  stop(): void {
    this.#stopped = true;
    for (const analysis of this.#readingApart) analysis.stop();
  }

  /** Packets of any protocol read so far. */
  get packets(): number {
    return this.#opened.reduce((sum, { reader }) => sum + reader.packets, 0);
  }

  /** What is known now. While `run` goes on it is the history so far, up to the last packet read. */
  report(language: Language = 'en', view: View = {}): Report {
    const apart = this.#apart.map((analysis) => analysis.report(language, view));
    if (apart.length > 0) return keepApart(apart, language);
    const build = () => this.#build(language, view.timing ?? true);
    return view.until ? this.#timeline.lookAt(nanosAfter(this.epochSeconds, view.until), build) : build();
  }

  /** Whether somebody's mastership changed or was missed in the last seconds before `now`. */
  isRestless(now: Timestamp, seconds: number): boolean {
    return this.#timeline.isRestless(nanosAfter(this.epochSeconds, now), seconds * NANOS_PER_SECOND);
  }

  #build(language: Language, timing: boolean): Report {
    const spans = this.#spans();
    const { tool = { name: 'vrrpscope', version: '' }, showPasswords = false } = this.#options;
    const { configurations = [], logs = [], names = new Map<string, string>() } = this.#options;
    return buildReport({
      tool,
      streams: this.#streams,
      unreadable: this.#opened.flatMap((stream) => stream.unreadable ?? []),
      timeline: this.#timeline,
      epochSeconds: this.epochSeconds,
      start: spans.length === 0 ? null : Math.min(...spans.map((span) => span.start)),
      // History goes on where a clock stepped back
      end: spans.length === 0 ? null : Math.max(this.#timeline.now, ...spans.map((span) => span.end)),
      showPasswords,
      language,
      timing,
      configurations,
      names,
      logs,
      views: this.#views,
    });
  }

  /** The messages were seen already; only the history is built anew. It counts when it is whole. */
  async #readApart(again: readonly CaptureSource[]): Promise<void> {
    const { memory } = this.#options;
    const share = memory === undefined ? {} : { memory: memory / again.length };
    this.#readingApart = again.map((source) => new Analysis([source], { ...this.#options, ...share }));
    for (const analysis of this.#readingApart) await analysis.run();
    if (!this.#stopped) this.#apart = this.#readingApart;
  }

  async #pushInTimeOrder(observe?: MessageObserver, passes?: PlaceObserver): Promise<void> {
    const merged = new MergedMessages(this.#followed);
    this.#merged = merged;
    const begun = new Set<MessageStream>();
    const onlyOne = this.#followed.length === 1 ? this.#followed[0] : undefined;
    const { takeTurns } = this.#options;
    let sinceTurn = 0;
    do {
      await takeTurns?.();
      for (let message = merged.next(); message !== undefined; message = merged.next()) {
        const { stream } = merged;
        if (stream && !begun.has(stream)) {
          begun.add(stream);
          notePause(stream, this.#followed, merged, this.#timeline);
        }
        if (stream) this.#notePauses(stream);
        const hole = stream && this.#followed.length === 1 ? stream.takeHole() : null;
        if (hole) this.#timeline.noteHole(hole, message.source);
        this.#timeline.push(message);
        if (onlyOne && !observe && message.kind === 'vrrp') onlyOne.follow(this.#timeline.follow(message));
        if (observe && stream?.record) observe(message, stream.record, this.#timeline.now);
        if (++sinceTurn < MESSAGES_A_TURN) continue;
        sinceTurn = 0;
        await takeTurns?.();
        if (this.#stopped) return;
      }
      if (onlyOne) this.#notePauses(onlyOne);
      if (passes) this.#tellPlaces(passes);
    } while (!this.#stopped && (await merged.fill()));
  }

  #tellPlaces(passes: PlaceObserver): void {
    for (const { index, source, reader } of this.#followed) {
      const { place } = reader;
      if (place !== undefined) passes(index, source, place);
    }
  }

  /** Those inside a capture count where no other source looked meanwhile. */
  #notePauses(stream: MessageStream): void {
    for (const { start, end } of stream.takePauses()) {
      const looked = this.#followed.some(
        (other) => other !== stream && !this.#merged.hasEnded(other) && (other.firstNanos ?? Infinity) < end,
      );
      if (!looked) this.#timeline.pause(start, end, stream.index);
    }
  }

  /** What was observed of each source. The first packet of a later file is read long before its turn comes. */
  #spans(): { source: number; start: Nanos; end: Nanos }[] {
    const unfinished = this.#followed.filter((stream) => !this.#merged.hasEnded(stream));
    const reached = Math.min(...unfinished.flatMap(({ span }) => span?.end ?? []));
    return this.#followed.flatMap(({ index, span }) =>
      span && span.start <= reached ? [{ source: index, start: span.start, end: Math.min(span.end, reached) }] : [],
    );
  }
}

/** Which node speaks from which address, where its configuration says so. */
function sourceAddresses(configurations: readonly Configuration[]): [address: string, name: string][] {
  return configurations.flatMap(({ name, instances }) =>
    instances.flatMap(({ source }): [string, string][] => (source === null ? [] : [[source, name]])),
  );
}

function nanosAfter(epochSeconds: number, { seconds, nanoseconds }: Timestamp): Nanos {
  return (seconds - epochSeconds) * NANOS_PER_SECOND + nanoseconds;
}

/** Null where one of them can be read only once. */
function reopenAll(sources: readonly CaptureSource[]): CaptureSource[] | null {
  const again = sources.flatMap((source) => source.reopen?.() ?? []);
  return again.length === sources.length ? again : null;
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

/** Captures of one segment that do not follow on each other leave a time in which nobody looked. */
function notePause(
  next: MessageStream,
  streams: readonly MessageStream[],
  merged: MergedMessages,
  timeline: Timeline,
): void {
  const start = next.observedFrom;
  if (start === null) return;
  const before = streams.filter(({ firstNanos }) => firstNanos !== null && firstNanos < start);
  if (before.length === 0 || !before.every((stream) => merged.hasEnded(stream))) return;
  const end = Math.max(...before.map(({ span }) => span?.end ?? -Infinity));
  if (!followsOn(end, start, timeline.longestInterval)) timeline.pause(end, start);
}
