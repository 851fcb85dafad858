import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { RouterIntervals } from '../../../decoder/packets/intervals.ts';
import type { Evidence, Report, VirtualRouter } from '../../../decoder/report.ts';
import type { Span } from '../../model/app-state.ts';
import type { IntervalSeries } from '../../model/chart-series.ts';
import { momentAt, subjectOf } from '../../model/moment.ts';
import { isSameSpan, pixelToTime, secondsPerPixel } from '../../model/time-scale.ts';
import { routerColors } from '../../shared/palette.ts';
import type { Times } from '../../shared/time-format.ts';
import { useWords, type Words } from '../../shared/words/words.ts';
import { ChartStack } from './chart-stack.tsx';
import './charts.css';
import { ConfiguredLabels } from './configured-labels.tsx';
import { Cursor } from './cursor.ts';
import { CursorLayer, REACH } from './cursor-layer.tsx';
import { Gutter } from './gutter.tsx';
import { LevelLabels } from './level-labels.tsx';
import { LiveView } from './live-view.ts';
import { steerByKey } from './steer-by-key.ts';
import { summarize } from './summaries.ts';
import { AXIS_HEIGHT, drawAxis } from './time-axis.ts';
import { TransitionsTable } from './transitions-table.tsx';
import {
  greatestInterval,
  intervalLabels,
  observedOf,
  priorityLabels,
  useDrawnTime,
  useHistory,
  useSameSpan,
  useSeries,
} from './use-drawing.ts';
import { useGestures } from './use-gestures.ts';
import { type Intervals, useIntervals } from './use-intervals.ts';
import { useWidth } from './use-width.ts';

export interface ChartsProps {
  /** Its routers need no timing buckets: `loadIntervals` is asked. */
  report: Report;
  virtualRouter: VirtualRouter;
  span: Span;
  /** Null is the whole observation. */
  onSpan(span: Span | null): void;
  /** The time of the chosen finding, framed over all charts. */
  highlighted: Span | null;
  loadIntervals(span: Span, columns: number): Promise<RouterIntervals[]>;
  /** A mark or band was chosen: the packets that show it. */
  onPackets(evidence: readonly Evidence[], span: Span | null): void;
  times: Times;
}

/** Pixels for each value that is asked for. */
const COLUMN = 3;
/** Milliseconds within which a second click makes a double click. */
const DOUBLE_CLICK = 250;

/** What stands in place of intervals. */
function intervalsSaid({ state }: Intervals, { dots, rows }: IntervalSeries, { charts }: Words): string | null {
  if (state === 'loading') return charts.loading;
  if (state === 'failed') return charts.intervalsFailed;
  return rows.length === 0 && dots.every((own) => own.length === 0) ? charts.noIntervals : null;
}

