import { formatDuration, formatInterval } from '../../../decoder/wording/format-time.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import { isState } from '../../model/logged-lines.ts';
import { type OwnershipRow, ownershipRows } from '../../model/ownership-rows.ts';
import { type DrawnTime, visibleItems } from '../../model/thinning.ts';
import { formatMoment, type Times } from '../../shared/time-format.ts';
import type { Words } from '../../shared/words/words.ts';
import { addressNames, nameOf } from './moment-details.tsx';

/** More than so many are counted instead of told one by one. */
const MOST = 8;

/** The charts in words, for those who do not see them. */
export interface Summaries {
  lanes: string;
  priority: string;
  advertisements: string;
}

export function summarize(history: ChartHistory, seen: DrawnTime, times: Times, words: Words): Summaries {
  return {
    lanes:
      `${words.charts.lanes}: ${masters(history, seen, times, words)} ${silent(history, words)} ${logged(history, seen, times, words)} ${owners(history, seen, words)}`.trim(),
    priority: `${words.priority}: ${priorities(history, seen, words)}`,
    advertisements: `${words.charts.advertisements}: ${intervals(history, words)}`,
  };
}

function masters(history: ChartHistory, { from, to }: DrawnTime, times: Times, { charts }: Words): string {
  const at = (time: number | null) => formatMoment(time ?? history.end, times, history.start);
  const reigns = history.routers.flatMap(({ name, reigns }) =>
    visibleItems(reigns, from, to).map((reign) => ({ ...reign, name })),
  );
  const splits = visibleItems(history.splitBrains, from, to);
  const gaps = visibleItems(history.noMaster, from, to);
  if (reigns.length === 0 && gaps.length === 0) return `${charts.nothingSummary}.`;
  if (reigns.length > MOST) return `${charts.manySummary(reigns.length, splits.length, gaps.length)}.`;
  return sentences([
    ...reigns.map(({ name, start, end }) => charts.reignSummary(name, at(start), at(end))),
    ...splits.map(({ start, end }) => charts.splitSummary(at(start), at(end))),
    ...gaps.map(({ start, end }) => charts.gapSummary(at(start), at(end))),
  ]);
}

function logged(history: ChartHistory, { from, to }: DrawnTime, times: Times, { charts }: Words): string {
  const states = visibleItems(history.logged, from, to).filter(isState);
  if (states.length > MOST) return sentences([charts.loggedSummaries(states.length)]);
  return sentences(
    states.map(({ node, kind, time }) =>
      charts.loggedSummary(node, kind.toUpperCase(), formatMoment(time, times, history.start)),
    ),
  );
}

function silent(history: ChartHistory, { charts }: Words): string {
  return sentences(history.silent.map(({ name }) => charts.silentSummary(name)));
}

function owners(history: ChartHistory, seen: DrawnTime, { charts }: Words): string {
  return sentences(
    ownershipRows(history).map((row) =>
      charts.ownerSummary(addressNames(row.addresses, charts.more), ownersOf(row, history, seen, charts)),
    ),
  );
}

function ownersOf({ owners }: OwnershipRow, history: ChartHistory, { from, to }: DrawnTime, charts: Words['charts']) {
  const said = visibleItems(owners, from, to).map(({ mac, router }) =>
    charts.owner(mac, router && nameOf(history, router)),
  );
  return [...new Set(said)].slice(0, MOST).join(', ');
}

function priorities({ routers }: ChartHistory, { from, to }: DrawnTime, { charts }: Words): string {
  return sentences(
    routers.flatMap(({ name, priorities, router }) => {
      const inside = priorities.filter(({ time, priority }) => time >= from && time <= to && priority !== null);
      const values = [...new Set(inside.map(({ priority }) => String(priority)))];
      const said = values.length === 0 ? [String(router.priority.last)] : values.slice(0, MOST);
      return [charts.prioritySummary(name, said.join(', '))];
    }),
  );
}

function intervals({ routers }: ChartHistory, { charts }: Words): string {
  return sentences(
    routers.map(({ name, router: { interval } }) =>
      charts.intervalSummary(
        name,
        formatInterval(interval.advertised, charts),
        interval.mean === null ? null : formatDuration(interval.mean, charts),
        interval.max === null ? null : formatDuration(interval.max, charts),
      ),
    ),
  );
}

function sentences(texts: readonly string[]): string {
  return texts.map((text) => `${text}.`).join(' ');
}
