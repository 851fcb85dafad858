import type { ChartHistory } from '../../model/chart-history.ts';
import type { Row } from '../../model/chart-layout.ts';
import { fitText } from '../../model/text-width.ts';
import { useWords } from '../../shared/words/words.ts';

interface Props {
  history: ChartHistory;
  /** The least and the greatest priority that has a place. */
  levels: [number, number];
  row: Row;
  width: number;
}

/** Lines nearer than this share a label. */
const LABEL_PIXELS = 13;
const LABEL_SIZE = 11;

/** Whose the lines of configured priorities are; they stay while the charts move. */
export function ConfiguredLabels({ history, levels: [least, most], row, width }: Props) {
  const { charts } = useWords();
  const labels: { y: number; routers: string[] }[] = [];
  for (const { name, configuredPriority } of history.routers) {
    if (configuredPriority === null) continue;
    const y = row.y + row.height * (1 - (configuredPriority - least) / (most - least));
    const routers = labels.find((label) => Math.abs(label.y - y) < LABEL_PIXELS)?.routers;
    if (routers) routers.push(`${name} ${configuredPriority}`);
    else labels.push({ y, routers: [`${name} ${configuredPriority}`] });
  }
  return labels.map(({ y, routers }) => (
    <text key={y} className="soft small halo" x={width - 8} y={y + 12} textAnchor="end">
      {fitText(charts.configured(routers.join(', ')), width - 16, LABEL_SIZE)}
    </text>
  ));
}
