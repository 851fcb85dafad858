import { isListening } from '../model/live.ts';
import { useWords } from '../shared/words/words.ts';
import { Failed } from './failed.tsx';
import { LiveFailed, NothingHeard, NothingYet } from './live-states.tsx';
import { Loading } from './loading.tsx';
import { NoPackets, NoVrrp } from './nothing-found.tsx';
import { useApp, useCapture, virtualRouterOf } from './use-app.ts';
import { Welcome } from './welcome.tsx';
import { Workspace } from './workspace.tsx';

/** What fills the window: a virtual router, or why there is none to show. */
export function Screen() {
  const words = useWords();
  const { state } = useApp();
  const { status, view } = useCapture();
  if (state.welcome === null)
    return state.notice || state.lost ? null : <p className="connecting">{words.welcome.connecting}</p>;
  if (status === null) return <Welcome />;
  const { report } = view;
  const virtualRouter = virtualRouterOf(view);
  if (report && virtualRouter) return <Workspace report={report} virtualRouter={virtualRouter} />;
  if (isListening(status)) return <NothingYet status={status} />;
  if (status.live !== null && status.state === 'failed') return <LiveFailed status={status} />;
  if (status.live !== null && status.live.packets === 0) return <NothingHeard status={status} />;
  if (status.state === 'reading' || (report === null && status.state !== 'failed')) return <Loading status={status} />;
  if (report === null || report.sources.length === 0) return <Failed status={status} report={report} />;
  return report.sources.every(({ packets }) => packets === 0) ? <NoPackets /> : <NoVrrp report={report} />;
}
