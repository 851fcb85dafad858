import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { Finding, Report, VirtualRouter } from '../../../decoder/report.ts';
import type { Span } from '../../model/app-state.ts';
import { chartHistory } from '../../model/chart-history.ts';
import { drawStrip } from '../../model/lanes.ts';
import { textWidth } from '../../model/text-width.ts';
import { clusterMarks } from '../../model/thinning.ts';
import { isSameSpan, panSpan, pixelToTime, spanBetween, timeToPixel, wholeSpan } from '../../model/time-scale.ts';
import { routerColors } from '../../shared/palette.ts';
import { formatDateMoment, formatSpan, type Times } from '../../shared/time-format.ts';
import { useWords } from '../../shared/words/words.ts';
import { round, trianglePath } from './bar-paths.ts';
import './charts.css';
import './strips.css';
import { scaleOf } from './live-view.ts';
import { StripPicture } from './strip-picture.tsx';
import { useWidth } from './use-width.ts';

interface Props {
  report: Report;
  virtualRouter: VirtualRouter;
  span: Span;
  onSpan(span: Span | null): void;
  times: Times;
}

const TRACK = { y: 18, height: 10 };
const HEIGHT = 54;
/** So near to an edge of what is shown, the edge is meant. */
const GRIP = 6;
const MARK_PIXELS = 7;

type Drag = { part: 'start' | 'end' | 'window' | 'new'; from: number; span: Span };

/** The whole observation on one line, and which part of it the charts show. */
export function OverviewStrip({ report, virtualRouter, span, onSpan, times }: Props) {
  const { charts } = useWords();
  const [root, width] = useWidth<HTMLDivElement>();
  const [dragged, setDragged] = useState<Span | null>(null);
  const drag = useRef<Drag | null>(null);
  const colors = routerColors(report);
  const { whole, scale, drawing, marks } = useMemo(() => {
    const whole = wholeSpan(report.start, report.end);
    const scale = scaleOf(whole, width);
    const drawn = { from: pixelToTime(scale, 0), to: pixelToTime(scale, Math.max(1, width)), width };
    const history = chartHistory(report, virtualRouter);
    const findings = report.findings.filter(
      (finding) => finding.virtualRouter === virtualRouter.id && finding.severity !== 'info',
    );
    const sorted = findings.map((mark) => ({ x: timeToPixel(scale, mark.start), mark })).sort((a, b) => a.x - b.x);
    return { whole, scale, drawing: drawStrip(history, drawn), marks: clusterMarks(sorted, MARK_PIXELS) };
  }, [report, virtualRouter, width]);

  const shown = dragged ?? span;
  const [x1, x2] = [timeToPixel(scale, shown.start), timeToPixel(scale, shown.end)];
  const commit = (next: Span) => onSpan(isSameSpan(next, whole) ? null : next);
  const xOf = (event: PointerEvent) => event.clientX - (root.current?.getBoundingClientRect().left ?? 0);

  const onPointerDown = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0) return;
    const x = xOf(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { part: isSameSpan(span, whole) ? edgeOr('new', x) : edgeOr(inside(x), x), from: x, span };
  };
  const inside = (x: number) => (x > x1 && x < x2 ? 'window' : 'new');
  const edgeOr = (part: Drag['part'], x: number): Drag['part'] => {
    if (Math.abs(x - x1) <= GRIP) return 'start';
    return Math.abs(x - x2) <= GRIP ? 'end' : part;
  };
  const onPointerMove = (event: PointerEvent) => {
    const held = drag.current;
    if (held) setDragged(spanOfDrag(held, xOf(event)));
  };
  const spanOfDrag = ({ part, from, span: began }: Drag, x: number): Span => {
    const moved = pixelToTime(scale, x) - pixelToTime(scale, from);
    if (part === 'window') return panSpan(began, moved, whole);
    if (part === 'start') return spanBetween(began.start + moved, began.end, whole);
    if (part === 'end') return spanBetween(began.start, began.end + moved, whole);
    return spanBetween(pixelToTime(scale, from), pixelToTime(scale, x), whole);
  };
  const onPointerUp = (event: PointerEvent) => {
    const held = drag.current;
    drag.current = null;
    setDragged(null);
    const x = xOf(event);
    if (!held || event.type !== 'pointerup') return;
    if (Math.abs(x - held.from) > 2) commit(spanOfDrag(held, x));
    else if (held.part === 'new') commit(panSpan(span, pixelToTime(scale, x) - (span.start + span.end) / 2, whole));
  };

  const onKey = (part: 'start' | 'end' | 'window') => (event: KeyboardEvent) => {
    const step = (whole.end - whole.start) * (event.shiftKey ? 0.1 : 0.01);
    const by = event.key === 'ArrowLeft' ? -step : event.key === 'ArrowRight' ? step : null;
    if (by !== null) {
      if (part === 'window') commit(panSpan(span, by, whole));
      else if (part === 'start') commit(spanBetween(Math.min(span.start + by, span.end), span.end, whole));
      else commit(spanBetween(span.start, Math.max(span.end + by, span.start), whole));
    } else if (event.key === 'Escape' || event.key === '0') onSpan(null);
    else return;
    event.preventDefault();
  };
  const slider = (part: 'start' | 'end' | 'window', label: string, time: number, said: string) => ({
    role: 'slider',
    tabIndex: 0,
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-valuenow': Math.round(((time - whole.start) / (whole.end - whole.start)) * 100),
    'aria-valuetext': said,
    onKeyDown: onKey(part),
  });

  const at = (time: number) => formatDateMoment(time, times, whole.start);
  const edges = [
    { x: x1, handle: slider('start', charts.spanStart, shown.start, at(shown.start)) },
    { x: x2, handle: slider('end', charts.spanEnd, shown.end, at(shown.end)) },
  ];
  const digits = shown.end - shown.start < 10 ? 3 : 0;
  const labels = placeTimes({
    first: formatDateMoment(whole.start, times, whole.start, 0),
    last: formatDateMoment(whole.end, times, whole.start, 0),
    shown: isSameSpan(shown, whole) ? '' : formatSpan(shown, times, whole.start, digits),
    middle: (x1 + x2) / 2,
    width,
  });
  return (
    <section ref={root} className="overview-strip" aria-label={charts.overview}>
      <svg
        width={width}
        height={HEIGHT}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onDoubleClick={() => onSpan(null)}
      >
        <title>{charts.overview}</title>
        <rect
          className="observation"
          x={scale.left}
          y={TRACK.y}
          width={scale.right - scale.left}
          height={TRACK.height}
        />
        <StripPicture drawing={drawing} colors={colors} {...TRACK} />
        <Marks marks={marks} />
        <rect className="not-shown" x={0} y={10} width={round(Math.max(0, x1))} height={28} />
        <rect className="not-shown" x={round(x2)} y={10} width={round(Math.max(0, width - x2))} height={28} />
        <rect
          className="shown-part"
          x={round(x1)}
          y={10.5}
          width={round(Math.max(1, x2 - x1))}
          height={27}
          rx={4}
          {...slider('window', charts.shown, (shown.start + shown.end) / 2, formatSpan(shown, times, whole.start))}
        />
        {edges.map(({ x, handle }) => (
          <rect
            key={handle['aria-label']}
            className="shown-edge"
            x={round(x - 2)}
            y={16}
            width={4}
            height={16}
            rx={2}
            {...handle}
          />
        ))}
        {labels.map(({ text, x, anchor, look }) => (
          <text key={look + anchor} className={look} x={x} y={50} textAnchor={anchor}>
            {text}
          </text>
        ))}
      </svg>
    </section>
  );
}

