import { EarOff, Radio, RotateCw } from 'lucide-react';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { CaptureStatus } from '../../main/host-contract.ts';
import type { ListeningStatus } from '../model/live.ts';
import { useWords } from '../shared/words/words.ts';
import { captureLabel } from './capture-tabs.tsx';
import { CopyCommand } from './copy-command.tsx';
import { failureOf } from './failed.tsx';
import { liveTitle } from './live-bar.tsx';
import { useApp } from './use-app.ts';

/** Seconds in which any master would have been heard. */
const LONG = 15;

/** An interface is listened to, and no virtual router has been heard yet. */
export function NothingYet({ status }: { status: ListeningStatus }) {
  const { live: words } = useWords();
  const { live } = status;
  const shown = escapeControls(live.name);
  const title = live.state === 'listening' ? words.listeningWith(shown, words.via[live.via]) : liveTitle(status, words);
  return (
    <div className="state nothing-yet">
      <Radio size={34} aria-hidden className="state-icon" />
      <h1 className="state-title">{title}</h1>
      <p className="state-text">
        {live.packets === 0 ? words.nothingYet : words.noVrrpYet(words.packets(live.packets))}
      </p>
      <p className="state-hint">
        {words.shownSoon} {live.quiet > LONG && words.nothingHeard}
      </p>
    </div>
  );
}

/** The interface could not be listened to: why, and the command that helps. */
export function LiveFailed({ status }: { status: CaptureStatus }) {
  const words = useWords();
  const { live } = words;
  const { advice } = status;
  const why = failureOf(status, words);
  return (
    <div className="state failed" role="alert">
      <EarOff size={34} aria-hidden className="state-icon critical" />
      <h1 className="state-title">{live.failedTitle(captureLabel(status, words))}</h1>
      {why !== null && <p className="state-reasons">{escapeControls(why)}</p>}
      {advice !== null && (
        <div className="state-advice">
          <p>{escapeControls(live.remedy(advice))}</p>
          {advice.command !== null && <CopyCommand command={advice.command} />}
        </div>
      )}
      <ListenAgain status={status} />
    </div>
  );
}

/** It was listened to, and then not any more, and nothing was heard. */
export function NothingHeard({ status }: { status: CaptureStatus }) {
  const words = useWords();
  return (
    <div className="state nothing-found">
      <EarOff size={34} aria-hidden className="state-icon" />
      <h1 className="state-title">{words.live.nothingHeardTitle(captureLabel(status, words))}</h1>
      <p className="state-text">{words.live.nothingHeard}</p>
      <ListenAgain status={status} />
    </div>
  );
}

export function ListenAgain({ status, small = false }: { status: CaptureStatus; small?: boolean }) {
  const { live } = useWords();
  const { session, state } = useApp();
  if (!state.welcome?.abilities.live) return null;
  return (
    <button
      type="button"
      className={small ? 'button small' : 'button primary'}
      disabled={state.lost}
      onClick={() => session.listenAgain(status)}
    >
      <RotateCw size={small ? 13 : 15} aria-hidden />
      {live.listenAgain}
    </button>
  );
}
