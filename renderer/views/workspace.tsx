import {
  type CSSProperties,
  type PointerEvent,
  type RefObject,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Report, VirtualRouter } from '../../decoder/report.ts';
import type { Span } from '../model/app-state.ts';
import { findingTime } from '../model/finding-span.ts';
import { asOf, nowOf, shownSpan } from '../model/live.ts';
import { useWords } from '../shared/words/words.ts';
import { Charts } from './charts/charts.tsx';
import { OverviewStrip } from './charts/overview-strip.tsx';
import { ConfigurationPanel } from './configuration-panel.tsx';
import { EvidenceOnPaper } from './evidence-on-paper.tsx';
import { Findings } from './findings.tsx';
import { PacketPanel } from './packet-panel.tsx';
import { PaperHeading } from './paper-heading.tsx';
import { RouterHeading } from './router-heading.tsx';
import { useApp, useCapture } from './use-app.ts';
import { CHARTS_ID } from './use-saving.ts';

/** Everything about one virtual router: the verdict, its time, and what it rests on. */
export function Workspace({ report, virtualRouter }: { report: Report; virtualRouter: VirtualRouter }) {
  const words = useWords();
  const { session, state } = useApp();
  const { status, view } = useCapture();
  const upToNow = useUpToNow(report, nowOf(status));
  const span = shownSpan(view, upToNow);
  const finding = view.finding === null ? undefined : report.findings[view.finding];
  const shared = { report: upToNow, virtualRouter, span, times: state.settings.times };
  const capture = status?.id ?? '';
  const charts = useRef<HTMLDivElement>(null);
  useFitToPaper(charts);
  // What is read first is drawn first; the charts follow in a step of their own
  const drawsCharts = useDeferredValue(true, false);
  return (
    <>
      <PaperHeading report={report} times={state.settings.times} />
      <RouterHeading report={report} virtualRouter={virtualRouter} />
      <section className="panel overview" aria-label={words.regions.charts} data-region tabIndex={-1}>
        <OverviewStrip
          {...shared}
          span={insideOf(span, upToNow)}
          onSpan={(next) => session.dispatch({ kind: 'show-span', span: next })}
        />
      </section>
      <div className="panel charts-panel" id={CHARTS_ID} ref={charts}>
        {drawsCharts && (
          <Charts
            {...shared}
            onSpan={(next) => session.dispatch({ kind: 'show-span', span: next })}
            highlighted={finding ? findingTime(finding, upToNow) : null}
            loadIntervals={(of, columns) =>
              session.host.intervals(capture, { virtualRouter: virtualRouter.id, from: of.start, to: of.end, columns })
            }
            onPackets={(evidence, at) => session.dispatch({ kind: 'show-packets', evidence, span: at })}
          />
        )}
      </div>
      <LowerPanels report={report} virtualRouter={virtualRouter} />
      <ConfigurationPanel report={report} virtualRouter={virtualRouter} />
      {!state.welcome?.abilities.open && <EvidenceOnPaper report={report} virtualRouter={virtualRouter} />}
    </>
  );
}

/** That time passes is drawn between other work. */
function useUpToNow(report: Report, now: number | null): Report {
  const current = useMemo(() => asOf(report, now), [report, now]);
  const deferred = useDeferredValue(current);
  return deferred.virtualRouters === current.virtualRouters ? deferred : current;
}

/** What is followed may begin before anything was listened to. */
function insideOf(span: Span, { start }: Report): Span {
  return start === null || start <= span.start ? span : { ...span, start };
}

/** A4 without its margins, in CSS pixels. */
const PAPER_WIDTH = 688;

/** Charts are drawn for the width of the window; on paper they are made smaller. */
function useFitToPaper(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const fit = () => {
      const width = element.current?.offsetWidth ?? PAPER_WIDTH;
      element.current?.style.setProperty('--paper-zoom', String(Math.min(1, PAPER_WIDTH / width)));
    };
    window.addEventListener('beforeprint', fit);
    return () => window.removeEventListener('beforeprint', fit);
  }, [element]);
}

/** Percent of the width that the findings have. */
const USUAL = 38;
const NARROWEST = 25;
const WIDEST = 65;
const STEP = 4;

/** Findings and packets, side by side where there is room. */
function LowerPanels({ report, virtualRouter }: { report: Report; virtualRouter: VirtualRouter }) {
  const { packets } = useWords();
  const [share, setShare] = useState(USUAL);
  const row = useRef<HTMLDivElement>(null);
  const resize = (to: number) => setShare(Math.min(WIDEST, Math.max(NARROWEST, to)));
  const drag = ({ buttons, clientX }: PointerEvent) => {
    const box = row.current?.getBoundingClientRect();
    if (buttons === 1 && box) resize(((clientX - box.left) / box.width) * 100);
  };
  const style: CSSProperties & Record<'--findings-share', string> = { '--findings-share': `${share}%` };
  return (
    <div className="lower" ref={row} style={style}>
      <Findings report={report} virtualRouter={virtualRouter} />
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved */}
      <div
        className="divider"
        role="separator"
        aria-orientation="vertical"
        aria-label={packets.resize}
        aria-valuenow={Math.round(share)}
        aria-valuemin={NARROWEST}
        aria-valuemax={WIDEST}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => resize(USUAL)}
        onKeyDown={({ key }) => {
          if (key === 'ArrowLeft') resize(share - STEP);
          if (key === 'ArrowRight') resize(share + STEP);
        }}
      />
      <PacketPanel report={report} virtualRouter={virtualRouter} />
    </div>
  );
}