/** Shapes as in the findings: a hexagon is critical, a triangle a warning. */
function Marks({ marks }: { marks: readonly { x: number; members: Finding[] }[] }) {
  const critical = marks.filter(({ members }) => members.some(({ severity }) => severity === 'critical'));
  const warning = marks.filter((mark) => !critical.includes(mark));
  return (
    <>
      <path className="incident-warning" d={warning.map(({ x }) => trianglePath(x, 5, 4)).join('')} />
      <path className="incident-critical" d={critical.map(({ x }) => hexagonPath(x, 5, 4.5)).join('')} />
    </>
  );
}

function hexagonPath(x: number, y: number, size: number): string {
  const half = size / 2;
  return `M${round(x - half)} ${y - size}h${size}l${half} ${size}l${-half} ${size}h${-size}l${-half} ${-size}z`;
}

interface PlacedTimes {
  first: string;
  last: string;
  shown: string;
  middle: number;
  width: number;
}

/** The ends of the observation, and of what is shown where those leave room. */
function placeTimes({ first, last, shown, middle, width }: PlacedTimes) {
  const half = textWidth(shown, 11) / 2;
  const x = Math.min(Math.max(middle, half + 8), width - half - 8);
  const labels: { text: string; x: number; anchor: 'start' | 'middle' | 'end'; look: string }[] = [];
  if (shown === '' || x - half > textWidth(first, 11) + 20)
    labels.push({ text: first, x: 8, anchor: 'start', look: 'moment' });
  if (shown === '' || x + half < width - textWidth(last, 11) - 20) {
    labels.push({ text: last, x: width - 8, anchor: 'end', look: 'moment' });
  }
  if (shown !== '') labels.push({ text: shown, x, anchor: 'middle', look: 'moment is-shown' });
  return labels;
}
