import type { Span } from '../../model/app-state.ts';
import { type ChartHistory, nextEvent } from '../../model/chart-history.ts';
import { panSpan, spanAround, zoomSpan } from '../../model/time-scale.ts';
import type { Cursor } from './cursor.ts';
import type { LiveView } from './live-view.ts';

interface Steered {
  live: LiveView;
  whole: Span;
  history: ChartHistory;
  cursor: Cursor;
  choose(time: number, y: number, spoken: boolean): void;
}

const STEP = 0.1;
const ZOOM = 1.6;
/** Where the tooltip of a moment stands that the keyboard led to. */
const CURSOR_Y = 60;

/** Whether the key meant something. */
export function steerByKey(key: string, shift: boolean, { live, whole, history, cursor, choose }: Steered): boolean {
  const { span } = live;
  const length = span.end - span.start;
  const place = cursor.place();
  const inView = place && place.time >= span.start && place.time <= span.end ? place.time : null;
  const middle = inView ?? (span.start + span.end) / 2;
  const pan = (by: number) => live.move(panSpan(span, by, whole));
  switch (key) {
    case 'ArrowLeft':
      pan(-length * STEP * (shift ? 5 : 1));
      return true;
    case 'ArrowRight':
      pan(length * STEP * (shift ? 5 : 1));
      return true;
    case '+':
    case '=':
      live.move(zoomSpan(span, ZOOM, middle, whole));
      return true;
    case '-':
    case '_':
      live.move(zoomSpan(span, 1 / ZOOM, middle, whole));
      return true;
    case 'Home':
      pan(whole.start - span.start);
      return true;
    case 'End':
      pan(whole.end - span.end);
      return true;
    case '0':
      live.move(whole);
      return true;
    case 'Escape':
      if (place) cursor.show(null);
      else live.move(whole);
      return true;
    case '[':
    case ']': {
      const event = nextEvent(history, middle, key === ']');
      if (event === null) return true;
      cursor.show({ time: event, y: CURSOR_Y, pinned: false, spoken: true });
      if (event < span.start || event > span.end) live.move(spanAround(event, span, whole));
      return true;
    }
    case 'Enter':
      choose(middle, place?.y ?? CURSOR_Y, true);
      return true;
    default:
      return false;
  }
}
