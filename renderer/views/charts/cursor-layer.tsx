import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { Evidence } from '../../../decoder/report.ts';
import type { Span } from '../../model/app-state.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import { momentAt, subjectOf } from '../../model/moment.ts';
import { secondsPerPixel, timeToPixel } from '../../model/time-scale.ts';
import type { RouterColors } from '../../shared/palette.ts';
import { formatMoment, type Times } from '../../shared/time-format.ts';
import { useWords } from '../../shared/words/words.ts';
import './cursor.css';
import type { Cursor } from './cursor.ts';
import type { LiveView } from './live-view.ts';
import { MomentDetails } from './moment-details.tsx';
import { AXIS_HEIGHT } from './time-axis.ts';
import type { Intervals } from './use-intervals.ts';

interface Props {
  cursor: Cursor;
  live: LiveView;
  history: ChartHistory;
  intervals: Intervals;
  colors: RouterColors;
  times: Times;
  /** Of the charts as a whole, with the gutter. */
  gutter: number;
  height: number;
  onPackets(evidence: readonly Evidence[], span: Span | null): void;
}

/** So many pixels away something is still meant. */
export const REACH = 5;
const AWAY = 14;
/** Nearer to an edge the time of the cursor stands beside it. */
const EDGE_LABEL = 56;

/** One line over all charts, its time, and what was so then. */
export function CursorLayer(props: Props) {
  const { cursor, live, history, intervals, colors, times, gutter, height, onPackets } = props;
  const words = useWords();
  const place = useSyncExternalStore(cursor.subscribe, cursor.place);
  const tooltip = useRef<HTMLElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const x = place === null ? 0 : timeToPixel(live.scale, place.time);
    const seen = place !== null && x >= 0 && x <= live.width;
    for (const { current } of [line, label]) if (current) current.style.visibility = seen ? 'visible' : 'hidden';
    if (!place || !seen) return;
    if (line.current) line.current.style.transform = `translateX(${gutter + x}px)`;
    // Shifted by parts of their own sizes: asking for those would lay out the page in each frame of a gesture.
    const shift = (at: number, size: number, least: number) =>
      at < least ? '0%' : at > size - least ? '-100%' : '-50%';
    if (label.current) {
      label.current.style.transform = `translateX(${gutter + x}px) translateX(${shift(x, live.width, EDGE_LABEL)})`;
    }
    if (!tooltip.current) return;
    const [toLeft, up] = [x > live.width / 2, place.y > height / 2];
    const [left, top] = [gutter + x + (toLeft ? -AWAY : AWAY), up ? Math.min(height, place.y + AWAY) : place.y + AWAY];
    tooltip.current.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px) translate(${toLeft ? '-100%' : '0%'}, ${up ? '-100%' : '0%'})`;
  });

  const reach = REACH * secondsPerPixel(live.scale);
  const moment = place && momentAt(history, place.time, reach);
  const subject = moment && subjectOf(moment, history);
  const unpin = () => cursor.show(null);
  return (
    <>
      <div ref={line} className="charts-cursor" style={{ height }} />
      <div ref={label} className="charts-time" aria-hidden="true">
        {place && formatMoment(place.time, times, history.start, live.span.end - live.span.start < 1 ? 6 : 3)}
      </div>
      {place && moment && (
        <section
          ref={tooltip}
          className={place.pinned ? 'charts-tooltip is-pinned' : 'charts-tooltip'}
          style={{ maxHeight: height + AXIS_HEIGHT }}
          aria-label={words.charts.pinned}
          aria-live={place.spoken ? 'polite' : 'off'}
        >
          <MomentDetails {...{ moment, history, intervals, colors, times, reach }} />
          {place.pinned && (
            <footer>
              <button
                type="button"
                className="is-primary"
                onClick={() =>
                  onPackets(subject?.evidence ?? [], subject?.span ?? { start: place.time, end: place.time })
                }
              >
                {words.charts.showPackets}
              </button>
              <button type="button" onClick={unpin}>
                {words.charts.unpin}
              </button>
            </footer>
          )}
        </section>
      )}
    </>
  );
}
