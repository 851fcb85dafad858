import type { Report } from '../../decoder/report.ts';
import { safeJson } from './escape.ts';

/**
 * One JSON document, keys in the order of the contract; on one line unless somebody is to read it. It comes in pieces: as
 * one text it would take more memory than the report.
 */
export function* reportJson(report: Report, isToRead = false): Generator<string> {
  if (isToRead) yield `${safeJson(report, 2)}\n`;
  else {
    let before = '{';
    for (const [key, value] of Object.entries(report)) {
      if (value === undefined) continue;
      yield `${before}${safeJson(key)}:`;
      if (Array.isArray(value)) yield* listJson(value);
      else yield safeJson(value);
      before = ',';
    }
    yield '}\n';
  }
}

function* listJson(items: readonly unknown[]): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield before + safeJson(item);
    before = ',';
  }
  yield items.length === 0 ? '[]' : ']';
}
