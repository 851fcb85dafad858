import { X } from 'lucide-react';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { CaptureStatus } from '../../main/host-contract.ts';
import { fileName } from '../model/capture-name.ts';
import { isListening } from '../model/live.ts';
import { readingProgress } from '../model/reading-progress.ts';
import { useWords, type Words } from '../shared/words/words.ts';
import { LiveMark } from './live-mark.tsx';
import { useApp } from './use-app.ts';

export function captureLabel({ paths }: CaptureStatus, words: Words): string {
  const [first = '', ...more] = paths;
  const name = fileName(first);
  return more.length === 0 ? name : words.header.andMore(name, more.length);
}

export function CaptureTabs() {
  const { session, state } = useApp();
  const words = useWords();
  const closes = state.welcome?.abilities.open ?? false;
  if (state.captures.length === 0) return null;
  return (
    <nav className="tabs" aria-label={words.header.captures}>
      {state.captures.map((capture) => {
        const label = captureLabel(capture, words);
        const current = capture.id === state.selected;
        return (
          <div key={capture.id} className="tab" data-current={current || undefined}>
            <button
              type="button"
              className="tab-name"
              aria-current={current ? 'page' : undefined}
              title={capture.paths.map(escapeControls).join('\n')}
              onClick={() => session.dispatch({ kind: 'select-capture', capture: capture.id })}
            >
              {isListening(capture) && !state.lost ? (
                <LiveMark state={capture.live.state} label={words.live.bar} />
              ) : (
                capture.state === 'reading' &&
                capture.live === null && <ProgressRing capture={capture} label={words.header.reading} />
              )}
              <span className="tab-text">{label}</span>
            </button>
            {closes && (
              <button
                type="button"
                className="tab-close"
                aria-label={words.header.close(label)}
                title={words.header.close(label)}
                disabled={state.lost}
                onClick={() => session.close(capture.id)}
              >
                <X size={13} aria-hidden />
              </button>
            )}
          </div>
        );
      })}
    </nav>
  );
}

const CIRCUMFERENCE = 2 * Math.PI * 5;

function ProgressRing({ capture, label }: { capture: CaptureStatus; label: string }) {
  const { share } = readingProgress(capture);
  const length = CIRCUMFERENCE * (share ?? 0.25);
  return (
    <svg
      className={share === null ? 'ring turning' : 'ring'}
      width="14"
      height="14"
      viewBox="0 0 14 14"
      role="img"
      aria-label={label}
    >
      <circle className="ring-track" cx="7" cy="7" r="5" />
      <circle className="ring-done" cx="7" cy="7" r="5" strokeDasharray={`${length} ${CIRCUMFERENCE}`} />
    </svg>
  );
}