/** Lanes, addresses, priorities and intervals on one time axis with one cursor. */
export function Charts(props: ChartsProps) {
  const { report, virtualRouter, span, onSpan, loadIntervals, onPackets, times } = props;
  const words = useWords();
  const help = useId();
  const [root, fullWidth] = useWidth<HTMLDivElement>();
  const gutter = fullWidth > 560 ? 148 : 112;
  const width = Math.max(0, fullWidth - gutter);
  const { history, whole, layout, references, priorities } = useHistory(report, virtualRouter);
  const { over, drawn, seen } = useDrawnTime(span, width);
  const colors = routerColors(report);
  const columns = Math.floor(drawn.width / COLUMN);
  const intervals = useIntervals(virtualRouter, observedOf(drawn, whole), columns, loadIntervals);
  const series = useSeries(history, intervals);
  const greatest = greatestInterval(history, intervals);
  const highlighted = useSameSpan(props.highlighted);
  const summaries = useMemo(() => summarize(history, seen, times, words), [history, seen, times, words]);

  const said = intervalsSaid(intervals, series, words);

  const viewport = useRef<HTMLDivElement>(null);
  const stack = useRef<HTMLDivElement>(null);
  const axis = useRef<SVGSVGElement>(null);
  const grid = useRef<SVGPathElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  const [cursor] = useState(() => new Cursor());
  /** Where the pointer stands, while times pass under it. */
  const pointed = useRef<{ x: number; y: number } | null>(null);
  const commit = (next: Span | null) => onSpan(next === null || isSameSpan(next, whole) ? null : next);

  const handlers = {
    onFrame(view: LiveView) {
      const { factor, offset } = view.transform;
      if (stack.current) {
        // The stack begins left of what is seen: its own pixels count from there.
        stack.current.style.transform = `translateX(${offset + over * (1 - factor)}px) scaleX(${factor})`;
        stack.current.classList.toggle('is-zoomed', Math.abs(factor - 1) > 0.001);
      }
      if (axis.current && grid.current && view.width > 0) {
        drawAxis(axis.current, grid.current, view.scale, times, history.start);
      }
      const place = cursor.place();
      const { current } = pointed;
      if (place && current && !place.pinned && !place.spoken)
        cursor.show({ ...place, time: pixelToTime(view.scale, current.x) });
      else cursor.follow();
    },
    onRest: commit,
  };
  const [live] = useState(() => new LiveView(span, width, handlers));
  useLayoutEffect(() => live.adopt(span, width, handlers));
  useEffect(() => () => live.stop(), [live]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was pointed at belongs to one virtual router.
  useEffect(() => () => cursor.show(null), [cursor, virtualRouter.id]);

  const showPackets = (time: number) => {
    const moment = momentAt(history, time, REACH * secondsPerPixel(live.scale));
    const subject = subjectOf(moment, history);
    if (subject) onPackets(subject.evidence, subject.span);
  };
  const choose = (time: number, y: number, spoken: boolean) => {
    cursor.show({ time, y, pinned: true, spoken });
    showPackets(time);
  };
  const clicked = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(clicked.current), []);

  useGestures({
    viewport,
    live,
    whole,
    onPoint(at) {
      pointed.current = at;
      if (cursor.place()?.pinned) return;
      cursor.show(at && { time: pixelToTime(live.scale, at.x), y: at.y, pinned: false, spoken: false });
    },
    onClick({ x, y }) {
      const time = pixelToTime(live.scale, x);
      cursor.show({ time, y, pinned: true, spoken: false });
      // It may be the first click of two
      clearTimeout(clicked.current);
      clicked.current = setTimeout(() => showPackets(time), DOUBLE_CLICK);
    },
    onSelecting(pixels) {
      const box = selection.current;
      if (!box) return;
      box.style.visibility = pixels ? 'visible' : 'hidden';
      if (!pixels) return;
      box.style.left = `${Math.min(pixels.from, pixels.to)}px`;
      box.style.width = `${Math.abs(pixels.to - pixels.from)}px`;
    },
    onReset() {
      clearTimeout(clicked.current);
      cursor.show(null);
      live.move(whole);
    },
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const handled = steerByKey(event.key, event.shiftKey, { live, whole, history, cursor, choose });
    if (handled) event.preventDefault();
  };

  return (
    <section
      ref={root}
      className="charts"
      aria-label={words.charts.region}
      style={{ height: layout.height + AXIS_HEIGHT }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !cursor.place()?.pinned) return;
        cursor.show(null);
        viewport.current?.focus();
        event.stopPropagation();
      }}
    >
      <svg className="charts-gutter" width={gutter} height={layout.height + AXIS_HEIGHT} aria-hidden="true">
        <g transform={`translate(0 ${AXIS_HEIGHT})`}>
          <Gutter
            {...{ history, layout, colors }}
            width={gutter}
            priorityLabels={priorityLabels(history, priorities, layout.priority.height)}
            intervalLabels={intervalLabels(greatest, layout.advertisements.height)}
          />
        </g>
      </svg>
      <div
        ref={viewport}
        className="charts-viewport"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the charts are moved and read by keys.
        tabIndex={0}
        aria-label={words.charts.region}
        aria-describedby={help}
        onKeyDown={onKeyDown}
        style={{ left: gutter, top: 0, width, height: layout.height + AXIS_HEIGHT }}
      >
        <svg className="charts-axis" ref={axis} width={width} height={AXIS_HEIGHT} aria-hidden="true" />
        <div style={{ position: 'absolute', top: AXIS_HEIGHT }}>
          <svg className="charts-grid" width={width} height={layout.height} aria-hidden="true">
            <path ref={grid} />
          </svg>
          {width > 0 && (
            <ChartStack
              ref={stack}
              {...{ history, layout, colors, drawn, over, highlighted, series, references, greatest, priorities }}
              summaries={summaries}
            />
          )}
          <svg className="charts-levels" width={width} height={layout.height} aria-hidden="true">
            <ConfiguredLabels {...{ history, width }} levels={priorities} row={layout.priority} />
            <LevelLabels {...{ history, greatest, width }} levels={references} row={layout.advertisements} />
            {said !== null && (
              <text className="soft" x={12} y={layout.advertisements.y + layout.advertisements.height - 40}>
                {said}
              </text>
            )}
          </svg>
        </div>
        <div ref={selection} className="charts-selection" style={{ height: layout.height + AXIS_HEIGHT }} />
      </div>
      <CursorLayer
        {...{ cursor, live, history, intervals, colors, times, gutter, onPackets }}
        height={layout.height + AXIS_HEIGHT}
      />
      <p id={help} className="hidden">
        {words.charts.instructions}
      </p>
      <TransitionsTable {...{ history, seen, times }} />
    </section>
  );
}
