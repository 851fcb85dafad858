import { UNREAD_LINK_TYPE } from '../../decoder/message-stream.ts';
import type { Report } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { outputWords } from './words.ts';

const MOST_OF_A_CODE = 3;
const MOST_OF_A_FILE = 20;

/** What standard error says about the inputs: a line for each that could not be read, and for damage in the others. */
export function warningLines(
  { sources, unreadable, configurations = [] }: Pick<Report, 'sources' | 'unreadable' | 'configurations'>,
  language: Language = 'en',
): string[] {
  const { problem, warnings } = outputWords(language).terminal;
  const lines = unreadable.map(({ name, code, message }) => `vrrpscope: error: ${name}: ${problem(code, message)}`);
  for (const { name, problems } of sources) {
    const seen = new Map<string, number>();
    for (const { code, message, offset, packet, count } of problems) {
      if (code === UNREAD_LINK_TYPE) {
        lines.push(`vrrpscope: warning: ${name}: ${problem(code, message)}`);
        continue;
      }
      const before = seen.get(code) ?? 0;
      seen.set(code, before + (count ?? 1));
      if (before >= MOST_OF_A_CODE) continue;
      lines.push(`vrrpscope: warning: ${name}: ${warnings.problem(problem(code, message), offset, packet)}`);
    }
    for (const [code, count] of seen) {
      if (count > MOST_OF_A_CODE)
        lines.push(`vrrpscope: warning: ${name}: ${warnings.moreOf(count - MOST_OF_A_CODE, code)}`);
    }
  }
  for (const { problems } of configurations) {
    lines.push(
      ...problems
        .slice(0, MOST_OF_A_FILE)
        .map((one) => `vrrpscope: warning: ${one.file}:${one.line}: ${problem(one.code, one.message)}`),
    );
    if (problems.length > MOST_OF_A_FILE)
      lines.push(`vrrpscope: warning: ${warnings.moreLike(problems.length - MOST_OF_A_FILE)}`);
  }
  return lines.map(escapeControls);
}
