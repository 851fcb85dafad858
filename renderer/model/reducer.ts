import type { Evidence, Report } from '../../decoder/report.ts';
import type { CaptureId, CaptureStatus } from '../../main/host-contract.ts';
import type { Action, AppState, CaptureView, Span } from './app-state.ts';
import { spanOfFinding, withMargin } from './finding-span.ts';
import { firstRouter } from './router-list.ts';

export const FIRST_STATE: AppState = {
  welcome: null,
  captures: [],
  selected: null,
  views: {},
  settings: { language: null, theme: 'system', times: 'utc', recent: [] },
  notice: null,
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
  finding: null,
  evidence: [],
  packet: null,
  packets: { ofAll: false, onlyEvidence: false },
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
      return changeView(state, action.capture, (view) => withReport(view, action));
    case 'saving':
      return { ...state, saving: true, notice: null };
    case 'notice':
      return { ...state, saving: false, notice: action.notice };
    case 'upload':
      return { ...state, upload: action.progress };
    case 'lost':
      return { ...state, lost: true, saving: false, upload: null };
    default:
      return changeView(state, state.selected, (view) => reduceView(view, action));
  }
}

/** What a capture shows, whether or not something was shown of it before. */
export function viewOf(state: AppState, capture: CaptureId | null): CaptureView {
  return (capture === null ? undefined : state.views[capture]) ?? EMPTY_VIEW;
}

type ViewAction = Exclude<
  Action,
  { kind: 'welcomed' | 'captures' | 'settings' | 'select-capture' | 'report' | 'saving' | 'notice' | 'upload' | 'lost' }
>;

function reduceView(view: CaptureView, action: ViewAction): CaptureView {
  switch (action.kind) {
    case 'list-routers':
      return { ...view, listing: { ...view.listing, ...action.listing } };
    case 'list-packets':
      return { ...view, packets: { ...view.packets, ...action.packets } };
    case 'select-virtual-router':
      if (view.virtualRouter === action.virtualRouter) return { ...view, touched: true };
      return { ...view, ...nothingChosen(view), virtualRouter: action.virtualRouter, touched: true };
    case 'show-span':
      return { ...view, span: view.report && clip(action.span, view.report), touched: true };
    case 'show-packets':
      return showPackets(view, action.evidence, action.span);
    case 'select-finding':
      return selectFinding(view, action.finding);
    case 'select-packet':
      return { ...view, packet: action.packet, touched: true };
  }
}

/** Zooms only where no packet tells where to look. */
function showPackets(view: CaptureView, evidence: readonly Evidence[], at: Span | null): CaptureView {
  const { report } = view;
  const around = evidence.length === 0 && at !== null && report !== null;
  const virtualRouter = report?.virtualRouters.find(({ id }) => id === view.virtualRouter) ?? null;
  return {
    ...view,
    finding: null,
    evidence,
    packet: evidence[0] ?? null,
    span: around ? clip(withMargin(at, report, virtualRouter), report) : view.span,
    packets: { ...view.packets, onlyEvidence: view.packets.onlyEvidence && evidence.length > 0 },
    touched: true,
  };
}

function selectFinding(view: CaptureView, index: number | null): CaptureView {
  const finding = index === null ? undefined : view.report?.findings[index];
  if (!finding || !view.report) return { ...view, ...nothingChosen(view), packet: view.packet, span: view.span };
  return {
    ...view,
    virtualRouter: finding.virtualRouter ?? view.virtualRouter,
    finding: index,
    evidence: finding.evidence,
    packet: finding.evidence[0] ?? null,
    packets: {
      ofAll: view.packets.ofAll || finding.virtualRouter === null,
      onlyEvidence: view.packets.onlyEvidence && finding.evidence.length > 0,
    },
    span: clip(spanOfFinding(finding, view.report), view.report),
    touched: true,
  };
}

function nothingChosen({ packets }: CaptureView) {
  const none: readonly Evidence[] = [];
  return { finding: null, evidence: none, packet: null, packets: { ...packets, onlyEvidence: false }, span: null };
}

/** A new report keeps what is looked at, where that still is. */
function withReport(view: CaptureView, action: Extract<Action, { kind: 'report' }>): CaptureView {
  const { report, revision, language } = action;
  const next = { ...view, report, revision, language };
  const still = report.virtualRouters.some(({ id }) => id === view.virtualRouter);
  if (!view.touched || !still) {
    const virtualRouter = firstRouter(report)?.id ?? null;
    return virtualRouter === view.virtualRouter ? next : { ...next, ...nothingChosen(view), virtualRouter };
  }
  const known = view.finding === null ? undefined : view.report?.findings[view.finding];
  const finding = report.findings.findIndex(
    ({ code, virtualRouter, start }) =>
      code === known?.code && virtualRouter === known.virtualRouter && start === known.start,
  );
  return { ...next, span: clip(view.span, report), finding: finding < 0 ? null : finding };
}

/** Null, the whole observation, where nothing of the span lies inside of it. */
function clip(span: Span | null, { start, end }: Report): Span | null {
  if (span === null || start === null || end === null) return null;
  const clipped = { start: Math.max(start, span.start), end: Math.min(end, span.end) };
  const whole = clipped.start <= start && clipped.end >= end;
  return whole || clipped.end <= clipped.start ? null : clipped;
}

/** A capture that appears is looked at; in place of one that was closed comes its neighbour. */
function withCaptures(state: AppState, captures: readonly CaptureStatus[]): AppState {
  const before = new Set(state.captures.map(({ id }) => id));
  const ids = captures.map(({ id }) => id);
  const appeared = ids.filter((id) => !before.has(id)).at(-1);
  const views = Object.fromEntries(Object.entries(state.views).filter(([id]) => ids.includes(id)));
  const selected = appeared ?? (state.selected !== null && ids.includes(state.selected) ? state.selected : null);
  return { ...state, captures, views, selected: selected ?? neighbour(state, ids) };
}

function neighbour(state: AppState, ids: readonly CaptureId[]): CaptureId | null {
  const place = state.captures.findIndex(({ id }) => id === state.selected);
  return ids[Math.min(Math.max(place, 0), ids.length - 1)] ?? null;
}

function changeView(state: AppState, capture: CaptureId | null, change: (view: CaptureView) => CaptureView): AppState {
  if (capture === null || !state.captures.some(({ id }) => id === capture)) return state;
  return { ...state, views: { ...state.views, [capture]: change(viewOf(state, capture)) } };
}
