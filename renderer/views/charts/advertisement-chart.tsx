import { memo } from 'react';
import { Area, ComposedChart, Line, ReferenceLine, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { formatDuration } from '../../../decoder/wording/format-time.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import type { IntervalRow, IntervalSeries, ReferenceLevel } from '../../model/chart-series.ts';
import { placeLabels } from '../../model/place-labels.ts';
import { clusterMarks, type DrawnTime, visibleItems } from '../../model/thinning.ts';
import type { RouterColors } from '../../shared/palette.ts';
import { useWords } from '../../shared/words/words.ts';
import { dotsPath, round } from './bar-paths.ts';

const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 };
const NEAR_PIXELS = 9;

interface Props {
  history: ChartHistory;
  series: IntervalSeries;
  levels: readonly ReferenceLevel[];
  /** What the top of the chart stands for, in seconds. */
  greatest: number;
  drawn: DrawnTime;
  height: number;
  colors: RouterColors;
  seen: { left: number; right: number };
}

/** How long after the one before each advertisement came. */
export const AdvertisementChart = memo(function AdvertisementChart(props: Props) {
  const { history, series, levels, greatest, drawn, height, colors, seen } = props;
  const spread = history.routers.flatMap(({ router }, i) =>
    series.rows.some(({ means }) => means[i] !== null) ? [{ i, color: colors.of(router.address), router }] : [],
  );
  return (
    <ComposedChart width={drawn.width} height={height} data={series.rows} margin={NO_MARGIN} accessibilityLayer={false}>
      <XAxis dataKey="time" type="number" domain={[drawn.from, drawn.to]} allowDataOverflow hide />
      <YAxis type="number" domain={[0, greatest]} allowDataOverflow hide width={0} />
      {levels.map(({ kind, seconds }) => (
        <ReferenceLine
          key={`${kind} ${seconds}`}
          y={seconds}
          stroke={kind === 'advertised' ? 'var(--text-soft)' : 'var(--critical)'}
          strokeDasharray={kind === 'advertised' ? '1 4' : '5 3'}
        />
      ))}
      {spread.map(({ i, color, router }) => (
        <Area
          key={`range ${router.address}`}
          type="stepAfter"
          dataKey={rangeOf(i)}
          stroke="none"
          fill={color.color}
          fillOpacity={0.3}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      {spread.map(({ i, color, router }) => (
        <Line
          key={`mean ${router.address}`}
          type="stepAfter"
          dataKey={meanOf(i)}
          stroke={color.color}
          strokeWidth={1.5}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      <Dots {...{ history, series, colors }} />
      <NearMarks {...{ history, drawn, seen }} />
    </ComposedChart>
  );
});

const ranges: ((row: IntervalRow) => [number, number] | null)[] = [];
const means: ((row: IntervalRow) => number | null)[] = [];

/** The same function each time: a chart works anew when it gets another. */
function rangeOf(router: number) {
  const known = ranges[router] ?? ((row: IntervalRow) => row.ranges[router] ?? null);
  ranges[router] = known;
  return known;
}

function meanOf(router: number) {
  const known = means[router] ?? ((row: IntervalRow) => row.means[router] ?? null);
  means[router] = known;
  return known;
}

function Dots({ history, series, colors }: Pick<Props, 'history' | 'series' | 'colors'>) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return history.routers.map(({ router }, i) => {
    const dots = (series.dots[i] ?? []).map(({ time, interval }) => ({ x: x(time) ?? 0, y: y(interval) ?? 0 }));
    const { color, dot } = colors.of(router.address);
    return (
      <path
        key={router.address}
        d={dotsPath(dots)}
        stroke={color}
        strokeWidth={dots.length > 400 ? 3 : 4.5}
        strokeLinecap={dot}
        fill="none"
      />
    );
  });
}

function NearMarks({ history, drawn, seen }: Pick<Props, 'history' | 'drawn' | 'seen'>) {
  const { charts } = useWords();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const marks = clusterMarks(
    visibleItems(history.nearFailovers, drawn.from, drawn.to)
      .map((mark) => ({ x: x(mark.time) ?? 0, mark }))
      .sort((a, b) => a.x - b.x),
    NEAR_PIXELS,
  ).map((cluster) => {
    const worst = cluster.members.reduce((a, b) => (b.gap > a.gap ? b : a));
    return { ...cluster, worst, y: Math.max(6, y(worst.gap) ?? 0) };
  });
  const labels = placeLabels(
    marks.map((mark) => {
      const text = charts.nearFailover(formatDuration(mark.worst.gap, charts), mark.worst.missed);
      return { x1: mark.x, x2: mark.x, texts: [text], about: mark };
    }),
    seen.left,
    seen.right,
  );
  return (
    <g>
      {marks.map((mark) => (
        <circle key={mark.x} className="near-mark" cx={round(mark.x)} cy={round(mark.y)} r={4.5} />
      ))}
      {labels.map(({ about, x: left, width, text }) => (
        <text key={about.x} className="on-near" x={round(left + width / 2)} y={round(about.y) + 18} textAnchor="middle">
          {text}
        </text>
      ))}
    </g>
  );
}
