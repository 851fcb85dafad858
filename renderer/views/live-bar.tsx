import { CircleStop, Download, LocateFixed, TriangleAlert } from 'lucide-react';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { ListeningStatus } from '../model/live.ts';
import { formatWholeSeconds } from '../shared/time-format.ts';
import { useWords } from '../shared/words/words.ts';
import { LiveMark } from './live-mark.tsx';
import { useApp, useCapture, useReportWords } from './use-app.ts';
import { useSaving } from './use-saving.ts';

/** Seconds: shorter silence is what is between two advertisements. */
const QUIET = 5;

/** What is listened to, how that goes, and how it ends. */
export function LiveBar({ status }: { status: ListeningStatus }) {
  const { live: words } = useWords();
  const { session, state } = useApp();
  const { live } = status;
  return (
    <section className="banner live-bar" data-state={live.state} aria-label={words.bar} data-region tabIndex={-1}>
      <LiveMark state={live.state} />
      <div className="live-text">
        <p className="live-title" role="status">
          {liveTitle(status, words)}
        </p>
        <LiveFacts status={status} />
        <Trouble status={status} />
      </div>
      <div className="live-actions">
        <FollowButton />
        <SavePackets />
        <button type="button" className="button small" disabled={state.lost} onClick={() => session.stop(status.id)}>
          <CircleStop size={14} aria-hidden />
          {words.stop}
        </button>
      </div>
    </section>
  );
}

export function liveTitle({ live: { name, state } }: ListeningStatus, words: ReturnType<typeof useWords>['live']) {
  const shown = escapeControls(name);
  if (state === 'starting') return words.starting(shown);
  return state === 'waiting' ? words.waiting(shown) : words.listening(shown);
}

function LiveFacts({ status: { live, elapsed } }: { status: ListeningStatus }) {
  const { live: words } = useWords();
  const reportWords = useReportWords();
  const { via, dropped, quiet, silenceProven } = live;
  const time = formatWholeSeconds(quiet, reportWords);
  const drops = dropped === null ? words.dropsUnknown : dropped === 0 ? words.noDrops : words.drops(dropped);
  return (
    <p className="live-facts">
      <span>{words.withTool(words.via[via])}</span>
      <span>{formatWholeSeconds(elapsed, reportWords)}</span>
      <span>{words.packets(live.packets)}</span>
      <span title={words.dropsHint} className={dropped ? 'live-drops' : undefined}>
        {drops}
      </span>
      {quiet >= QUIET && <span>{silenceProven ? words.quiet(time) : words.nothingReceived(time)}</span>}
    </p>
  );
}

function Trouble({ status: { live } }: { status: ListeningStatus }) {
  const { live: words } = useWords();
  const reportWords = useReportWords();
  const { trouble, retryIn, state } = live;
  if (trouble === null) return null;
  const retry =
    retryIn === null || retryIn < 0.5 ? words.retryNow : words.retry(formatWholeSeconds(retryIn, reportWords));
  return (
    <p className="live-trouble">
      <TriangleAlert size={14} aria-hidden />
      <span role="alert">{escapeControls(words.trouble(trouble))}</span>
      {/* Counts down: nobody wants to hear each second */}
      {state === 'waiting' && (
        <span className="live-retry" aria-hidden="true">
          {retry}
        </span>
      )}
    </p>
  );
}

/** Shows what happens now; what follows already says so. */
function FollowButton() {
  const { live } = useWords();
  const { session } = useApp();
  const { view } = useCapture();
  if (view.virtualRouter === null) return null;
  const follows = view.follows !== null;
  return (
    <button
      type="button"
      className={follows ? 'button small is-following' : 'button small primary'}
      title={live.followHint}
      aria-pressed={follows}
      onClick={() => session.dispatch({ kind: 'follow' })}
    >
      <LocateFixed size={14} aria-hidden />
      {follows ? live.following : live.follow}
    </button>
  );
}

function SavePackets() {
  const { live } = useWords();
  const { forms, save, saving } = useSaving();
  if (!forms.includes('packets')) return null;
  return (
    <button type="button" className="button small" disabled={saving} onClick={() => save('packets')}>
      <Download size={14} aria-hidden />
      {live.save}
    </button>
  );
}
