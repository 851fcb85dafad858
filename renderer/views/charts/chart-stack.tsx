import { memo, type Ref, useId, useMemo } from 'react';
import type { Span } from '../../model/app-state.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import type { ChartLayout } from '../../model/chart-layout.ts';
import type { IntervalSeries, ReferenceLevel } from '../../model/chart-series.ts';
import { priorityRows } from '../../model/chart-series.ts';
import { drawLanes } from '../../model/lanes.ts';
import type { DrawnTime } from '../../model/thinning.ts';
import type { RouterColors } from '../../shared/palette.ts';
import { AddressPicture } from './address-picture.tsx';
import { AdvertisementChart } from './advertisement-chart.tsx';
import { barsPath, round } from './bar-paths.ts';
import { LanesPicture } from './lanes-picture.tsx';
import { EDGE } from './live-view.ts';
import { PriorityChart } from './priority-chart.tsx';
import type { Summaries } from './summaries.ts';

interface Props {
  ref: Ref<HTMLDivElement>;
  history: ChartHistory;
  layout: ChartLayout;
  colors: RouterColors;
  drawn: DrawnTime;
  /** Pixels at each side that are drawn, but not seen until a gesture moves them into view. */
  over: number;
  highlighted: Span | null;
  series: IntervalSeries;
  references: readonly ReferenceLevel[];
  greatest: number;
  priorities: [number, number];
  summaries: Summaries;
}

/** All charts of a time, drawn once; gestures move them as they are. */
export const ChartStack = memo(function ChartStack(props: Props) {
  const { ref, history, layout, colors, drawn, over, highlighted, series, references, greatest, priorities } = props;
  const id = useId();
  const lanes = useMemo(() => drawLanes(history, drawn), [history, drawn]);
  const rows = useMemo(() => priorityRows(history, drawn), [history, drawn]);
  const seen = useMemo(() => ({ left: over, right: drawn.width - over }), [over, drawn]);
  const perSecond = drawn.width / (drawn.to - drawn.from);
  const pixel = (time: number) => Math.min(drawn.width + 10, Math.max(-10, (time - drawn.from) * perSecond));
  const { width } = drawn;
  const begins = (history.start - drawn.from) * perSecond;
  return (
    <div ref={ref} className="charts-stack" style={{ left: -over, width, height: layout.height }}>
      <svg width={width} height={layout.height} aria-hidden="true" style={{ top: 0 }}>
        {begins > over + EDGE + 1 && <rect className="unobserved" width={round(begins)} height={layout.height} />}
        <path className="split-faint" d={barsPath(lanes.splitBrains, 0, layout.height)} />
        <path className="gap-faint" d={barsPath(lanes.noMaster, 0, layout.height)} />
      </svg>
      <svg width={width} height={layout.priority.y} role="img" aria-label={props.summaries.lanes} style={{ top: 0 }}>
        <LanesPicture {...{ id, history, layout, colors, seen }} drawing={lanes} />
        <AddressPicture {...{ history, drawn, layout, colors, seen }} />
      </svg>
      <div role="img" aria-label={props.summaries.priority} style={{ top: layout.priority.y }}>
        <PriorityChart {...{ history, rows, drawn, colors }} levels={priorities} height={layout.priority.height} />
      </div>
      <div role="img" aria-label={props.summaries.advertisements} style={{ top: layout.advertisements.y }}>
        <AdvertisementChart
          {...{ history, series, greatest, drawn, colors, seen }}
          levels={references}
          height={layout.advertisements.height}
        />
      </div>
      {highlighted && (
        <svg width={width} height={layout.height} aria-hidden="true" style={{ top: 0 }}>
          <Frame x1={pixel(highlighted.start)} x2={pixel(highlighted.end)} height={layout.height} />
        </svg>
      )}
    </div>
  );
});

/** Around the time of the chosen finding; a moment gets a few pixels. */
function Frame({ x1, x2, height }: { x1: number; x2: number; height: number }) {
  const margin = Math.max(2, 5 - (x2 - x1) / 2);
  return (
    <rect
      className="frame"
      x={round(x1 - margin)}
      y={1}
      width={round(x2 - x1 + 2 * margin)}
      height={height - 2}
      rx={4}
    />
  );
}
