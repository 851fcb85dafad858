import type { Field } from '../../decoder/frame/field.ts';
import type { VrrpMessage } from '../../decoder/message.ts';
import type { MessagePlace, ShownMessage } from '../../decoder/packets/message-row.ts';
import { toEpochSeconds, toSeconds } from '../../decoder/time.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatClock, formatDate, formatInterval } from '../../decoder/wording/format-time.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { padCells } from './text-layout.ts';
import { type OutputWords, outputWords } from './words.ts';

const TIME_WIDTH = 26;
const IPV4_WIDTH = 15;
const WIDEST_COLUMN = 39;
const INTERVAL_CELLS = 11;

/** Writes messages as lines. Columns grow with what has been printed, so that lines stay aligned. */
export class MessageLines {
  readonly #utc: boolean;
  readonly #showSource: boolean;
  readonly #words: OutputWords;
  #fromWidth = IPV4_WIDTH;
  #toWidth = IPV4_WIDTH;

  constructor(options: { utc: boolean; showSource: boolean; language: Language }) {
    this.#words = outputWords(options.language);
    this.#utc = options.utc;
    this.#showSource = options.showSource;
  }

  /** `from` and `to` are what to call the two ends. */
  line(message: ShownMessage, place: MessagePlace, [from, to]: readonly [string, string]): string {
    this.#fromWidth = Math.min(WIDEST_COLUMN, Math.max(this.#fromWidth, from.length));
    this.#toWidth = Math.min(WIDEST_COLUMN, Math.max(this.#toWidth, to.length));
    const columns = [
      this.#time(message, place),
      ...(this.#showSource ? [String(message.source).padStart(2)] : []),
      String(message.packet).padStart(6),
      protocolOf(message).padEnd(6),
      `${from.padEnd(this.#fromWidth)} → ${to.padEnd(this.#toWidth)}`,
      whatItSays(message, this.#words),
    ];
    return escapeControls(columns.join('  ').trimEnd());
  }

  #time(message: ShownMessage, { epochSeconds, hasTime }: MessagePlace): string {
    if (!hasTime) return padCells(this.#words.terminal.messages.noTime, TIME_WIDTH);
    const time = toEpochSeconds(message.time, epochSeconds);
    return `${formatDate(time, this.#utc)} ${formatClock(time, this.#utc, 6)}`;
  }
}

/** Below the line of a message: each field with its offset and length, then what is wrong. */
export function fieldLines(message: ShownMessage, fields: readonly Field[], language: Language): string[] {
  const { messages, problem } = outputWords(language).terminal;
  return [
    ...fields.map(({ byteOffset, byteLength, name, label, value }) =>
      escapeControls(
        `  ${String(byteOffset).padStart(5)} ${String(byteLength).padStart(3)}  ${name.padEnd(27)} ${label.padEnd(28)} ${value}`.trimEnd(),
      ),
    ),
    ...message.problems.map(
      ({ byteOffset, code, message: meaning }) =>
        `  ${String(byteOffset).padStart(5)}   !  ${messages.problem(code, problem(code, meaning))}`,
    ),
  ];
}

function protocolOf(message: ShownMessage): string {
  switch (message.kind) {
    case 'vrrp':
      return `VRRPv${message.version}`;
    case 'arp':
      return 'ARP';
    case 'nd':
      return message.operation === 136 ? 'NA' : 'NS';
  }
}

function whatItSays(message: ShownMessage, words: OutputWords): string {
  const parts = [sentence(message, words)];
  if (message.tunnel !== null) parts.push(message.tunnel);
  if (message.vlans.length > 0) parts.push(`VLAN ${message.vlans.join('.')}`);
  if (message.problems.length > 0) parts.push(`! ${message.problems.map((problem) => problem.code).join(' ')}`);
  return parts.join('  ');
}

function sentence(message: ShownMessage, words: OutputWords): string {
  switch (message.kind) {
    case 'vrrp':
      return vrrpSentence(message, words);
    case 'arp':
      return words.terminal.messages.arp[message.role](message);
    case 'nd':
      return words.terminal.messages.nd[message.role](message);
  }
}

function vrrpSentence(message: VrrpMessage, words: OutputWords): string {
  const { messages } = words.terminal;
  const parts = [
    `vrid ${String(message.vrid).padEnd(3)}`,
    messages.priority(message.priority),
    padCells(messages.every(formatInterval(toSeconds(message.interval), words)), INTERVAL_CELLS),
    message.addresses.length === 0 ? messages.noAddresses : message.addresses.join(' '),
    message.priority === 0 ? messages.resigns : '',
    authenticationWords(message, words),
    messages.checksum[message.checksum],
    message.ttl === 255 ? '' : `ttl ${message.ttl}`,
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function authenticationWords(
  { authentication, authenticationNumber, password }: VrrpMessage,
  { terminal: { messages } }: OutputWords,
): string {
  const meaning = messages.authentication[authentication];
  if (authentication === 'unknown') return `${meaning} ${authenticationNumber}`;
  if (password === null) return meaning;
  return `${messages.password(password)}${authentication === 'simple' ? '' : `  ${meaning}`}`;
}
