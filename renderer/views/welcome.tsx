import { FolderOpen, History, Radio } from 'lucide-react';
import { useWords } from '../shared/words/words.ts';
import { CAPTURE_COMMAND } from './capture-command.ts';
import { CopyCommand } from './copy-command.tsx';
import { PathField, RecentName } from './open-menu.tsx';
import { ProductMark } from './product-mark.tsx';
import { useApp } from './use-app.ts';

const MOST_RECENT = 6;

/** The window without a capture: what it does, and how to begin. */
export function Welcome() {
  const { welcome: words, live } = useWords();
  const { session, state } = useApp();
  const { recent } = state.settings;
  const abilities = state.welcome?.abilities;
  return (
    <div className="welcome">
      <div className="welcome-head">
        <ProductMark size={44} />
        <h1 className="welcome-line">{words.line}</h1>
      </div>
      {abilities?.open && (
        <div className="welcome-open">
          <div className="welcome-begin">
            <button
              type="button"
              className="button primary large"
              disabled={state.lost}
              onClick={() => session.chooseAndOpen()}
            >
              <FolderOpen size={17} aria-hidden />
              {words.open}
            </button>
            {abilities.live && (
              <button
                type="button"
                className="button large"
                disabled={state.lost}
                onClick={() => session.dispatch({ kind: 'choosing', choosing: true })}
              >
                <Radio size={17} aria-hidden />
                {live.listen}
              </button>
            )}
          </div>
          <p className="welcome-drop">{words.drop}</p>
          <p className="welcome-several">{words.several}</p>
          {abilities.openPaths && <PathField onPath={(path) => session.openPath(path)} />}
        </div>
      )}
      {abilities?.open && recent.length > 0 && (
        <section className="welcome-recent" aria-labelledby="recent-title">
          <h2 className="side-title" id="recent-title">
            {words.recent}
          </h2>
          <ul>
            {recent.slice(0, MOST_RECENT).map((set) => (
              <li key={JSON.stringify(set)}>
                <button
                  type="button"
                  className="recent"
                  title={set.paths.join('\n')}
                  disabled={state.lost}
                  onClick={() => session.open(set)}
                >
                  <History size={15} aria-hidden />
                  <RecentName set={set} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="welcome-how">
        <p>{words.how}</p>
        <CopyCommand command={CAPTURE_COMMAND} />
      </div>
    </div>
  );
}
