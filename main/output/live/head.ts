import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import { formatClock, formatDuration, formatZone } from '../../../decoder/wording/format-time.ts';
import type { LiveStatus } from '../../live/live-contract.ts';
import { toAscii } from '../escape.ts';
import type { TextStyle } from '../text-style.ts';
import { LONG_QUIET, quietMessage } from './capture-news.ts';
import { cut } from './line-text.ts';

/** Shorter is no quiet: advertisements usually come once a second. */
const SHORT_QUIET = 2;
const GAP = '   ';

/** What is listened to, since when, and how that goes. `since` is seconds since the Unix epoch. */
export function headLines(status: LiveStatus, since: number, style: TextStyle): string[] {
  const { name, via, state } = status;
  const { live } = style.words.terminal;
  const doing = state === 'starting' ? live.opening(name) : live.listening({ name, via });
  const zone = formatZone(since, style.utc);
  const title = [doing, live.since(`${formatClock(since, style.utc, 0)} ${zone}`)].join(GAP);
  return [
    style.bold(fitted(title, style)),
    ...factLines(status, style),
    ...troubleLines(status, style).map(({ severity, text }) =>
      style.paint[severity](fitted(`${style.glyphs.severity[severity]} ${text}`, style)),
    ),
  ];
}

function factLines({ packets, dropped, quiet }: LiveStatus, style: TextStyle): string[] {
  const { live } = style.words.terminal;
  const facts = [style.words.counts.packets(packets)];
  if (dropped === null) facts.push(live.dropsUnknown);
  else facts.push(dropped === 0 ? live.noDrops : live.drops(dropped));
  if (quiet >= SHORT_QUIET && packets > 0) facts.push(live.quiet(wholeSeconds(quiet, style)));
  const text = fitted(facts.join(GAP), style);
  return [dropped !== null && dropped > 0 ? style.paint.warning(text) : style.dim(text)];
}

function troubleLines(status: LiveStatus, { words }: TextStyle): { severity: 'critical' | 'warning'; text: string }[] {
  const { trouble, state, retryIn, quiet, silenceProven, packets, writeFailure } = status;
  const { live, trouble: told } = words.terminal;
  const lines: { severity: 'critical' | 'warning'; text: string }[] = [];
  if (trouble !== null) {
    const text = told(trouble);
    const isRetried = state === 'waiting' && retryIn !== null;
    lines.push({ severity: 'critical', text: isRetried ? live.retry(text, Math.ceil(retryIn)) : text });
  } else if (state === 'listening' && quiet >= LONG_QUIET && !(silenceProven && packets > 0)) {
    const text = live.nothingReceivedWhy(Math.floor(quiet), quietMessage(status, words));
    lines.push({ severity: 'warning', text });
  }
  if (writeFailure !== null) lines.push({ severity: 'critical', text: told(writeFailure) });
  return lines;
}

function fitted(text: string, style: TextStyle): string {
  const printable = style.unicode ? escapeControls(text) : toAscii(escapeControls(text));
  return cut(printable, style.width, style.glyphs.ellipsis);
}

function wholeSeconds(seconds: number, style: TextStyle): string {
  const { words } = style;
  return seconds < 60 ? `${Math.floor(seconds)} ${words.units.s}` : formatDuration(Math.floor(seconds), words);
}
