import type { CaptureStatus } from '../../main/host-contract.ts';
import { useWords } from '../shared/words/words.ts';
import { captureLabel } from './capture-tabs.tsx';
import { ReadingBar } from './reading-bar.tsx';

/** A capture is being read and there is nothing of it to show yet. */
export function Loading({ status }: { status: CaptureStatus }) {
  const words = useWords();
  return (
    <div className="state loading">
      <h1 className="state-title">{words.loading.title(captureLabel(status, words))}</h1>
      <ReadingBar status={status} />
      <p className="state-hint">{words.loading.firstResults}</p>
    </div>
  );
}
