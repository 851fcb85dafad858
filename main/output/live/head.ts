import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import { formatClock, formatDuration, formatZone } from '../../../decoder/wording/format-time.ts';
import type { LiveStatus } from '../../live/live-contract.ts';
import { toAscii } from '../escape.ts';
import type { TextStyle } from '../text-style.ts';
import { LONG_QUIET, listeningTo, quietMessage } from './capture-news.ts';
import { cut } from './line-text.ts';

/** Shorter is no quiet: advertisements usually come once a second. */
const SHORT_QUIET = 2;
const GAP = '   ';

/** What is listened to, since when, and how that goes. `since` is seconds since the Unix epoch. */
export function headLines(status: LiveStatus, since: number, style: TextStyle): string[] {
  const { name, via, state } = status;
  const doing = state === 'starting' ? `opening ${name}` : listeningTo(name, via);
  const zone = formatZone(since, style.utc);
  const title = [doing, `since ${formatClock(since, style.utc, 0)} ${zone}`].join(GAP);
  return [
    style.bold(fitted(title, style)),
    ...factLines(status, style),
    ...troubleLines(status).map(({ severity, text }) =>
      style.paint[severity](fitted(`${style.glyphs.severity[severity]} ${text}`, style)),
    ),
  ];
}

function factLines({ packets, dropped, quiet }: LiveStatus, style: TextStyle): string[] {
  const facts = [style.words.counts.packets(packets)];
  if (dropped === null) facts.push('drops unknown');
  else facts.push(dropped === 0 ? 'no drops' : `${style.words.counts.packets(dropped)} dropped`);
  if (quiet >= SHORT_QUIET && packets > 0) facts.push(`quiet for ${wholeSeconds(quiet, style)}`);
  const text = fitted(facts.join(GAP), style);
  return [dropped !== null && dropped > 0 ? style.paint.warning(text) : style.dim(text)];
}

function troubleLines(status: LiveStatus): { severity: 'critical' | 'warning'; text: string }[] {
  const { trouble, state, retryIn, quiet, silenceProven, packets, writeFailure } = status;
  const lines: { severity: 'critical' | 'warning'; text: string }[] = [];
  if (trouble !== null) {
    const retry = state === 'waiting' && retryIn !== null ? `; trying again in ${Math.ceil(retryIn)} s` : '';
    lines.push({ severity: 'critical', text: trouble + retry });
  } else if (state === 'listening' && quiet >= LONG_QUIET && !(silenceProven && packets > 0)) {
    lines.push({ severity: 'warning', text: `nothing received for ${Math.floor(quiet)} s: ${quietMessage(status)}` });
  }
  if (writeFailure !== null) lines.push({ severity: 'critical', text: writeFailure });
  return lines;
}

function fitted(text: string, style: TextStyle): string {
  const printable = style.unicode ? escapeControls(text) : toAscii(escapeControls(text));
  return cut(printable, style.width, style.glyphs.ellipsis);
}

function wholeSeconds(seconds: number, style: TextStyle): string {
  return seconds < 60 ? `${Math.floor(seconds)} s` : formatDuration(Math.floor(seconds), style.words);
}
