import { FileWarning } from 'lucide-react';
import { UNREAD_LINK_TYPE } from '../../decoder/message-stream.ts';
import type { Report, Source, SourceProblem } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatDuration } from '../../decoder/wording/format-time.ts';
import { logSentences } from '../../decoder/wording/log-sentences.ts';
import { viewSentences } from '../../decoder/wording/view-sentences.ts';
import { fileName } from '../model/capture-name.ts';
import { useWords, type Words } from '../shared/words/words.ts';
import { useMoment, useReportWords } from './use-app.ts';

const MOST_PROBLEMS = 5;
const LINK_TYPES: Readonly<Record<number, string>> = {
  0: 'loopback',
  1: 'Ethernet',
  101: 'raw IP',
  113: 'Linux cooked',
  228: 'IPv4',
  229: 'IPv6',
  276: 'Linux cooked v2',
};

/** What was captured: when, how much, on what, and what is wrong with the files. */
export function CaptureFacts({ report }: { report: Report }) {
  const words = useWords();
  const reportWords = useReportWords();
  const moment = useMoment(report);
  const { start, end, sources, unreadable } = report;
  const several = sources.length + unreadable.length > 1;
  const packets = sources.reduce((sum, source) => sum + source.packets, 0);
  return (
    <section className="facts" aria-labelledby="facts-title">
      <h2 className="side-title" id="facts-title">
        {words.source.capture}
        {several && <span className="side-count">{words.source.files(sources.length + unreadable.length)}</span>}
      </h2>
      <div className="facts-card">
        {start !== null && end !== null && (
          <p className="facts-span">
            <strong>{formatDuration(end - start, reportWords)}</strong>
            <span className="facts-when">
              {moment(start, 0)} – {moment(end, 0)}
            </span>
          </p>
        )}
        {several && <p className="facts-line">{words.source.packets(packets)}</p>}
        {[...viewSentences(report, reportWords), ...logSentences(report, reportWords)].map((line) => (
          <p key={line} className="facts-line">
            {escapeControls(line)}
          </p>
        ))}
        {report.configurations?.map(({ name, files: [file = ''], instances }) => (
          <p key={`${name} ${file}`} className="facts-line" title={escapeControls(file)}>
            {escapeControls(words.source.configuration(name, fileName(file), instances.length))}
          </p>
        ))}
        <div className="facts-sources">
          {sources.map((source, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one file may be given twice
            <SourceFacts key={`${index} ${source.name}`} source={source} number={several ? index + 1 : null} />
          ))}
          {unreadable.map(({ name, code, message }) => (
            <div key={`${name} ${message}`} className="source">
              <p className="source-name">{fileName(name)}</p>
              <p className="damage">
                <FileWarning size={14} aria-hidden />
                {words.source.unreadable}: {words.problem(code, message)}
              </p>
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

function SourceFacts({ source, number }: { source: Source; number: number | null }) {
  const words = useWords();
  const damages = source.problems.filter(({ code }) => code !== UNREAD_LINK_TYPE);
  const unread = source.problems.filter(({ code }) => code === UNREAD_LINK_TYPE);
  const title = number === null ? fileName(source.name) : `${number}. ${fileName(source.name)}`;
  return (
    <div className="source">
      <p className="source-name" title={source.name}>
        {title}
      </p>
      <p className="facts-line">{sourceFacts(source, words).join(' · ')}</p>
      {unread.length > 0 && <p className="damage">{words.source.unreadLinkType(countOf(unread))}</p>}
      {damages.length > 0 && (
        <details className="damages">
          <summary className="damage">
            <FileWarning size={14} aria-hidden />
            {words.source.damage(countOf(damages))}
          </summary>
          <ul>
            {damages.slice(0, MOST_PROBLEMS).map((problem) => (
              <Damage key={`${problem.code} ${problem.offset}`} problem={problem} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Damage({ problem: { code, message, offset, packet, count = 1 } }: { problem: SourceProblem }) {
  const { source, states, problem } = useWords();
  const place = [
    ...(packet === undefined ? [] : [source.atPacket(packet.toLocaleString('en-US'))]),
    source.atByte(offset.toLocaleString('en-US')),
  ].join(', ');
  return (
    <li>
      {states.at(problem(code, message), place)}
      {count > 1 && ` ${source.andMore(count - 1)}`}
    </li>
  );
}

function countOf(problems: readonly SourceProblem[]): number {
  return problems.reduce((sum, { count = 1 }) => sum + count, 0);
}

function sourceFacts(source: Source, words: Words): string[] {
  const linkTypes = [...new Set(source.interfaces.map(({ linkType }) => linkType))];
  const { dropped, compression, format } = source;
  return [
    words.source.packets(source.packets),
    `${source.vrrp.toLocaleString('en-US')} VRRP`,
    words.source.announcements(source.announcements),
    linkTypes.map((type) => LINK_TYPES[type] ?? words.source.linkType(type)).join(', '),
    compression === 'none' ? format : `${format}, ${words.source.compression[compression]}`,
    dropped === undefined || dropped === 0 ? words.source.noDrops : words.source.drops(dropped),
  ].filter((fact) => fact !== '');
}
