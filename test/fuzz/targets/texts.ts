import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../mutate.ts';

const encoder = new TextEncoder();

/** Words of a language, each with a space behind it, and what escapes or breaks lines. */
export function textDialect(words: string, pieces: readonly string[]): Dialect {
  const all = [
    ...words.split(/\s+/).map((word) => `${word} `),
    ...pieces,
    '\n',
    '\r\n',
    '\t',
    '\x1b[2J',
    '\u202e',
    '中',
  ];
  return { unit: 1, longest: 3000, words: all.map((word) => encoder.encode(word)) };
}

/** Files of samples whose names end so. */
export function sampleTexts(ending: string): string[] {
  const names = readdirSync('samples', { recursive: true, encoding: 'utf8' });
  const paths = names.filter((name) => name.endsWith(ending)).sort();
  return paths.map((name) => readFileSync(join('samples', name), 'utf8').slice(0, 3000));
}

export const bytesOf = (text: string): Uint8Array => encoder.encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
