import type { Report, Severity, VirtualRouter } from '../report.ts';
import { formatDuration } from './format-time.ts';
import { reportIndex, SEVERITIES } from './report-index.ts';
import type { ReportWords } from './report-words.ts';

/** The phrases that sum up what happened to a virtual router, the worst first; empty if nothing did. */
export function historyPhrases(virtualRouter: VirtualRouter, observedEnd: number, words: ReportWords): string[] {
  const { splitBrains, noMaster, nearFailovers, transitions } = virtualRouter;
  const told = words.report.phrases;
  const phrases: string[] = [];
  if (splitBrains.length > 0) {
    const total = splitBrains.reduce((sum, split) => sum + (split.end ?? observedEnd) - split.start, 0);
    phrases.push(told.twoMasters(formatDuration(total, words), splitBrains.length));
  }
  if (noMaster.length > 0) {
    const total = noMaster.reduce((sum, window) => sum + window.atLeast, 0);
    phrases.push(told.noMaster(formatDuration(total, words), noMaster.length));
  }
  if (phrases.length === 0) {
    const moves = transitions.filter(({ cause, from, to }) => cause !== 'initial' && from !== to).length;
    if (moves > 0) phrases.push(told.moved(moves));
  }
  if (phrases.length === 0 && nearFailovers.length > 0) phrases.push(told.nearFailovers(nearFailovers.length));
  return phrases;
}

/** Nothing above info was found and mastership never moved. */
export function isUneventful(virtualRouter: VirtualRouter, report: Report): boolean {
  const { transitions, splitBrains, noMaster, nearFailovers, lost } = virtualRouter;
  if (splitBrains.length + noMaster.length + nearFailovers.length + lost.length > 0) return false;
  if (transitions.some(({ cause }) => cause !== 'initial')) return false;
  return (reportIndex(report).worstFinding.get(virtualRouter.id) ?? 'info') === 'info';
}

/** Two masters are critical whatever else was found. */
export function virtualRouterSeverity(virtualRouter: VirtualRouter, report: Report): Severity {
  if (virtualRouter.splitBrains.length > 0) return 'critical';
  return reportIndex(report).worstFinding.get(virtualRouter.id) ?? 'info';
}

export function reportSeverity(report: Report): Severity {
  if (report.virtualRouters.some(({ splitBrains }) => splitBrains.length > 0)) return 'critical';
  return SEVERITIES.find((severity) => report.findings.some((finding) => finding.severity === severity)) ?? 'info';
}

export function worstFirst(report: Report): VirtualRouter[] {
  return report.virtualRouters
    .map((virtualRouter) => ({ virtualRouter, rank: SEVERITIES.indexOf(virtualRouterSeverity(virtualRouter, report)) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ virtualRouter }) => virtualRouter);
}

/** `VRID 51`, with what tells it from others of that number. */
export function shortLabel(virtualRouter: VirtualRouter, report: Report, words: ReportWords): string {
  const { vrid, tunnel = '', vlans, addresses } = virtualRouter;
  if ((reportIndex(report).vridUses.get(vrid) ?? 0) < 2) return `VRID ${vrid}`;
  const [file] = onlyFile(virtualRouter, report, words);
  return words.report.label({ vrid, tunnel, vlans, addresses: addressList(addresses, 1, words), file });
}

const MOST_RANGES = 6;

/** `30 virtual routers: VRID 1–30`; of one, its short label. */
export function labelOfAll(
  virtualRouters: readonly VirtualRouter[],
  report: Report,
  words: ReportWords,
  dash = '–',
): string | undefined {
  const [first, ...more] = virtualRouters;
  if (first === undefined) return undefined;
  if (more.length === 0) return shortLabel(first, report, words);
  const ranges = rangesOf(virtualRouters.map(({ vrid }) => vrid)).map(([from, to]) =>
    from === to ? String(from) : `${from}${dash}${to}`,
  );
  const rest = ranges.length - MOST_RANGES;
  const shown = [ranges.slice(0, MOST_RANGES).join(', '), ...(rest > 0 ? [words.report.more(rest)] : [])];
  return words.report.labelOfAll({ count: virtualRouters.length, vrids: shown.join(' ') });
}

function rangesOf(numbers: readonly number[]): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

/** `file 2`, where several files were read and only that one shows the virtual router. */
export function onlyFile({ source }: VirtualRouter, { sources }: Report, words: ReportWords): string[] {
  const [only, ...more] = source;
  return sources.length > 1 && only !== undefined && more.length === 0 ? [words.report.file(only + 1)] : [];
}

export function addressList(addresses: readonly string[], most: number, words: ReportWords): string {
  if (addresses.length === 0) return words.report.noAddresses;
  const rest = addresses.length - most;
  return [...addresses.slice(0, most), ...(rest > 0 ? [words.report.more(rest)] : [])].join(' ');
}
