import type { Field } from '../../decoder/frame/field.ts';
import type { ArpMessage, NdMessage, VrrpMessage } from '../../decoder/message.ts';
import type { MessagePlace, ShownMessage } from '../../decoder/packets/message-row.ts';
import { toEpochSeconds, toSeconds } from '../../decoder/time.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatClock, formatDate, formatInterval } from '../../decoder/wording/format-time.ts';
import { words } from './words.ts';

const TIME_WIDTH = 26;
const IPV4_WIDTH = 15;
const WIDEST_COLUMN = 39;

const CHECKSUM_WORDS = {
  good: '',
  bad: 'bad checksum',
  'no-pseudo-header': 'checksum without pseudo-header',
  'multicast-pseudo-header': 'checksum for the group',
  unverified: 'checksum not verified',
} as const;

const AUTHENTICATION_WORDS = {
  none: '',
  simple: 'password',
  ah: 'AH',
  md5: 'MD5',
  hmac: 'HMAC',
  unknown: 'unknown authentication',
} as const;

/** Writes messages as lines. Columns grow with what has been printed, so that lines stay aligned. */
export class MessageLines {
  readonly #utc: boolean;
  readonly #showSource: boolean;
  #fromWidth = IPV4_WIDTH;
  #toWidth = IPV4_WIDTH;

  constructor(options: { utc: boolean; showSource: boolean }) {
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
      whatItSays(message),
    ];
    return escapeControls(columns.join('  ').trimEnd());
  }

  #time(message: ShownMessage, { epochSeconds, hasTime }: MessagePlace): string {
    if (!hasTime) return '(no time)'.padEnd(TIME_WIDTH);
    const time = toEpochSeconds(message.time, epochSeconds);
    return `${formatDate(time, this.#utc)} ${formatClock(time, this.#utc, 6)}`;
  }
}

/** Below the line of a message: each field with its offset and length, then what is wrong. */
export function fieldLines(message: ShownMessage, fields: readonly Field[]): string[] {
  return [
    ...fields.map(({ byteOffset, byteLength, name, label, value }) =>
      escapeControls(
        `  ${String(byteOffset).padStart(5)} ${String(byteLength).padStart(3)}  ${name.padEnd(27)} ${label.padEnd(28)} ${value}`.trimEnd(),
      ),
    ),
    ...message.problems.map(
      ({ byteOffset, code, message: meaning }) => `  ${String(byteOffset).padStart(5)}   !  ${code}: ${meaning}`,
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

function whatItSays(message: ShownMessage): string {
  const parts = [sentence(message)];
  if (message.vlans.length > 0) parts.push(`VLAN ${message.vlans.join('.')}`);
  if (message.problems.length > 0) parts.push(`! ${message.problems.map((problem) => problem.code).join(' ')}`);
  return parts.join('  ');
}

function sentence(message: ShownMessage): string {
  switch (message.kind) {
    case 'vrrp':
      return vrrpSentence(message);
    case 'arp':
      return arpSentence(message);
    case 'nd':
      return ndSentence(message);
  }
}

function vrrpSentence(message: VrrpMessage): string {
  const parts = [
    `vrid ${String(message.vrid).padEnd(3)}`,
    `prio ${String(message.priority).padEnd(3)}`,
    `every ${formatInterval(toSeconds(message.interval), words)}`.padEnd(11),
    message.addresses.length === 0 ? 'no addresses' : message.addresses.join(' '),
    message.priority === 0 ? 'resigns' : '',
    authenticationWords(message),
    CHECKSUM_WORDS[message.checksum],
    message.ttl === 255 ? '' : `ttl ${message.ttl}`,
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function authenticationWords({ authentication, authenticationNumber, password }: VrrpMessage): string {
  const meaning = AUTHENTICATION_WORDS[authentication];
  if (authentication === 'unknown') return `${meaning} ${authenticationNumber}`;
  return password === null
    ? meaning
    : `password ${password === '' ? '(empty)' : password}${authentication === 'simple' ? '' : `  ${meaning}`}`;
}

function arpSentence({ role, senderAddress, senderMac, targetAddress, targetMac }: ArpMessage): string {
  switch (role) {
    case 'gratuitous-request':
      return `${senderAddress} is at ${senderMac}  (gratuitous request)`;
    case 'gratuitous-reply':
      return `${senderAddress} is at ${senderMac}  (gratuitous reply)`;
    case 'probe':
      return `does anybody have ${targetAddress}?  asks ${senderMac}  (probe)`;
    case 'request':
      return `who has ${targetAddress}?  asks ${senderAddress} at ${senderMac}`;
    case 'reply':
      return `${senderAddress} is at ${senderMac}  answers ${targetAddress} at ${targetMac}`;
  }
}

function ndSentence({ role, senderAddress, senderMac, targetAddress }: NdMessage): string {
  const at = senderMac === null ? '' : ` at ${senderMac}`;
  const is = senderMac === null ? 'is here' : `is${at}`;
  switch (role) {
    case 'unsolicited-na':
      return `${senderAddress} ${is}  (unsolicited)`;
    case 'solicited-na':
      return `${senderAddress} ${is}  answers ${targetAddress}`;
    case 'probe':
      return `does anybody have ${targetAddress}?  asks${senderMac === null ? ' somebody' : ` ${senderMac}`}  (probe)`;
    case 'request':
      return `who has ${targetAddress}?  asks ${senderAddress}${at}`;
  }
}
