import { useEffect } from 'react';
import type { MenuCommand, SaveForm } from '../../main/host-contract.ts';
import { isListening } from '../model/live.ts';
import { viewOf } from '../model/reducer.ts';
import type { Session } from '../model/session.ts';
import { useWords, type Words, wordsIn } from '../shared/words/words.ts';
import { FILTER_ID, ROUTERS_ID } from './router-list.tsx';
import { useApp } from './use-app.ts';
import { saveForm } from './use-saving.ts';

/** Keys that work everywhere in the window. */
export function useShortcuts(showShortcuts: () => void): void {
  const { session } = useApp();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (pressed(event, session, showShortcuts)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}

function pressed(event: KeyboardEvent, session: Session, showShortcuts: () => void): boolean {
  const controlled = (event.ctrlKey || event.metaKey) && !event.altKey;
  const command = controlled && !event.shiftKey;
  if (controlled && event.shiftKey && event.key.toLowerCase() === 'l') return listen(session);
  if (controlled && event.shiftKey && event.key.toLowerCase() === 'f') return follow(session);
  if (command && event.key === 'o') return open(session);
  if (command && event.key === 'f') return focusFilter();
  if (event.key === 'F6') return focusRegion(event.shiftKey ? -1 : 1);
  if (event.key !== '?' || command || isTyping(event.target)) return false;
  showShortcuts();
  return true;
}

const SAVES: Partial<Record<MenuCommand, SaveForm>> = {
  'save-html': 'html',
  'save-json': 'json',
  'save-csv': 'csv',
  'save-packets': 'packets',
};

/** What was chosen in the menu of the desktop app. */
export function useMenuCommands(): void {
  const { session } = useApp();
  const { language } = useWords();
  useEffect(() => session.onMenu((command) => obey(command, session, wordsIn(language))), [session, language]);
}

function obey(command: MenuCommand, session: Session, words: Words): void {
  const state = session.state();
  const form = SAVES[command];
  const view = viewOf(state, state.selected);
  if (form && view.report) saveForm(form, session, view, words);
  else if (command === 'open') open(session);
  else if (command === 'add') add(session);
  else if (command === 'listen') listen(session);
  else if (command === 'find') focusFilter();
  else if (command === 'close-capture' && state.selected !== null) session.close(state.selected);
}

function open(session: Session): boolean {
  const { welcome, lost } = session.state();
  if (!welcome?.abilities.open || lost) return false;
  session.chooseAndOpen();
  return true;
}

function add(session: Session): void {
  const { captures, selected, lost } = session.state();
  const capture = captures.find(({ id, live }) => id === selected && live === null);
  if (capture && !lost) session.chooseAndAdd(capture);
}

function listen(session: Session): boolean {
  const { welcome, lost } = session.state();
  if (!welcome?.abilities.live || lost) return false;
  session.dispatch({ kind: 'choosing', choosing: true });
  return true;
}

function follow(session: Session): boolean {
  const { captures, selected } = session.state();
  if (!isListening(captures.find(({ id }) => id === selected) ?? null)) return false;
  session.dispatch({ kind: 'follow' });
  return true;
}

/** With a single virtual router there is no filter, and the browser's own search is left alone. */
function focusFilter(): boolean {
  const filter = document.getElementById(FILTER_ID);
  if (filter instanceof HTMLInputElement) filter.select();
  (filter ?? document.getElementById(ROUTERS_ID))?.focus();
  return filter !== null;
}

function focusRegion(step: number): boolean {
  const regions = Array.from(document.querySelectorAll<HTMLElement>('[data-region]'));
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const start = at < 0 && step < 0 ? 0 : at;
  regions[(start + step + regions.length) % regions.length]?.focus();
  return regions.length > 0;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}
