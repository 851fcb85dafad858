import type { Report } from '../../decoder/report.ts';
import { escapeCharacter } from '../../decoder/wording/escape-controls.ts';

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

/** For terminals whose locale is not UTF-8. */
export function toAscii(text: string): string {
  return text.replace(/[^\n\x20-\x7e]/gu, (character) => ASCII_FORMS[character] ?? escapeCharacter(character));
}

type Change = (text: string, key: string) => string;

/**
 * The same value with `change` applied to every string in it, given the field's name; where that changes nothing, the value
 * itself. Plain JSON data, as a report is, loses nothing.
 */
export function mapStrings<T>(value: T, change: Change): T {
  if (!isChanged(value, '', change)) return value;
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => (typeof part === 'string' ? change(part, key) : part)),
  );
}

function isChanged(value: unknown, key: string, change: Change): boolean {
  if (typeof value === 'string') return change(value, key) !== value;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item, index) => isChanged(item, String(index), change));
  return Object.entries(value).some(([name, part]) => isChanged(part, name, change));
}

/** The same of a report, one virtual router after the other: no text can hold a million of them. */
export function mapReport(report: Report, change: Change): Report {
  return {
    ...mapStrings({ ...report, virtualRouters: [], findings: [] }, change),
    virtualRouters: report.virtualRouters.map((virtualRouter) => mapStrings(virtualRouter, change)),
    findings: report.findings.map((finding) => mapStrings(finding, change)),
  };
}

const BEYOND_ASCII = /[^\n -~]/;

/** JSON in which even DEL, C1 controls and bidi overrides are written as escapes, so that it is safe to look at. */
export function safeJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  // Most is plain ASCII, which is found out ten times as fast.
  if (!BEYOND_ASCII.test(json)) return json;
  return json.replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
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
