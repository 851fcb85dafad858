import { FileX2, FolderOpen } from 'lucide-react';
import type { Report, Unreadable } from '../../decoder/report.ts';
import type { CaptureStatus } from '../../main/host-contract.ts';
import { fileName } from '../model/capture-name.ts';
import { useWords, type Words } from '../shared/words/words.ts';
import { captureLabel } from './capture-tabs.tsx';
import { useApp } from './use-app.ts';

type Hint = keyof Words['states']['failedHints'];

/** By the code of why an input could not be read. */
const HINTS: Readonly<Record<string, Hint>> = {
  'not-found': 'missing',
  'no-permission': 'permission',
  'not-a-capture': 'format',
  'is-a-directory': 'format',
  'unsupported-compression': 'format',
  empty: 'empty',
};

function hintsFor(unreadable: readonly Unreadable[]): Hint[] {
  return [...new Set(unreadable.map(({ code }) => HINTS[code] ?? 'whole'))];
}

/** Null where reading did not fail, or only some of its files could not be read. */
export function failureOf({ failure, trouble }: CaptureStatus, { live }: Words): string | null {
  return trouble === null ? failure : live.trouble(trouble);
}

/** Nothing of the capture could be read: what, why, and what to do. */
export function Failed({ status, report }: { status: CaptureStatus; report: Report | null }) {
  const words = useWords();
  const { states } = words;
  const { session, state } = useApp();
  const unreadable = report?.unreadable ?? [];
  const reasons = unreadable.map(({ name, code, message }) => {
    const reason = words.problem(code, message);
    return unreadable.length === 1 ? reason : `${fileName(name)}: ${reason}`;
  });
  const why = failureOf(status, words);
  if (why !== null) reasons.unshift(why);
  return (
    <div className="state failed" role="alert">
      <FileX2 size={34} aria-hidden className="state-icon critical" />
      <h1 className="state-title">{states.failedTitle(captureLabel(status, words))}</h1>
      <ul className="state-reasons">
        {[...new Set(reasons)].map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <ul className="state-hints">
        {hintsFor(unreadable).map((hint) => (
          <li key={hint}>{states.failedHints[hint]}</li>
        ))}
      </ul>
      {state.welcome?.abilities.open && (
        <button type="button" className="button primary" disabled={state.lost} onClick={() => session.chooseAndOpen()}>
          <FolderOpen size={15} aria-hidden />
          {states.tryAnother}
        </button>
      )}
    </div>
  );
}
