import type { CaptureStatus } from '../../main/host-contract.ts';
import { formatBytes, percentOf, readingProgress } from '../model/reading-progress.ts';
import { formatWholeSeconds } from '../shared/time-format.ts';
import { useWords } from '../shared/words/words.ts';
import { captureLabel } from './capture-tabs.tsx';
import { useApp, useReportWords } from './use-app.ts';

/** Steps of percent that are read out. */
const SPOKEN_STEP = 20;

/** How far reading is, how fast, how much longer; and a way to stop it. */
export function ReadingBar({ status }: { status: CaptureStatus }) {
  const words = useWords();
  const { loading } = words;
  const reportWords = useReportWords();
  const { session, state } = useApp();
  const { share, rate, left } = readingProgress(status);
  const percent = share === null ? null : percentOf(share);
  const label = loading.title(captureLabel(status, words));
  const done = formatBytes(status.done);
  const facts = [
    status.total === null ? done : loading.of(done, formatBytes(status.total)),
    ...(rate === null ? [] : [loading.rate(formatBytes(rate))]),
    ...(left === null ? [] : [loading.left(formatWholeSeconds(Math.max(1, left), reportWords))]),
    loading.packets(status.packets),
    loading.messages(status.messages),
  ];
  const spoken = percent === null ? null : Math.floor(percent / SPOKEN_STEP) * SPOKEN_STEP;
  return (
    <div className="reading">
      <div
        className={share === null ? 'bar moving' : 'bar'}
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent ?? undefined}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className="bar-done" style={{ transform: `scaleX(${share ?? 0.3})` }} />
      </div>
      <div className="reading-line">
        {percent !== null && <strong className="reading-percent">{loading.percent(percent)}</strong>}
        <span className="reading-facts">{facts.join(' · ')}</span>
        <button type="button" className="button small" disabled={state.lost} onClick={() => session.stop(status.id)}>
          {loading.cancel}
        </button>
      </div>
      <p className="hidden" aria-live="polite">
        {spoken !== null && `${label}: ${loading.percent(spoken)}`}
      </p>
    </div>
  );
}
