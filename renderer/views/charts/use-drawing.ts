import { useMemo } from 'react';
import type { Report, VirtualRouter } from '../../../decoder/report.ts';
import type { Span } from '../../model/app-state.ts';
import { type ChartHistory, chartHistory } from '../../model/chart-history.ts';
import { chartLayout } from '../../model/chart-layout.ts';
import { intervalSeries, referenceLevels, roundLevels } from '../../model/chart-series.ts';
import type { DrawnTime } from '../../model/thinning.ts';
import { pixelToTime, wholeSpan } from '../../model/time-scale.ts';
import { scaleOf } from './live-view.ts';
import type { Intervals } from './use-intervals.ts';

/** Part of what is seen that is drawn at each side of it. */
const OVERSCAN = 0.5;

/** What is drawn of a span on so many pixels, and what is seen of that at rest. */
export function useDrawnTime({ start, end }: Span, width: number) {
  return useMemo(() => {
    const span = { start, end };
    const over = Math.round(width * OVERSCAN);
    const scale = scaleOf(span, width);
    const drawn: DrawnTime = {
      from: pixelToTime(scale, -over),
      to: pixelToTime(scale, width + over),
      width: width + 2 * over,
    };
    const seen: DrawnTime = { from: span.start, to: span.end, width };
    return { over, drawn, seen };
  }, [start, end, width]);
}

/** What of the drawn time was observed: intervals are asked for that. */
export function observedOf({ from, to }: DrawnTime, whole: Span): Span {
  return { start: Math.max(from, whole.start), end: Math.min(to, whole.end) };
}

export function useHistory(report: Report, virtualRouter: VirtualRouter) {
  return useMemo(() => {
    const history = chartHistory(report, virtualRouter);
    return {
      history,
      whole: wholeSpan(report.start, report.end),
      layout: chartLayout(history),
      references: referenceLevels(history),
      priorities: priorityLevels(history),
    };
  }, [report, virtualRouter]);
}

function priorityLevels({ routers }: ChartHistory): [number, number] {
  const all = routers.flatMap(({ router: { priority }, configuredPriority }) => [
    priority.min,
    priority.max,
    configuredPriority ?? priority.max,
  ]);
  const [least, most] = [Math.min(...all, 255), Math.max(...all, 0)];
  const margin = Math.max(4, (most - least) * 0.15);
  return [least - margin, most + margin];
}

export function useSeries(history: ChartHistory, intervals: Intervals) {
  return useMemo(
    () => intervalSeries(history, intervals.state === 'known' ? intervals.routers : []),
    [history, intervals],
  );
}

/** The longest of what is to be seen, with a margin. */
export function greatestInterval(history: ChartHistory, intervals: Intervals): number {
  const levels = referenceLevels(history).map(({ seconds }) => seconds);
  const limit = Math.max(...levels, 0) * 3;
  let greatest = Math.max(...levels, 0);
  for (const { gap } of history.nearFailovers.items) greatest = Math.max(greatest, gap);
  if (intervals.state === 'known') {
    for (const { buckets } of intervals.routers) {
      for (const { max } of buckets) greatest = Math.max(greatest, limit > 0 ? Math.min(max, limit) : max);
    }
  }
  return greatest > 0 ? greatest * 1.15 : 1;
}

/** Values with a place in a chart: none covers another. */
export function levelLabels(values: readonly number[], [least, most]: [number, number], height: number) {
  const labels: { y: number; text: string }[] = [];
  for (const value of new Set(values)) {
    const y = height * (1 - (value - least) / (most - least));
    if (labels.every((other) => Math.abs(other.y - y) >= 12)) labels.push({ y, text: String(value) });
  }
  return labels;
}

export function priorityLabels({ routers }: ChartHistory, range: [number, number], height: number) {
  return levelLabels(
    routers.flatMap(({ router: { priority }, configuredPriority }) => [
      priority.max,
      priority.min,
      configuredPriority ?? priority.max,
    ]),
    range,
    height,
  );
}

export function intervalLabels(greatest: number, height: number) {
  return levelLabels(roundLevels(greatest, 4), [0, greatest], height);
}

/** The same object as long as it says the same: charts are drawn anew when they get another. */
export function useSameSpan(span: Span | null): Span | null {
  const [start, end] = [span?.start, span?.end];
  return useMemo(() => (start === undefined || end === undefined ? null : { start, end }), [start, end]);
}
