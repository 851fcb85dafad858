import { UNREAD_LINK_TYPE } from '../../decoder/message-stream.ts';
import type { Report } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';

const MOST_OF_A_CODE = 3;
const MOST_OF_A_FILE = 20;

/** What standard error says about the inputs: a line for each that could not be read, and for damage in the others. */
export function warningLines({
  sources,
  unreadable,
  configurations = [],
}: Pick<Report, 'sources' | 'unreadable' | 'configurations'>): string[] {
  const lines = unreadable.map(({ name, message }) => `vrrpscope: error: ${name}: ${message}`);
  for (const { name, problems } of sources) {
    const seen = new Map<string, number>();
    for (const { code, message, offset, packet, count } of problems) {
      if (code === UNREAD_LINK_TYPE) {
        lines.push(`vrrpscope: warning: ${name}: ${message}`);
        continue;
      }
      const before = seen.get(code) ?? 0;
      seen.set(code, before + (count ?? 1));
      if (before >= MOST_OF_A_CODE) continue;
      const where = packet === undefined ? `offset ${offset}` : `packet ${packet}, offset ${offset}`;
      lines.push(`vrrpscope: warning: ${name}: ${message} (${where})`);
    }
    for (const [code, count] of seen) {
      if (count > MOST_OF_A_CODE) lines.push(`vrrpscope: warning: ${name}: ${count - MOST_OF_A_CODE} more of ${code}`);
    }
  }
  for (const { problems } of configurations) {
    lines.push(
      ...problems.slice(0, MOST_OF_A_FILE).map((one) => `vrrpscope: warning: ${one.file}:${one.line}: ${one.message}`),
    );
    if (problems.length > MOST_OF_A_FILE)
      lines.push(`vrrpscope: warning: ${problems.length - MOST_OF_A_FILE} more like these`);
  }
  return lines.map(escapeControls);
}
