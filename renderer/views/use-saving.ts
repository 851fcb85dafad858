import type { SaveForm, SaveOutcome, SaveRequest } from '../../main/host-contract.ts';
import type { CaptureView } from '../model/app-state.ts';
import { fileName } from '../model/capture-name.ts';
import { messageQuery } from '../model/message-query.ts';
import type { Session } from '../model/session.ts';
import { formatDateMoment, type Times, zoneOf } from '../shared/time-format.ts';
import { useWords, type Words } from '../shared/words/words.ts';
import { chartsAsSvg, svgToPng } from './charts/chart-pictures.ts';
import { useApp, useCapture, virtualRouterOf } from './use-app.ts';

/** Where the charts are, for pictures of them. */
export const CHARTS_ID = 'charts';
const PICTURE_SCALE = 2;

export interface Saving {
  /** What can be saved of what is looked at. */
  forms: readonly SaveForm[];
  saving: boolean;
  save(form: SaveForm): void;
}

export function useSaving(): Saving {
  const { session, state } = useApp();
  const { view } = useCapture();
  const words = useWords();
  const abilities = state.welcome?.abilities.save ?? [];
  const forms =
    !view.report?.sources.length || state.lost ? [] : abilities.filter((form) => !isChart(form) || hasCharts(view));
  return { forms, saving: state.saving, save: (form) => saveForm(form, session, view, words) };
}

function isChart(form: SaveForm): form is 'svg' | 'png' {
  return form === 'svg' || form === 'png';
}

function hasCharts(view: CaptureView): boolean {
  return view.virtualRouter !== null;
}

/** Also for menu commands of the host, which come at any time. */
export function saveForm(form: SaveForm, session: Session, view: CaptureView, words: Words): void {
  const describe = (outcome: SaveOutcome) => describeOutcome(outcome, words);
  const { times } = session.state().settings;
  if (!isChart(form)) {
    const what: SaveRequest =
      form === 'packets' ? { form, query: messageQuery(view) } : { form, language: words.language, times };
    session.save(what, describe);
    return;
  }
  drawCharts(form, view, times).then(
    (what) => what && session.save(what, describe),
    (error: unknown) => session.fail(error),
  );
}

async function drawCharts(form: 'svg' | 'png', view: CaptureView, times: Times): Promise<SaveRequest | null> {
  const charts = document.getElementById(CHARTS_ID);
  const virtualRouter = virtualRouterOf(view);
  if (charts === null || virtualRouter === null) return null;
  const name = `VRID ${virtualRouter.vrid}`;
  const file = fileName(view.report?.sources[0]?.name ?? '');
  const title = [name, ...virtualRouter.addresses, file, clockOf(view.report?.start ?? 0, times)];
  const svg = chartsAsSvg(charts, title.join(' '));
  return { form, name, content: form === 'svg' ? svg : await svgToPng(svg, PICTURE_SCALE) };
}

/** A picture is looked at without the window: it says what its times mean. */
function clockOf(start: number, times: Times): string {
  return times === 'relative' ? `(+0 s = ${formatDateMoment(start, 'utc', start)} UTC)` : `(${zoneOf(start, times)})`;
}

function describeOutcome(outcome: SaveOutcome, { states }: Words): string | null {
  switch (outcome.kind) {
    case 'saved':
      return states.saved(outcome.path);
    case 'download':
      return states.downloaded(outcome.name);
    case 'cancelled':
      return null;
  }
}
