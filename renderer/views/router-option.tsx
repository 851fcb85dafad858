import { ArrowLeftRight } from 'lucide-react';
import type { Report } from '../../decoder/report.ts';
import { onlyFile } from '../../decoder/wording/history-phrases.ts';
import type { RouterEntry } from '../model/router-list.ts';
import { useWords } from '../shared/words/words.ts';
import { MiniStrip } from './charts/mini-strip.tsx';
import { SeverityMark } from './severity-mark.tsx';
import { useReportWords } from './use-app.ts';

export function routerOptionId(index: number): string {
  return `router-${index}`;
}

interface RouterOptionProps {
  entry: RouterEntry;
  report: Report;
  index: number;
  of: number;
  top: number;
  height: number;
  selected: boolean;
  onSelect(): void;
}

export function RouterOption({ entry, report, index, of, top, height, selected, onSelect }: RouterOptionProps) {
  const { routers } = useWords();
  const reportWords = useReportWords();
  const { virtualRouter, severity, phrases, transitions } = entry;
  const { vrid, tunnel, vlans, addresses } = virtualRouter;
  const [address = routers.noAddresses, ...more] = addresses;
  const where = [
    ...(tunnel === undefined ? [] : [tunnel]),
    ...(vlans.length > 0 ? [routers.vlan(vlans.join('.'))] : []),
    ...onlyFile(virtualRouter, report, reportWords),
  ];
  const told = severity === 'info' && phrases.length > 0 ? '' : severity;
  const quiet = entry.eventful ? routers.nothingAlarming : routers.nothingHappened;
  return (
    <div
      id={routerOptionId(index)}
      className="router-option"
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-posinset={index + 1}
      aria-setsize={of}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={onSelect}
      onKeyDown={({ key }) => key === 'Enter' && onSelect()}
    >
      <div className="router-card">
        <p className="router-name">
          <SeverityMark severity={severity} />
          <strong>VRID {vrid}</strong>
          <span className="router-addresses" title={addresses.join('\n')}>
            {more.length === 0 ? address : `${address} +${more.length}`}
          </span>
        </p>
        <MiniStrip report={report} virtualRouter={virtualRouter} />
        <p className="router-story">
          <span className={`router-phrase ${told}`} title={phrases.join(', ')}>
            {phrases[0] ?? quiet}
          </span>
          {where.length > 0 && <span className="router-where">{where.join(' · ')}</span>}
          {transitions > 0 && (
            <span className="router-transitions" title={routers.transitions(transitions)}>
              <ArrowLeftRight size={12} aria-hidden />
              <span aria-hidden="true">{transitions.toLocaleString('en-US')}</span>
              <span className="hidden">{routers.transitions(transitions)}</span>
            </span>
          )}
        </p>
      </div>
    </div>
  );
}
