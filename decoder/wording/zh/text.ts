import type { Nanos } from '../../time.ts';
import type { Subject } from '../finding-words.ts';
import { formatConfigured, formatNanos } from '../format-nanos.ts';
import type { TimeUnits } from '../format-time.ts';
import { groupDigits } from '../group-digits.ts';

export const units: TimeUnits = { ms: '毫秒', s: '秒', min: '分', h: '小时', d: '天', wholeMin: '分钟' };

const MOST_ITEMS = 6;
const HAN_THEN_LATIN = /\p{Script=Han}[!-~→−]$/u;
const LATIN_THEN_HAN = /[!-~→−]\p{Script=Han}$/u;

/** A sentence with a space wherever a Chinese character would touch a Latin one or a number that is filled in. */
export function text(literals: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  let sentence = literals[0] ?? '';
  values.forEach((value, index) => {
    for (const part of [String(value), literals[index + 1] ?? '']) sentence = append(sentence, part);
  });
  return sentence;
}

function append(sentence: string, part: string): string {
  const [last = ''] = sentence.match(/.$/su) ?? [];
  const [first = ''] = part.match(/^./su) ?? [];
  const needsSpace = HAN_THEN_LATIN.test(last + first) || LATIN_THEN_HAN.test(last + first);
  return sentence + (needsSpace ? ' ' : '') + part;
}

export function duration(length: Nanos): string {
  return formatNanos(length, units);
}

/** A configured time. */
export function configured(length: Nanos): string {
  return formatConfigured(length, units);
}

/** `3 个数据包`, `1,508,009 条通告`. */
export function counted(count: number, noun: string): string {
  return `${groupDigits(count)} ${noun}`;
}

/** `甲`, `甲和乙`, `甲、乙和丙`; more than `most` are counted. */
export function list(items: readonly string[], most = MOST_ITEMS): string {
  const shown = cut(items, most);
  const last = shown.pop();
  if (last === undefined) return '';
  return shown.length === 0 ? last : text`${shown.join('、')}和${last}`;
}

/** Like `list`, of items that are clauses. */
export function clauses(items: readonly string[]): string {
  return cut(items, MOST_ITEMS).join('，');
}

/** `VRID 51（10.0.0.3）`. */
export function describe({ vrid, addresses }: Subject): string {
  const [first, ...more] = addresses;
  if (first === undefined) return `VRID ${vrid}`;
  return more.length === 0 ? `VRID ${vrid}（${first}）` : `VRID ${vrid}（${first} 和另外 ${more.length} 个地址）`;
}

export function sentences(...parts: readonly string[]): string {
  return parts.join('');
}

function cut(items: readonly string[], most: number): string[] {
  return items.length > most ? [...items.slice(0, most), `另外 ${items.length - most} 个`] : [...items];
}
