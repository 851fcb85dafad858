import { useWords } from '../shared/words/words.ts';
import { CaptureFacts } from './capture-facts.tsx';
import { Neighbours } from './neighbours.tsx';
import { RouterList } from './router-list.tsx';
import { useCapture } from './use-app.ts';

/** The capture's facts, its virtual routers, and what else speaks on the segment. */
export function Sidebar() {
  const words = useWords();
  const { view } = useCapture();
  const { report } = view;
  return (
    <nav className="sidebar" aria-label={words.regions.sidebar} data-region tabIndex={-1}>
      {report && <CaptureFacts report={report} />}
      {report && report.virtualRouters.length > 0 && <RouterList report={report} />}
      {report && <Neighbours report={report} />}
    </nav>
  );
}
