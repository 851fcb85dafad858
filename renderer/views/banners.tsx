import { CircleStop, FileWarning, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { UNREAD_LINK_TYPE } from '../../decoder/message-stream.ts';
import type { Report } from '../../decoder/report.ts';
import type { CaptureStatus } from '../../main/host-contract.ts';
import { fileName } from '../model/capture-name.ts';
import { isListening } from '../model/live.ts';
import { percentOf, readingProgress } from '../model/reading-progress.ts';
import { formatWholeSeconds } from '../shared/time-format.ts';
import { useWords } from '../shared/words/words.ts';
import { captureLabel } from './capture-tabs.tsx';
import { failureOf } from './failed.tsx';
import { LiveBar } from './live-bar.tsx';
import { ListenAgain } from './live-states.tsx';
import { ReadingBar } from './reading-bar.tsx';
import { useApp, useCapture, useReportWords } from './use-app.ts';

const MOST_DAMAGES = 3;

/** Above everything: what must be known of the capture before what it shows is believed. */
export function Banners() {
  const words = useWords();
  const { state } = useApp();
  const { status, view } = useCapture();
  const { report } = view;
  return (
    <>
      {state.lost && (
        <Banner kind="critical" icon={<Unplug size={16} aria-hidden />}>
          <strong>{words.states.lost}</strong>
        </Banner>
      )}
      {isListening(status) && !state.lost && <LiveBar status={status} />}
      {status?.state === 'reading' && status.live === null && view.virtualRouter !== null && <SoFar status={status} />}
      {status?.state === 'stopped' && status.live === null && <Stopped status={status} />}
      {status?.state === 'failed' && view.virtualRouter !== null && <BrokenOff status={status} />}
      {status !== null && status.live !== null && hasEnded(status) && <LiveEnded status={status} />}
      {report && report.sources.length > 0 && <Damages report={report} />}
    </>
  );
}

function SoFar({ status }: { status: CaptureStatus }) {
  const { heading } = useWords();
  return (
    <div className="banner reading-banner">
      <p className="so-far" title={heading.soFarHint}>
        {heading.soFar}
      </p>
      <ReadingBar status={status} />
    </div>
  );
}

function Stopped({ status }: { status: CaptureStatus }) {
  const { states } = useWords();
  const { share } = readingProgress(status);
  return (
    <Banner kind="info" icon={<CircleStop size={16} aria-hidden />}>
      <strong>{states.stopped(share === null ? null : percentOf(share))}</strong> {states.stoppedHint}
    </Banner>
  );
}

/** Reading failed, and there is something to see all the same. */
function BrokenOff({ status }: { status: CaptureStatus }) {
  const words = useWords();
  return (
    <Banner kind="critical" icon={<FileWarning size={16} aria-hidden />}>
      <strong>{words.states.brokenOff(captureLabel(status, words), failureOf(status, words) ?? '')}</strong>{' '}
      {words.states.stoppedHint}
    </Banner>
  );
}

function hasEnded({ state, live }: CaptureStatus): boolean {
  return (state === 'stopped' || state === 'read') && live !== null && live.packets > 0;
}

function LiveEnded({ status }: { status: CaptureStatus }) {
  const words = useWords();
  const reportWords = useReportWords();
  const { ended, keepHint } = words.live;
  return (
    <Banner kind="info" icon={<CircleStop size={16} aria-hidden />}>
      <strong>{ended(captureLabel(status, words), formatWholeSeconds(status.elapsed, reportWords))}</strong> {keepHint}{' '}
      <ListenAgain status={status} small />
    </Banner>
  );
}

/** Where files broke, and which could not be read at all while others could. */
function Damages({ report }: { report: Report }) {
  const { states, source, problem } = useWords();
  const damages = report.sources.flatMap(({ name, problems }) =>
    problems
      .filter(({ code }) => code !== UNREAD_LINK_TYPE)
      .map((problem) => ({ ...problem, file: fileName(name), key: `${name} ${problem.code} ${problem.offset}` })),
  );
  const rest = damages.length - MOST_DAMAGES;
  return (
    <>
      {damages.length > 0 && (
        <Banner kind="warning" icon={<FileWarning size={16} aria-hidden />}>
          <strong>{states.damaged}</strong>
          <ul>
            {damages.slice(0, MOST_DAMAGES).map(({ key, file, code, message, packet, offset }) => (
              <li key={key}>
                {report.sources.length > 1 && `${file}: `}
                {states.at(
                  problem(code, message),
                  states.where(packet?.toLocaleString('en-US') ?? null, offset.toLocaleString('en-US')),
                )}
              </li>
            ))}
            {rest > 0 && <li>{source.andMore(rest)}</li>}
          </ul>
        </Banner>
      )}
      {report.unreadable.length > 0 && (
        <Banner kind="warning" icon={<FileWarning size={16} aria-hidden />}>
          <strong>{states.someUnreadable(report.unreadable.length)}</strong>
          <ul>
            {report.unreadable.map(({ name, code, message }) => (
              <li key={name}>
                {fileName(name)}: {problem(code, message)}
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </>
  );
}

function Banner({
  kind,
  icon,
  children,
}: {
  kind: 'critical' | 'warning' | 'info';
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={`banner ${kind}`} role="status">
      {icon}
      <div className="banner-text">{children}</div>
    </div>
  );
}
