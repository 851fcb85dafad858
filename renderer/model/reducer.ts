import type { CaptureId, CaptureStatus } from '../../main/host-contract.ts';
import type { Action, AppState, CaptureView } from './app-state.ts';
import { isListening } from './live.ts';
import { reduceView, withoutFollowing, withReport } from './view-reducer.ts';

export const FIRST_STATE: AppState = {
  welcome: null,
  captures: [],
  selected: null,
  views: {},
  settings: { language: null, theme: 'system', times: 'utc', recent: [] },
  notice: null,
  choosing: false,
  asked: null,
  saving: false,
  upload: null,
  lost: false,
};

export const EMPTY_VIEW: CaptureView = {
  report: null,
  revision: 0,
  language: null,
  listing: { filter: '', order: 'worst', onlyEventful: false },
  virtualRouter: null,
  touched: false,
  span: null,
  follows: null,
  finding: null,
  evidence: [],
  packet: null,
  packets: { scope: 'virtual-router', onlyEvidence: false },
};

export function reduce(state: AppState, action: Action): AppState {
  switch (action.kind) {
    case 'welcomed': {
      const { welcome } = action;
      return withCaptures({ ...state, welcome, settings: welcome.settings }, welcome.captures);
    }
    case 'captures':
      return withCaptures(state, action.captures);
    case 'settings':
      return { ...state, settings: action.settings };
    case 'select-capture':
      return state.captures.some(({ id }) => id === action.capture) ? { ...state, selected: action.capture } : state;
    case 'report':
      return changeView(state, action.capture, (view, status) => withReport(view, action, status));
    case 'choosing':
      return { ...state, choosing: action.choosing };
    case 'ask':
      return { ...state, asked: action.asked };
    case 'saving':
      return { ...state, saving: true, notice: null };
    case 'notice':
      return { ...state, saving: false, notice: action.notice };
    case 'upload':
      return { ...state, upload: action.progress };
    case 'lost':
      return { ...state, lost: true, choosing: false, asked: null, saving: false, upload: null };
    default:
      return changeView(state, state.selected, (view, status) => reduceView(view, action, status));
  }
}

/** What a capture shows, whether or not something was shown of it before. */
export function viewOf(state: AppState, capture: CaptureId | null): CaptureView {
  return (capture === null ? undefined : state.views[capture]) ?? EMPTY_VIEW;
}

/** A capture that appears is looked at; in place of one that was closed comes its neighbour. */
function withCaptures(state: AppState, captures: readonly CaptureStatus[]): AppState {
  const before = new Set(state.captures.map(({ id }) => id));
  const ids = captures.map(({ id }) => id);
  const appeared = ids.filter((id) => !before.has(id)).at(-1);
  const views = Object.fromEntries(
    captures.flatMap((status) => {
      const view = state.views[status.id];
      return view ? [[status.id, isListening(status) ? view : withoutFollowing(view)] as const] : [];
    }),
  );
  const selected = appeared ?? (state.selected !== null && ids.includes(state.selected) ? state.selected : null);
  return { ...state, captures, views, selected: selected ?? neighbour(state, ids) };
}

function neighbour(state: AppState, ids: readonly CaptureId[]): CaptureId | null {
  const place = state.captures.findIndex(({ id }) => id === state.selected);
  return ids[Math.min(Math.max(place, 0), ids.length - 1)] ?? null;
}

function changeView(
  state: AppState,
  capture: CaptureId | null,
  change: (view: CaptureView, status: CaptureStatus) => CaptureView,
): AppState {
  const status = state.captures.find(({ id }) => id === capture);
  if (status === undefined) return state;
  return { ...state, views: { ...state.views, [status.id]: change(viewOf(state, status.id), status) } };
}
