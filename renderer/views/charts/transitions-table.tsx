import { formatDuration } from '../../../decoder/wording/format-time.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import { type DrawnTime, visibleItems } from '../../model/thinning.ts';
import { formatDateMoment, type Times } from '../../shared/time-format.ts';
import { useWords } from '../../shared/words/words.ts';
import { nameOf } from './moment-details.tsx';

const MOST = 100;

/** The transitions of the span for those who hear the page. */
export function TransitionsTable({ history, seen, times }: { history: ChartHistory; seen: DrawnTime; times: Times }) {
  const { charts } = useWords();
  const all = visibleItems(history.transitions, seen.from, seen.to);
  const shown = all.slice(0, MOST);
  const more = all.length > MOST ? ` (${charts.firstOf(MOST, all.length)})` : '';
  return (
    <table className="hidden">
      <caption>{`${charts.transitions}${more}`}</caption>
      <thead>
        <tr>
          {[charts.time, charts.from, charts.to, charts.why, charts.after].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map(({ time, from, to, cause, duration }) => (
          <tr key={`${time} ${to}`}>
            <td>{formatDateMoment(time, times, history.start, 6)}</td>
            <td>{from === null ? '–' : nameOf(history, from)}</td>
            <td>{nameOf(history, to)}</td>
            <td>{charts.cause[cause]}</td>
            <td>{duration === null ? '–' : formatDuration(duration, charts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
