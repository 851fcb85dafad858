import { CircleSlash2, PackageOpen } from 'lucide-react';
import type { Report } from '../../decoder/report.ts';
import { verdictSentence } from '../../decoder/wording/verdict.ts';
import { findingsFor } from '../model/finding-list.ts';
import { useWords } from '../shared/words/words.ts';
import { CAPTURE_COMMAND } from './capture-command.ts';
import { CopyCommand } from './copy-command.tsx';
import { FindingItem } from './finding-item.tsx';
import { useMoment, useReportWords } from './use-app.ts';

/** A capture without VRRP: what it holds instead, and how to capture rightly. */
export function NoVrrp({ report }: { report: Report }) {
  const { states, source, routers } = useWords();
  const reportWords = useReportWords();
  const moment = useMoment(report);
  const packets = report.sources.reduce((sum, one) => sum + one.packets, 0);
  const vrrp = report.sources.reduce((sum, one) => sum + one.vrrp, 0);
  const announcements = report.sources.reduce((sum, one) => sum + one.announcements, 0);
  const { ofCapture } = findingsFor(report, null);
  return (
    <div className="state nothing-found">
      <CircleSlash2 size={34} aria-hidden className="state-icon" />
      <h1 className="state-title">{vrrp > 0 ? verdictSentence(report, moment, reportWords) : states.noVrrpTitle}</h1>
      <div className="state-card">
        <p className="side-title">{states.noVrrpHolds}</p>
        <ul className="state-holds">
          <li>{source.packets(packets)}</li>
          <li>{source.announcements(announcements)}</li>
          {report.otherProtocols.map(({ protocol, group, packets: count, tunnel, vlans }) => (
            <li key={`${protocol} ${group} ${tunnel} ${vlans.join('.')}`}>
              {routers.neighbour({ protocol: protocol.toUpperCase(), group, packets: count })}
            </li>
          ))}
        </ul>
      </div>
      {ofCapture.length > 0 && (
        <ul className="finding-list state-card">
          {ofCapture.map((index) => {
            const finding = report.findings[index];
            return finding && <FindingItem key={index} finding={finding} index={index} report={report} />;
          })}
        </ul>
      )}
      <CaptureAdvice />
    </div>
  );
}

/** A capture file in which nothing was captured. */
export function NoPackets() {
  const { states } = useWords();
  return (
    <div className="state nothing-found">
      <PackageOpen size={34} aria-hidden className="state-icon" />
      <h1 className="state-title">{states.noPacketsTitle}</h1>
      <p className="state-text">{states.noPackets}</p>
      <CaptureAdvice />
    </div>
  );
}

function CaptureAdvice() {
  const { states } = useWords();
  return (
    <div className="state-advice">
      <p>{states.noVrrpAdvice}</p>
      <CopyCommand command={CAPTURE_COMMAND} />
      <p className="state-hint">{states.iface}</p>
    </div>
  );
}
