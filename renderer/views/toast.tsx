import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { percentOf } from '../model/reading-progress.ts';
import { useWords } from '../shared/words/words.ts';
import { useApp } from './use-app.ts';

/** What went well needs no click to go away. */
const SHOWN_FOR = 8000;

/** What was done, or could not be done. */
export function Toast() {
  const { loading, states } = useWords();
  const { session, state } = useApp();
  const { notice, saving, upload } = state;
  useEffect(() => {
    if (notice?.kind !== 'done') return;
    const timer = setTimeout(() => session.dispatch({ kind: 'notice', notice: null }), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [notice, session]);
  return (
    <div className="toasts" aria-live={notice?.kind === 'failed' ? 'assertive' : 'polite'}>
      {upload && (
        <div className="toast">
          <p className="toast-text">
            {states.sending(upload.name, percentOf(upload.total ? upload.done / upload.total : 0))}
          </p>
          <button type="button" className="button small" onClick={() => session.host.stopUploads?.()}>
            {loading.cancel}
          </button>
        </div>
      )}
      {saving && <p className="toast">{states.saving}</p>}
      {notice && (
        <div className={`toast ${notice.kind}`}>
          {notice.kind === 'done' ? <CircleCheck size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
          <p className="toast-text">{notice.message}</p>
          <button
            type="button"
            className="button icon quiet small"
            aria-label={states.dismiss}
            title={states.dismiss}
            onClick={() => session.dispatch({ kind: 'notice', notice: null })}
          >
            <X size={14} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
