import type { Report, ReportView } from '../report.ts';
import { formatOffset } from './format-time.ts';
import type { ReportWords } from './report-words.ts';

/**
 * A line for each view of a report: how its clock stands against the first view's. None without views, unless captures
 * turned out to be some: before anything else a reader must know that one time is told twice.
 */
export function viewSentences({ views = [], findings }: Report, words: ReportWords): string[] {
  const first = views.find(({ placement }) => placement === 'first')?.name ?? '';
  const apart = findings.filter(({ code }) => code === 'separate-viewpoints');
  return [
    ...apart.flatMap(({ title, advice }) => [title, advice]),
    ...views.map((view) => viewSentence(view, first, words)),
  ];
}

function viewSentence({ name: view, placement, ...clock }: ReportView, first: string, words: ReportWords): string {
  switch (placement) {
    case 'first':
      return words.viewLines.first(view);
    case 'own-clock':
      return words.viewLines.ownClock(view);
    case 'left-out':
      return words.viewLines.leftOut(view);
    case 'matched': {
      const { clockOffset, clockDrift, matched } = clock;
      const [offset, drift] = [formatOffset(clockOffset, words), Math.abs(clockDrift)];
      return words.viewLines.compared({ view, first, offset, isBehind: clockOffset > 0, drift, matched });
    }
  }
}
