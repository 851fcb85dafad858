import { createContext, useContext, useMemo } from 'react';
import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { formatDate } from '../../decoder/wording/format-time.ts';
import { type ReportWords, reportWordsOf } from '../../decoder/wording/report-words.ts';
import type { CaptureStatus } from '../../main/host-contract.ts';
import type { AppState, CaptureView } from '../model/app-state.ts';
import { viewOf } from '../model/reducer.ts';
import type { Session } from '../model/session.ts';
import { formatDateMoment, formatMoment } from '../shared/time-format.ts';
import { useWords } from '../shared/words/words.ts';

export interface AppValue {
  session: Session;
  state: AppState;
}

export const AppContext = createContext<AppValue | null>(null);

export function useApp(): AppValue {
  const value = useContext(AppContext);
  if (value === null) throw new Error('There is no window around this view.');
  return value;
}

/** The capture that is looked at, and what is shown of it. */
export function useCapture(): { status: CaptureStatus | null; view: CaptureView } {
  const { state } = useApp();
  const status = state.captures.find(({ id }) => id === state.selected) ?? null;
  return { status, view: viewOf(state, state.selected) };
}

/** What the report says about itself, in the language of the window. */
export function useReportWords(): ReportWords {
  return reportWordsOf(useWords().language);
}

export type Moment = (time: number, digits?: 0 | 3 | 6) => string;

/** Writes times as the user chose, with the date where the observation has several. */
export function useMoment(report: Report | null): Moment {
  const { times } = useApp().state.settings;
  const start = report?.start ?? 0;
  const end = report?.end ?? start;
  return useMemo(() => {
    const utc = times === 'utc';
    const severalDays = times !== 'relative' && formatDate(start, utc) !== formatDate(end, utc);
    const format = severalDays ? formatDateMoment : formatMoment;
    return (time, digits = 3) => format(time, times, start, digits);
  }, [times, start, end]);
}

export function virtualRouterOf(view: CaptureView): VirtualRouter | null {
  return view.report?.virtualRouters.find(({ id }) => id === view.virtualRouter) ?? null;
}
