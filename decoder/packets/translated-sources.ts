import type { Report } from '../report.ts';

/** Sources whose packets are listed by the clock of the history, which is not their own. */
export function translatedSources({ views = [] }: Pick<Report, 'views'>): ReadonlySet<number> {
  const moved = views.filter(({ clockOffset, clockDrift }) => clockOffset !== 0 || clockDrift !== 0);
  return new Set(moved.flatMap(({ sources }) => sources));
}
