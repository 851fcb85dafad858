import type { FindingGroup } from '../../decoder/incidents/group-findings.ts';
import type { Finding, Report } from '../../decoder/report.ts';
import { formatDuration } from '../../decoder/wording/format-time.ts';
import { shortLabel } from '../../decoder/wording/history-phrases.ts';
import { reportIndex } from '../../decoder/wording/report-index.ts';
import { nameAddresses } from '../../decoder/wording/router-names.ts';
import type { OutputWords } from './words.ts';

/** When the first of them began. */
export function startOf({ findings }: FindingGroup): number {
  return findings.reduce((first, { start }) => Math.min(first, start), Number.POSITIVE_INFINITY);
}

/** `3.61 s to 3.80 s` where they differ; null for moments. */
export function howLong({ findings }: FindingGroup, words: OutputWords): string | null {
  const { toTheEnd, between } = words.terminal.report;
  const lengths = findings.flatMap(({ start, end }: Finding) => (end === null ? [] : [end - start]));
  if (lengths.length < findings.length) return toTheEnd;
  const [least, most] = lengths.reduce(
    ([less, more], length) => [Math.min(less, length), Math.max(more, length)],
    [Number.POSITIVE_INFINITY, 0],
  );
  if (most === 0) return null;
  const [short, long] = [formatDuration(least, words), formatDuration(most, words)];
  return short === long ? long : between(short, long);
}

/** What the worst of them means, and of which virtual router that is told. */
export function explanationOf({ worst, findings, virtualRouters }: FindingGroup, report: Report, words: OutputWords) {
  const subject = reportIndex(report).virtualRouters.get(worst.virtualRouter ?? '');
  const told = nameAddresses(worst.explanation, virtualRouters.length === 0 ? report.virtualRouters : virtualRouters);
  return findings.length === 1 || subject === undefined
    ? told
    : words.report.verdict.about(shortLabel(subject, report, words), told);
}
