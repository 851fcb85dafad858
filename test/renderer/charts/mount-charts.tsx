import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Analysis } from '../../../decoder/analyze.ts';
import { readIntervals } from '../../../decoder/packets/intervals.ts';
import { MessageIndex } from '../../../decoder/packets/message-index.ts';
import type { Evidence, Report } from '../../../decoder/report.ts';
import { toEpochSeconds } from '../../../decoder/time.ts';
import type { Language } from '../../../decoder/wording/language.ts';
import type { Span } from '../../../renderer/model/app-state.ts';
import { wholeSpan } from '../../../renderer/model/time-scale.ts';
import '../../../renderer/shared/theme.css';
import '../../../renderer/shared/base.css';
import type { Times } from '../../../renderer/shared/time-format.ts';
import { WordsContext, wordsIn } from '../../../renderer/shared/words/words.ts';
import { chartsAsSvg, svgToPng } from '../../../renderer/views/charts/chart-pictures.ts';
import { Charts } from '../../../renderer/views/charts/charts.tsx';
import { MiniStrip } from '../../../renderer/views/charts/mini-strip.tsx';
import { OverviewStrip } from '../../../renderer/views/charts/overview-strip.tsx';
import { sourceOf } from '../../support/story.ts';
import { flappingReport } from './flapping-report.ts';

/** What a test asks for, in the fragment of the page's address. */
export interface ChartsSetup {
  /** A capture of the samples, or a made history with so many transitions. */
  sample: string | number;
  virtualRouter?: number;
  theme?: 'light' | 'dark';
  language?: Language;
  times?: Times;
  highlighted?: Span;
  width?: number;
}

declare global {
  interface Window {
    charts: {
      report: Report;
      spans: (Span | null)[];
      packets: { evidence: readonly Evidence[]; span: Span | null }[];
      asked: { span: Span; columns: number }[];
      svg(): string;
      png(): Promise<string>;
    };
  }
}

const setup: ChartsSetup = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const { report, index } = typeof setup.sample === 'number' ? made(setup.sample) : await read(setup.sample);

function made(transitions: number) {
  return { report: flappingReport(transitions), index: null };
}

async function read(name: string) {
  const answer = await fetch(`/samples/${name}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const analysis = new Analysis([sourceOf(bytes, name)], { tool: { name: 'vrrpscope', version: '0' } });
  const index = new MessageIndex();
  await analysis.run((message, _, heard) => {
    if (message.kind !== 'other') index.add(message, toEpochSeconds(heard, analysis.epochSeconds), 0);
  });
  return { report: analysis.report(), index };
}

function Page() {
  const virtualRouter = report.virtualRouters[setup.virtualRouter ?? 0];
  const whole = wholeSpan(report.start, report.end);
  const [span, setSpan] = useState<Span | null>(null);
  if (!virtualRouter) return null;
  const onSpan = (next: Span | null) => {
    window.charts.spans.push(next);
    setSpan(next);
  };
  const shared = { report, virtualRouter, span: span ?? whole, onSpan, times: setup.times ?? 'utc' };
  const panel = { background: 'var(--panel)', border: '1px solid var(--line)', borderRadius: 8, padding: 12 };
  return (
    <WordsContext value={wordsIn(setup.language ?? 'en')}>
      <div style={{ padding: 16, background: 'var(--page)', display: 'grid', gap: 12, width: setup.width ?? 'auto' }}>
        <div style={{ ...panel, width: 240 }}>
          <MiniStrip report={report} virtualRouter={virtualRouter} />
        </div>
        <div style={panel}>
          <OverviewStrip {...shared} />
        </div>
        <div style={panel} id="charts">
          <Charts
            {...shared}
            highlighted={setup.highlighted ?? null}
            loadIntervals={async (asked, columns) => {
              window.charts.asked.push({ span: asked, columns });
              const query = { virtualRouter: virtualRouter.id, from: asked.start, to: asked.end, columns };
              const source = { virtualRouter, index: index ?? new MessageIndex(), sources: null };
              return readIntervals(query, { ...source, complete: index !== null });
            }}
            onPackets={(evidence, at) => window.charts.packets.push({ evidence, span: at })}
          />
        </div>
      </div>
    </WordsContext>
  );
}

const picture = () => {
  const element = document.getElementById('charts');
  return element ? chartsAsSvg(element, 'VRID 62 <198.51.100.153>') : '';
};
window.charts = { report, spans: [], packets: [], asked: [], svg: picture, png: () => svgToPng(picture(), 2) };
document.documentElement.dataset.theme = setup.theme ?? 'light';
document.body.style.margin = '0';
const page = document.getElementById('page');
if (page) createRoot(page).render(<Page />);
