import { memo } from 'react';
import { ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { ChartHistory } from '../../model/chart-history.ts';
import type { ChartRow } from '../../model/chart-series.ts';
import type { DrawnTime } from '../../model/thinning.ts';
import type { RouterColors } from '../../shared/palette.ts';

const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 };

interface Props {
  history: ChartHistory;
  rows: ChartRow[];
  /** The least and the greatest priority that has a place. */
  levels: [number, number];
  drawn: DrawnTime;
  height: number;
  colors: RouterColors;
}

/** A step line for each router. */
export const PriorityChart = memo(function PriorityChart({ history, rows, levels, drawn, height, colors }: Props) {
  return (
    <ComposedChart width={drawn.width} height={height} data={rows} margin={NO_MARGIN} accessibilityLayer={false}>
      <XAxis dataKey="time" type="number" domain={[drawn.from, drawn.to]} allowDataOverflow hide />
      <YAxis type="number" domain={levels} allowDataOverflow hide width={0} />
      {history.routers.flatMap(({ router, configuredPriority }) =>
        configuredPriority === null ? (
          []
        ) : (
          <ReferenceLine
            key={`${router.address} configured`}
            y={configuredPriority}
            stroke={colors.of(router.address).color}
            strokeDasharray="1 4"
          />
        ),
      )}
      {history.routers.map(({ router }, i) => (
        <Line
          key={router.address}
          type="stepAfter"
          dataKey={priorityOf(i)}
          stroke={colors.of(router.address).color}
          strokeWidth={2}
          {...dashed(colors.of(router.address).dash)}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
    </ComposedChart>
  );
});

const priorities: ((row: ChartRow) => number | null)[] = [];

/** The same function each time: a chart works anew when it gets another. */
function priorityOf(router: number) {
  const known = priorities[router] ?? ((row: ChartRow) => row.values[router] ?? null);
  priorities[router] = known;
  return known;
}

function dashed(dash: string | undefined) {
  return dash === undefined ? {} : { strokeDasharray: dash };
}
