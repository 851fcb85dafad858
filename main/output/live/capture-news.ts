import type { Severity } from '../../../decoder/report.ts';
import type { LiveStatus } from '../../live/live-contract.ts';
import type { OutputWords } from '../words.ts';

/** Seconds without a packet after which somebody should look, where silence is not proven. */
export const LONG_QUIET = 10;
/** Seconds of capture time in which drops are told once. */
const DROPS_PAUSE = 10;

export type CaptureNewsKind =
  | 'listening'
  /** The interface, the program or the command; it is tried again. */
  | 'lost'
  | 'back'
  /** Either nobody sends, or nothing gets here. */
  | 'nothing-received'
  | 'received-again'
  /** The kernel dropped packets. */
  | 'dropped'
  /** `--write` cannot go on. */
  | 'write-failed'
  | 'write-resumed'
  | 'ended';

/** News of the capture itself. */
export interface CaptureNews {
  type: 'capture';
  virtualRouter: null;
  /** By the capture's clock; null before the first packet. */
  time: number | null;
  what: CaptureNewsKind;
  name: string;
  via: LiveStatus['via'];
  /** Packets so far. */
  packets: number;
  /** Packets dropped by the kernel so far; null where nobody tells. */
  dropped: number | null;
  /** A sentence, where there is more to say. */
  message: string | null;
}

/** Turns what a live capture tells about itself into news. */
export class CaptureNewsReader {
  readonly #words: OutputWords;
  #state: LiveStatus['state'] = 'starting';
  #begun = false;
  #isQuiet = false;
  #dropped = 0;
  #droppedAt = Number.NEGATIVE_INFINITY;
  #writeFailure: LiveStatus['writeFailure'] = null;

  constructor(words: OutputWords) {
    this.#words = words;
  }

  update(status: LiveStatus): CaptureNews[] {
    return [
      ...this.#stateNews(status),
      ...this.#quietNews(status),
      ...this.#drops(status, false),
      ...this.#writing(status),
    ];
  }

  finish(status: LiveStatus): CaptureNews[] {
    const last = [...this.#drops(status, true), ...this.#writing(status)];
    return this.#begun ? [...last, news('ended', status)] : last;
  }

  #stateNews(status: LiveStatus): CaptureNews[] {
    const { state, trouble } = status;
    const before = this.#state;
    this.#state = state;
    if (state === before) return [];
    if (state === 'waiting') return [news('lost', status, this.#said(trouble))];
    // What came at once and ended was listened to, too
    const hasListened = state === 'ended' && !this.#begun && status.packets > 0;
    if (state !== 'listening' && !hasListened) return [];
    const what = this.#begun ? 'back' : 'listening';
    this.#begun = true;
    return [news(what, status)];
  }

  #quietNews(status: LiveStatus): CaptureNews[] {
    if (status.state !== 'listening') return [];
    const proven = status.silenceProven && status.packets > 0;
    const isQuiet = status.quiet >= LONG_QUIET && !proven;
    if (isQuiet === this.#isQuiet) return [];
    this.#isQuiet = isQuiet;
    return [
      isQuiet ? news('nothing-received', status, quietMessage(status, this.#words)) : news('received-again', status),
    ];
  }

  #drops(status: LiveStatus, atOnce: boolean): CaptureNews[] {
    const { dropped, now } = status;
    if (dropped === null || dropped <= this.#dropped) return [];
    if (!atOnce && (now ?? 0) - this.#droppedAt < DROPS_PAUSE) return [];
    const more = dropped - this.#dropped;
    this.#dropped = dropped;
    this.#droppedAt = now ?? 0;
    return [news('dropped', status, this.#words.terminal.live.dropped(more))];
  }

  #writing(status: LiveStatus): CaptureNews[] {
    const { writeFailure } = status;
    if (writeFailure === this.#writeFailure) return [];
    this.#writeFailure = writeFailure;
    return [news(writeFailure === null ? 'write-resumed' : 'write-failed', status, this.#said(writeFailure))];
  }

  #said(trouble: LiveStatus['trouble']): string | null {
    return trouble === null ? null : this.#words.terminal.trouble(trouble);
  }
}

/** For people; null where it need not be said. */
export function describeNews(
  { what, time, name, via, message }: CaptureNews,
  { terminal: { live } }: OutputWords,
): {
  time: number | null;
  severity: Severity;
  text: string;
  detail: string;
} | null {
  const told = (severity: Severity, text: string, detail = '') => ({ time, severity, text, detail });
  switch (what) {
    case 'listening':
      return told('info', live.listening({ name, via }));
    case 'lost':
      return told('warning', live.lost(message ?? live.hasEnded(name)));
    case 'back':
      return told('info', live.listeningAgain({ name, via }));
    case 'nothing-received':
      return told('warning', live.nothingReceived(LONG_QUIET), message ?? '');
    case 'received-again':
      return told('info', live.receivedAgain);
    case 'dropped':
      return told('warning', message ?? '', live.droppedMeans);
    case 'write-failed':
      return told('critical', message ?? '');
    case 'write-resumed':
      return told('info', live.writtenAgain);
    case 'ended':
      return null;
  }
}

/** Why nothing may come. */
export function quietMessage({ via, packets }: LiveStatus, { terminal: { live } }: OutputWords): string {
  if (via === 'pipe' || via === 'command') return live.why.pipe;
  if (packets === 0) return live.why.nothingYet;
  return live.why.programStalled;
}

function news(
  what: CaptureNewsKind,
  { name, via, now, packets, dropped }: LiveStatus,
  message: string | null = null,
): CaptureNews {
  return { type: 'capture', virtualRouter: null, time: now, what, name, via, packets, dropped, message };
}
