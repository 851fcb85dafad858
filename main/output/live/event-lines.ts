import type {
  Finding,
  NoMaster,
  Report,
  Severity,
  SplitBrain,
  Transition,
  VirtualRouter,
} from '../../../decoder/report.ts';
import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import { formatDuration } from '../../../decoder/wording/format-time.ts';
import { shortLabel } from '../../../decoder/wording/history-phrases.ts';
import { reportIndex } from '../../../decoder/wording/report-index.ts';
import { displayNames, nameAddresses } from '../../../decoder/wording/router-names.ts';
import type { OutputWords } from '../words.ts';
import { describeNews } from './capture-news.ts';
import type { LiveEvent } from './live-events.ts';
import { UNPLANNED } from './now.ts';

/** An event for people: one line, or as much of it as fits. */
export interface LiveLine {
  /** Seconds since the Unix epoch; null before the first packet. */
  time: number | null;
  severity: Severity;
  /** Which virtual router, or nothing. */
  subject: string;
  text: string;
  /** What may be left out. */
  detail: string;
}

type Told = Omit<LiveLine, 'subject'>;

/** For later evidence on older events there is no memory. */
const MOST_REMEMBERED = 10_000;

/** Puts the events that are worth telling into words, each once as long as the words stay the same. */
export class LiveLines {
  /** By the number of the event. */
  readonly #told = new Map<number, Told>();
  readonly #words: OutputWords;

  constructor(words: OutputWords) {
    this.#words = words;
  }

  /** Lines in the order of the events. Names and texts in them are escaped. */
  lines(events: readonly LiveEvent[], report: Report): LiveLine[] {
    return events.flatMap((event) => this.#line(event, report) ?? []);
  }

  #line(event: LiveEvent, report: Report): LiveLine | null {
    const before = event.revises === undefined ? undefined : this.#told.get(event.revises);
    if (event.revises !== undefined) this.#told.delete(event.revises);
    const subject = reportIndex(report).virtualRouters.get(event.virtualRouter ?? '');
    const told = event.withdrawn ? null : describe(event, subject, report, before !== undefined, this.#words);
    if (told !== null) this.#remember(event.event, told);
    const news =
      told === null ? before && withdrawn(before, this.#words) : compare(told, before, hasEnded(event), this.#words);
    if (!news) return null;
    return {
      ...news,
      subject: subject === undefined ? '' : escapeControls(shortLabel(subject, report, this.#words)),
      text: escapeControls(news.text),
      detail: escapeControls(news.detail),
    };
  }

  #remember(number: number, told: Told): void {
    this.#told.set(number, told);
    for (const oldest of this.#told.keys()) {
      if (this.#told.size <= MOST_REMEMBERED) break;
      this.#told.delete(oldest);
    }
  }
}

function withdrawn(before: Told, { terminal }: OutputWords): Told {
  return { ...before, severity: 'info', text: terminal.live.noLongerSo(before.text), detail: '' };
}

function compare(told: Told, before: Told | undefined, ended: boolean, { terminal }: OutputWords): Told | null {
  if (before === undefined || (ended && before.text !== told.text)) return told;
  return before.text === told.text ? null : { ...told, text: terminal.live.revised(told.text) };
}

/** Its end is a piece of news in itself. */
function hasEnded(event: LiveEvent): boolean {
  return (event.type === 'split-brain' || event.type === 'no-master') && event.end !== null;
}

function describe(
  event: LiveEvent,
  subject: VirtualRouter | undefined,
  report: Report,
  isKnown: boolean,
  words: OutputWords,
): Told | null {
  if (event.type === 'capture') return describeNews(event, words);
  if (event.type === 'finding') return describeFinding(event, subject, report);
  if (subject === undefined) return null;
  const names = displayNames(subject);
  const name = (address: string) => names.get(address) ?? address;
  switch (event.type) {
    case 'transition':
      return describeTransition(event, subject, name, words);
    case 'split-brain':
      return describeSplitBrain(event, name, isKnown, words);
    case 'no-master':
      return event.after === 'silence' ? describeNoMaster(event, isKnown, words) : null;
    case 'priority-change':
      return {
        time: event.time,
        severity: 'info',
        text: words.terminal.live.priority({ router: name(event.router), change: `${event.from} → ${event.to}` }),
        detail: '',
      };
    default:
      return null;
  }
}

function describeTransition(
  transition: Transition,
  subject: VirtualRouter,
  name: (address: string) => string,
  words: OutputWords,
): Told {
  const { time, from, to, cause, duration, explanation } = transition;
  const movement = from === null ? `→ ${name(to)}` : `${name(from)} → ${name(to)}`;
  const took = duration === null ? '' : `  ${formatDuration(duration, words)}`;
  const detail = nameAddresses(explanation, [subject]);
  return { time, severity: UNPLANNED.has(cause) ? 'warning' : 'info', text: `${movement}  ${cause}${took}`, detail };
}

/** What began and ended between two looks is one line. */
function describeSplitBrain(
  split: SplitBrain,
  name: (address: string) => string,
  isKnown: boolean,
  words: OutputWords,
): Told {
  const { live } = words.terminal;
  const { start, end } = split;
  const who = describeDeafness(split, name, words);
  if (end === null) return { time: start, severity: 'critical', text: live.twoMasters(who), detail: '' };
  const length = formatDuration(end - start, words);
  if (!isKnown) return { time: start, severity: 'critical', text: live.twoMastersFor(length, who), detail: '' };
  return { time: end, severity: 'warning', text: live.twoMastersEnded(length), detail: who };
}

function describeDeafness(
  { routers, deaf, reason }: SplitBrain,
  name: (address: string) => string,
  words: OutputWords,
): string {
  const { rejectEachOther, doesNotHear, doNotHearEachOther, onlyNamed } = words.splitBrainParts;
  const names = routers.map(name);
  const [only, ...more] = deaf;
  if (reason.endsWith('-mismatch')) return rejectEachOther(names);
  if (only === undefined) return onlyNamed(names);
  const others = routers.filter((address) => address !== only).map(name);
  return more.length === 0 ? doesNotHear({ deaf: name(only), others }) : doNotHearEachOther(names);
}

function describeNoMaster({ start, end, atLeast, atMost }: NoMaster, isKnown: boolean, words: OutputWords): Told {
  const { live } = words.terminal;
  if (end === null) return { time: start, severity: 'critical', text: live.noMaster, detail: '' };
  const [least, most] = [formatDuration(atLeast, words), formatDuration(atMost, words)];
  if (!isKnown) return { time: start, severity: 'critical', text: live.noMasterFor(least, most), detail: '' };
  return { time: end, severity: 'warning', text: live.noMasterEnded(least, most), detail: '' };
}

function describeFinding(finding: Finding, subject: VirtualRouter | undefined, report: Report): Told | null {
  const { code, severity, start, title } = finding;
  if (severity === 'info' || hasOwnLines(finding, subject)) return null;
  return {
    time: start,
    severity,
    text: nameAddresses(title, subject === undefined ? report.virtualRouters : [subject]),
    detail: code,
  };
}

/** The lines of what it is about say the same. */
function hasOwnLines({ code, start }: Finding, subject: VirtualRouter | undefined): boolean {
  if (subject === undefined || code === 'split-brain') return subject !== undefined;
  return code === 'no-master' && subject.noMaster.some((one) => one.start === start && one.after === 'silence');
}
