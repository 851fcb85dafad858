import type { Evidence, Report } from '../../decoder/report.ts';
import type { CaptureStatus } from '../../main/host-contract.ts';
import type { Action, CaptureView, Span } from './app-state.ts';
import { spanOfFinding, withMargin } from './finding-span.ts';
import { asOf, FOLLOWED, isListening, nowOf, reachesNow, shownSpan } from './live.ts';
import { firstRouter } from './router-list.ts';

export type ViewAction = Extract<
  Action,
  {
    kind:
      | 'list-routers'
      | 'select-virtual-router'
      | 'show-span'
      | 'follow'
      | 'show-packets'
      | 'select-finding'
      | 'select-packet'
      | 'list-packets';
  }
>;

/** What a person chose in what is shown of one capture. */
export function reduceView(view: CaptureView, action: ViewAction, status: CaptureStatus): CaptureView {
  const now = nowOf(status);
  const report = view.report && asOf(view.report, now);
  switch (action.kind) {
    case 'list-routers':
      return { ...view, listing: { ...view.listing, ...action.listing } };
    case 'list-packets':
      return { ...view, packets: { ...view.packets, ...action.packets } };
    case 'select-virtual-router':
      if (view.virtualRouter === action.virtualRouter) return { ...view, touched: true };
      return { ...elsewhere(view, status), virtualRouter: action.virtualRouter, touched: true };
    case 'show-span':
      return { ...view, ...chosenSpan(action.span, report, now), touched: true };
    case 'follow':
      return isListening(status) ? { ...view, span: null, follows: FOLLOWED, touched: true } : view;
    case 'show-packets':
      return showPackets(view, action.evidence, action.span, report);
    case 'select-finding':
      return selectFinding(view, action.finding, report);
    case 'select-packet':
      return { ...view, packet: action.packet, touched: true };
  }
}

/** A new report keeps what is looked at, where that still is. */
export function withReport(
  view: CaptureView,
  action: Extract<Action, { kind: 'report' }>,
  status: CaptureStatus,
): CaptureView {
  const { report, revision, language } = action;
  const follows = view.report === null && isListening(status) ? FOLLOWED : view.follows;
  const next = { ...view, report, revision, language, follows };
  const still = report.virtualRouters.some(({ id }) => id === view.virtualRouter);
  // What is listened to goes on under the same virtual router; the list tells which is the worst
  if (!still || !(view.touched || isListening(status))) {
    const virtualRouter = firstRouter(report)?.id ?? null;
    return virtualRouter === view.virtualRouter ? next : { ...elsewhere(next, status), virtualRouter };
  }
  const known = view.finding === null ? undefined : view.report?.findings[view.finding];
  const finding = report.findings.findIndex(
    ({ code, virtualRouter, start }) =>
      code === known?.code && virtualRouter === known.virtualRouter && start === known.start,
  );
  const span = clip(view.span, asOf(report, nowOf(status)));
  return { ...next, span, finding: finding < 0 ? null : finding };
}

/** Nothing is listened to any more: what is shown stands still. */
export function withoutFollowing(view: CaptureView): CaptureView {
  if (view.follows === null) return view;
  return { ...view, follows: null, span: view.report && clip(shownSpan(view, view.report), view.report) };
}

/** A time that reaches to now goes on with it. */
function chosenSpan(span: Span | null, report: Report | null, now: number | null) {
  const clipped = report && clip(span, report);
  if (clipped === null || now === null || !reachesNow(clipped, now)) return { span: clipped, follows: null };
  return { span: null, follows: clipped.end - clipped.start };
}

/** Zooms only where no packet tells where to look. */
function showPackets(view: CaptureView, evidence: readonly Evidence[], at: Span | null, report: Report | null) {
  const virtualRouter = report?.virtualRouters.find(({ id }) => id === view.virtualRouter) ?? null;
  const zoomed =
    evidence.length === 0 && at !== null && report !== null
      ? { span: clip(withMargin(at, report, virtualRouter), report), follows: null }
      : {};
  return {
    ...view,
    ...zoomed,
    finding: null,
    evidence,
    packet: evidence[0] ?? null,
    packets: { ...view.packets, onlyEvidence: view.packets.onlyEvidence && evidence.length > 0 },
    touched: true,
  };
}

function selectFinding(view: CaptureView, index: number | null, report: Report | null): CaptureView {
  const finding = index === null ? undefined : report?.findings[index];
  if (!finding || !report) return { ...view, ...nothingChosen(view), packet: view.packet };
  const { scope } = view.packets;
  return {
    ...view,
    virtualRouter: finding.virtualRouter ?? view.virtualRouter,
    finding: index,
    evidence: finding.evidence,
    packet: finding.evidence[0] ?? null,
    packets: {
      scope: finding.virtualRouter === null && scope === 'virtual-router' ? 'messages' : scope,
      onlyEvidence: view.packets.onlyEvidence && finding.evidence.length > 0,
    },
    span: clip(spanOfFinding(finding, report), report),
    follows: null,
    touched: true,
  };
}

function nothingChosen({ packets }: CaptureView) {
  const none: readonly Evidence[] = [];
  return { finding: null, evidence: none, packet: null, packets: { ...packets, onlyEvidence: false } };
}

/** Another virtual router is looked at: as a whole, or now. */
function elsewhere(view: CaptureView, status: CaptureStatus): CaptureView {
  const follows = isListening(status) && view.span !== null ? FOLLOWED : view.follows;
  return { ...view, ...nothingChosen(view), span: null, follows };
}

/** Null, the whole observation, where nothing of the span lies inside of it. */
function clip(span: Span | null, { start, end }: Report): Span | null {
  if (span === null || start === null || end === null) return null;
  const clipped = { start: Math.max(start, span.start), end: Math.min(end, span.end) };
  const whole = clipped.start <= start && clipped.end >= end;
  return whole || clipped.end <= clipped.start ? null : clipped;
}
