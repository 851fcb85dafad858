import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatInterval } from '../../decoder/wording/format-time.ts';
import { onlyFile } from '../../decoder/wording/history-phrases.ts';
import { nameAddresses } from '../../decoder/wording/router-names.ts';
import { lastedOf, routerVerdict, saysSeconds } from '../model/router-verdict.ts';
import { useWords } from '../shared/words/words.ts';
import { SeverityMark } from './severity-mark.tsx';
import { useMoment, useReportWords } from './use-app.ts';

const MOST_ADDRESSES = 3;
const MOST_INTERVALS = 3;

/** Which virtual router this is, and what happened to it in one sentence. */
export function RouterHeading({ report, virtualRouter }: { report: Report; virtualRouter: VirtualRouter }) {
  const { routers } = useWords();
  const { vrid, addresses } = virtualRouter;
  const rest = addresses.length - MOST_ADDRESSES;
  return (
    <div className="heading">
      <h1 className="heading-title">
        <span className="heading-vrid">VRID {vrid}</span>
        <span className="heading-addresses" title={addresses.join('\n')}>
          {addresses.length === 0 ? routers.noAddresses : addresses.slice(0, MOST_ADDRESSES).join('  ')}
          {rest > 0 && ` +${rest}`}
        </span>
        <HeadingFacts report={report} virtualRouter={virtualRouter} />
      </h1>
      <Verdict report={report} virtualRouter={virtualRouter} />
    </div>
  );
}

function HeadingFacts({ report, virtualRouter }: { report: Report; virtualRouter: VirtualRouter }) {
  const words = useWords();
  const reportWords = useReportWords();
  const { tunnel, vlans, versions, family, routers, destinations, interface: where } = virtualRouter;
  const intervals = [...new Set(routers.map(({ interval }) => interval.advertised))];
  const every = intervals.slice(0, MOST_INTERVALS).map((seconds) => formatInterval(seconds, reportWords));
  const version = versions.map((number) => `VRRPv${number}`).join(words.heading.and);
  const facts = [
    ...(where === undefined ? [] : [escapeControls(where)]),
    ...(tunnel === undefined ? [] : [tunnel]),
    ...(vlans.length === 0 ? [] : [words.routers.vlan(vlans.join('.'))]),
    family === 'ipv6' ? `${version} IPv6` : version,
    ...(every.length === 0 ? [] : [words.heading.every(every.join(' / '))]),
    destinations.slice(0, 2).join(' '),
    ...onlyFile(virtualRouter, report, reportWords),
  ];
  return <span className="heading-facts">{facts.filter((fact) => fact !== '').join(' · ')}</span>;
}

function Verdict({ report, virtualRouter }: { report: Report; virtualRouter: VirtualRouter }) {
  const { heading } = useWords();
  const reportWords = useReportWords();
  const moment = useMoment(report);
  const { severity, sentence, finding, phrases, together } = routerVerdict(virtualRouter, report, moment, reportWords);
  const isSaid = finding?.end != null && saysSeconds(sentence, finding.end - finding.start);
  const lasted = finding && !isSaid ? lastedOf(finding, reportWords) : null;
  return (
    <div className={`verdict ${severity}`}>
      <SeverityMark severity={severity} size={18} />
      <div className="verdict-text">
        <p className="verdict-sentence">{sentence}</p>
        {finding && (
          <p className="verdict-why">
            <span className="verdict-when">
              {finding.end === null
                ? heading.since(moment(finding.start))
                : heading.lasted(moment(finding.start), lasted)}
              {phrases.length > 0 && ` · ${phrases.join(', ')}`}
            </span>{' '}
            {nameAddresses(finding.explanation, [virtualRouter])}
          </p>
        )}
        {together && (
          <p className="verdict-why">
            {heading.together(moment(together.start), nameAddresses(together.title, report.virtualRouters))}
          </p>
        )}
      </div>
    </div>
  );
}
