import { useEffect, useRef } from 'react';
import type { Finding, Report } from '../../decoder/report.ts';
import { reportIndex } from '../../decoder/wording/report-index.ts';
import { nameAddresses, nameAdvice } from '../../decoder/wording/router-names.ts';
import { isListening } from '../model/live.ts';
import { lastedOf } from '../model/router-verdict.ts';
import { shortPaths } from '../model/short-paths.ts';
import { useWords } from '../shared/words/words.ts';
import { Advice } from './advice.tsx';
import { SeverityMark } from './severity-mark.tsx';
import { useApp, useCapture, useMoment, useReportWords } from './use-app.ts';

interface FindingItemProps {
  finding: Finding;
  /** In the report. */
  index: number;
  report: Report;
}

/** One finding; choosing it shows its time and its packets. */
export function FindingItem({ finding, index, report }: FindingItemProps) {
  const words = useWords();
  const reportWords = useReportWords();
  const moment = useMoment(report);
  const { session } = useApp();
  const { status, view } = useCapture();
  const chosen = view.finding === index;
  const goesOn = isListening(status) ? words.live.goesOn : words.findings.toTheEnd;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const subject = reportIndex(report).virtualRouters.get(finding.virtualRouter ?? '');
  const known = subject ? [subject] : report.virtualRouters;
  const told = (text: string) => shortPaths(text, report);
  const lasted = finding.end === null ? goesOn : lastedOf(finding, reportWords);
  return (
    <li ref={item} className="finding" data-chosen={chosen || undefined}>
      <button
        type="button"
        className="finding-head"
        aria-pressed={chosen}
        onClick={() => session.dispatch({ kind: 'select-finding', finding: chosen ? null : index })}
      >
        <SeverityMark severity={finding.severity} />
        <span className="finding-title">{told(nameAddresses(finding.title, known))}</span>
        <span className="finding-time">
          <span>{moment(finding.start)}</span>
          {lasted !== null && <span className="finding-lasted">{lasted}</span>}
        </span>
      </button>
      <div className="finding-body">
        <p>{told(nameAddresses(finding.explanation, known))}</p>
        {finding.advice !== '' && <Advice advice={told(nameAdvice(finding.advice, known))} />}
      </div>
    </li>
  );
}
