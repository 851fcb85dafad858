import './shared/theme.css';
import './shared/base.css';
import './shared/controls.css';
import { useDeferredValue, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Report } from '../decoder/report.ts';
import type { Language } from '../decoder/wording/language.ts';
import type { Host } from './host.ts';
import type { AppState } from './model/app-state.ts';
import { viewOf } from './model/reducer.ts';
import { Session } from './model/session.ts';
import { type Words, WordsContext, wordsIn } from './shared/words/words.ts';
import { Broken } from './views/broken.tsx';
import { captureLabel } from './views/capture-tabs.tsx';
import { AppContext } from './views/use-app.ts';
import { Window } from './views/window.tsx';

/** The whole window, whichever host it has. */
export function App({ host }: { host: Host }) {
  const [session] = useState(() => new Session(host, systemLanguage()));
  useEffect(() => session.start(), [session]);
  const state = useShownState(session);
  const words = wordsIn(state.settings.language ?? systemLanguage());
  useDocument(state, words);
  const value = useMemo(() => ({ session, state }), [session, state]);
  return (
    <WordsContext value={words}>
      <Broken words={words}>
        <AppContext value={value}>
          <Window />
        </AppContext>
      </Broken>
    </WordsContext>
  );
}

/** What a person does shows at once; another report, which may be long, is drawn between other work. */
function useShownState(session: Session): AppState {
  const current = useSyncExternalStore(session.subscribe, session.state);
  const deferred = useDeferredValue(current);
  return reportOf(current) === reportOf(deferred) ? current : deferred;
}

function reportOf(state: AppState): Report | null {
  return viewOf(state, state.selected).report;
}

function systemLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** What is said to the page around the window: its title, language and theme. */
function useDocument({ captures, selected, settings }: AppState, words: Words): void {
  const capture = captures.find(({ id }) => id === selected);
  const title = capture ? `${captureLabel(capture, words)} – vrrpscope` : 'vrrpscope';
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    document.documentElement.lang = words.language === 'zh' ? 'zh-CN' : 'en';
  }, [words.language]);
  useEffect(() => {
    if (settings.theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = settings.theme;
  }, [settings.theme]);
}
