import { TriangleAlert } from 'lucide-react';
import type { ConfiguredPlace, ConfiguredSetting, Report, VirtualRouter } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { nameAddresses } from '../../decoder/wording/router-names.ts';
import { fileName } from '../model/capture-name.ts';
import { type ConfiguredRow, configuredProblems, configuredTable, unheardInstances } from '../model/configured-rows.ts';
import { useWords } from '../shared/words/words.ts';
import './configuration.css';
import { SeverityMark } from './severity-mark.tsx';
import { useApp } from './use-app.ts';

export const CONFIGURATION_ID = 'configuration';
const MOST_PROBLEMS = 50;

/** What the nodes' keepalived.conf(5) say, side by side, and where that is not what was sent. */
export function ConfigurationPanel({ report, virtualRouter }: { report: Report; virtualRouter: VirtualRouter }) {
  const { configuration: words } = useWords();
  if (!report.configurations?.length) return null;
  const { nodes, rows, findings } = configuredTable(report, virtualRouter);
  const unheard = unheardInstances(report);
  return (
    <section
      className="panel configuration"
      id={CONFIGURATION_ID}
      aria-labelledby="configuration-title"
      data-region
      tabIndex={-1}
    >
      <div className="panel-head">
        <h2 className="panel-title" id="configuration-title">
          {words.title}
        </h2>
        <span className="panel-note">{words.hint}</span>
      </div>
      {nodes.length === 0 && <p className="configuration-none">{words.none}</p>}
      {nodes.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys where it is wider than the window
        <section className="configuration-scroll" aria-label={words.hint} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.setting}</th>
                {nodes.map(({ node, instance }) => (
                  <th key={`${node} ${instance.name}`} scope="col">
                    <span className="configuration-node">{escapeControls(`${node} ${instance.name}`)}</span>
                    <PlaceText place={instance.place} />
                    {instance.router === null && <span className="configuration-note">{words.notHeard}</span>}
                    {instance.knownBy === 'priority' && <span className="configuration-note">{words.likely}</span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.keyword} row={row} report={report} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {findings.length > 0 && (
        <ul className="configuration-list" aria-label={words.about}>
          {findings.map((index) => (
            <FindingLine key={index} report={report} index={index} />
          ))}
        </ul>
      )}
      <Problems report={report} />
      {unheard.length > 0 && (
        <p className="configuration-unheard">
          {words.unheard(unheard.map(({ node, name, vrid }) => escapeControls(`${node} ${name} (VRID ${vrid})`)))}
        </p>
      )}
    </section>
  );
}

function Row({ row: { keyword, cells, differs, finding }, report }: { row: ConfiguredRow; report: Report }) {
  const { configuration: words } = useWords();
  const { session } = useApp();
  const severity = finding === null ? undefined : report.findings[finding]?.severity;
  return (
    <tr data-differs={differs || undefined}>
      <th scope="row">
        <code>{keyword}</code>
        {differs && <span className="configuration-differs">{words.differs}</span>}
        {finding !== null && severity && (
          <button type="button" className="link" onClick={() => session.dispatch({ kind: 'select-finding', finding })}>
            <SeverityMark severity={severity} />
            {words.finding}
          </button>
        )}
      </th>
      {cells.map((settings, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells are nodes, in their order
        <td key={i}>
          {settings.length === 0 && <span className="configuration-place">–</span>}
          {settings.map((setting) => (
            <Setting key={`${setting.value} ${setting.place.line}`} setting={setting} />
          ))}
        </td>
      ))}
    </tr>
  );
}

function Setting({ setting: { value, sent, place } }: { setting: ConfiguredSetting }) {
  const { configuration: words } = useWords();
  const said = (text: string) => (text === 'multicast' ? words.multicast : text === '' ? words.nothing : text);
  return (
    <div className="configuration-value">
      <span>{value === null ? words.unknown : escapeControls(said(value))}</span>
      <PlaceText place={place} />
      {sent !== null && (
        <span className="configuration-sent">
          <TriangleAlert size={12} aria-hidden />
          {words.sent(escapeControls(said(sent)))}
        </span>
      )}
    </div>
  );
}

function PlaceText({ place: { file, line } }: { place: ConfiguredPlace }) {
  return (
    <span className="configuration-place" title={escapeControls(`${file}:${line}`)}>
      {escapeControls(`${fileName(file)}:${line}`)}
    </span>
  );
}

function FindingLine({ report, index }: { report: Report; index: number }) {
  const { session } = useApp();
  const finding = report.findings[index];
  if (!finding) return null;
  return (
    <li>
      {finding.places?.map((place) => (
        <PlaceText key={`${place.file} ${place.line}`} place={place} />
      ))}
      <button
        type="button"
        className="link"
        onClick={() => session.dispatch({ kind: 'select-finding', finding: index })}
      >
        <SeverityMark severity={finding.severity} />
        {nameAddresses(finding.title, report.virtualRouters)}
      </button>
    </li>
  );
}

/** What keepalived does not take as it was meant, or what cannot be read here. */
function Problems({ report }: { report: Report }) {
  const { configuration: words, problem } = useWords();
  const problems = configuredProblems(report);
  if (problems.length === 0) return null;
  return (
    <>
      <h3 className="configuration-group">{words.problems(problems.length)}</h3>
      <ul className="configuration-list">
        {problems.slice(0, MOST_PROBLEMS).map(({ node, code, message, ...place }) => (
          <li key={`${node} ${place.file} ${place.line} ${message}`}>
            <PlaceText place={place} />
            <span title={message}>{escapeControls(problem(code, message))}</span>
          </li>
        ))}
      </ul>
      {problems.length > MOST_PROBLEMS && (
        <p className="configuration-unheard">{words.moreProblems(problems.length - MOST_PROBLEMS)}</p>
      )}
    </>
  );
}
