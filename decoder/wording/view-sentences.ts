import type { Report, ReportView } from '../report.ts';
import { formatOffset } from './format-time.ts';
import type { ReportWords } from './report-words.ts';

/** A line for each view of a report: how its clock stands against the first view's; none without views. */
export function viewSentences({ views = [] }: Report, words: ReportWords): string[] {
  const first = views.find(({ placement }) => placement === 'first')?.name ?? '';
  return views.map((view) => viewSentence(view, first, words));
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
