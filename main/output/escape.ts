import type { Report } from '../../decoder/report.ts';

/** Controls (C0, DEL, C1), formatting characters such as bidi overrides, lone surrogates and line separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const ASCII_FORMS: Readonly<Record<string, string>> = {
  '→': '->',
  '↔': '<->',
  '…': '...',
  '–': '-',
  '—': '-',
  '−': '-',
  '×': 'x',
  '≥': '>=',
  '≤': '<=',
  '±': '+-',
  '§': 'section ',
  '•': '*',
  '·': '.',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  µ: 'u',
};

/** Shows what a terminal would obey instead of print: `\x1b`, `\n`, `\u202e`. */
export function escapeControls(text: string): string {
  return text.replace(UNPRINTABLE, escapeCharacter);
}

/** For terminals whose locale is not UTF-8. */
export function toAscii(text: string): string {
  return text.replace(/[^\n\x20-\x7e]/gu, (character) => ASCII_FORMS[character] ?? escapeCharacter(character));
}

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** The same report with `change` applied to every string in it, given the field's name. A report is plain JSON data, so this loses nothing. */
export function mapStrings(report: Report, change: (text: string, key: string) => string): Report {
  return JSON.parse(
    JSON.stringify(report, (key, value: unknown) => (typeof value === 'string' ? change(value, key) : value)),
  );
}

/** JSON in which even DEL, C1 controls and bidi overrides are written as escapes, so that it is safe to look at. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? character);
}
