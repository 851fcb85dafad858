import { Bug } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import type { Words } from '../shared/words/words.ts';

interface BrokenProps {
  words: Words;
  children: ReactNode;
}

/** A mistake of the window itself is said, not shown as an empty page. */
export class Broken extends Component<BrokenProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { words, children } = this.props;
    const { error } = this.state;
    if (error === null) return children;
    return (
      <main className="main window">
        <div className="state failed" role="alert">
          <Bug size={34} aria-hidden className="state-icon critical" />
          <h1 className="state-title">{words.states.brokenTitle}</h1>
          <p className="state-text">{words.states.broken}</p>
          <code className="state-reasons">{error.message}</code>
          <button type="button" className="button primary" onClick={() => location.reload()}>
            {words.states.reload}
          </button>
        </div>
      </main>
    );
  }
}
