import { formatDuration, formatInterval } from '../../../decoder/wording/format-time.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import type { Row } from '../../model/chart-layout.ts';
import type { ReferenceLevel } from '../../model/chart-series.ts';
import { fitText, textWidth } from '../../model/text-width.ts';
import { useWords, type Words } from '../../shared/words/words.ts';
import { nameOf } from './moment-details.tsx';

interface Props {
  history: ChartHistory;
  levels: readonly ReferenceLevel[];
  greatest: number;
  row: Row;
  width: number;
}

/** Lines nearer than this share a label. */
const LABEL_PIXELS = 13;
const LABEL_SIZE = 11;
/** What one name may take. */
const NAME_PIXELS = 180;

/** What the lines among the intervals mean; they stay while the charts move. */
export function LevelLabels({ history, levels, greatest, row, width }: Props) {
  const words = useWords();
  const labels: { y: number; kind: ReferenceLevel['kind']; levels: ReferenceLevel[] }[] = [];
  for (const level of levels) {
    const y = row.y + row.height * (1 - level.seconds / greatest);
    const near = labels.find((label) => label.kind === level.kind && Math.abs(label.y - y) < LABEL_PIXELS);
    if (near) {
      near.levels.push(level);
      near.y = Math.min(near.y, y);
    } else labels.push({ y, kind: level.kind, levels: [level] });
  }
  return labels.map(({ y, kind, levels: named }) => (
    <text
      key={`${kind}${y}`}
      className={kind === 'advertised' ? 'soft small halo' : 'on-level-down'}
      x={width - 8}
      y={y - 4}
      textAnchor="end"
    >
      {describe(kind, named, history, words, width - 16)}
    </text>
  ));
}

function describe(
  kind: ReferenceLevel['kind'],
  levels: readonly ReferenceLevel[],
  history: ChartHistory,
  words: Words,
  room: number,
) {
  const { charts } = words;
  const seconds = levels.map((level) => level.seconds);
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
  if (kind === 'advertised')
    return charts.advertised([...new Set(seconds)].map((s) => formatInterval(s, charts)).join(', '));
  const names = levels.flatMap(({ routers }) =>
    routers.map((router) => fitText(nameOf(history, router), NAME_PIXELS, LABEL_SIZE)),
  );
  const range = [...new Set([formatDuration(least, charts), formatDuration(most, charts)])].join(' – ');
  const beside = textWidth(charts.masterDown('', range), LABEL_SIZE);
  return charts.masterDown(fitText(names.join(', '), room - beside, LABEL_SIZE), range);
}
