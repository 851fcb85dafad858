import { type FindingGroup, groupFindings } from '../../decoder/incidents/group-findings.ts';
import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatClock, formatDate, formatDuration, formatZone } from '../../decoder/wording/format-time.ts';
import { historyPhrases, isUneventful, labelOfAll, worstFirst } from '../../decoder/wording/history-phrases.ts';
import { sharedIncidents } from '../../decoder/wording/incident-list.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { entryText, logSentences } from '../../decoder/wording/log-sentences.ts';
import { reportIndex } from '../../decoder/wording/report-index.ts';
import { displayNames, nameAddresses, nameAdvice } from '../../decoder/wording/router-names.ts';
import { verdictSentence } from '../../decoder/wording/verdict.ts';
import { viewSentences } from '../../decoder/wording/view-sentences.ts';
import { trackedTexts } from './configured-text.ts';
import { mapReport } from './escape.ts';
import { explanationOf, howLong, startOf } from './finding-group.ts';
import { type OutputWords, outputWords } from './words.ts';

/** For a post-mortem or an issue. Texts from captures can neither format nor link, mention or script. */
export function reportMarkdown(report: Report, utc: boolean, language: Language = 'en'): string {
  const words = outputWords(language);
  const safe = mapReport(report, escapeControls);
  const blocks = [
    words.terminal.markdown.title,
    `**${escapeMarkdown(verdictSentence(safe, (time) => moment(time, utc), words))}**`,
    sourceTable(safe, words),
    viewList(safe, words),
    logList(safe, words),
    spanSentence(safe, utc, words),
    incidentTable(safe, utc, words),
    ...worstFirst(safe)
      .filter((virtualRouter) => !isUneventful(virtualRouter, safe))
      .flatMap((virtualRouter) => virtualRouterBlocks(virtualRouter, safe, utc, words)),
    uneventfulSentence(safe, words),
    ...findingBlocks(safe, utc, words),
    logTable(safe, utc, words),
    neighbourSentence(safe, words),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Backslashes for what Markdown reads, entities for HTML, mentions, issue references and automatic links. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()+!|~]|[&<>@#]|:(?=\/\/)|(?<=www)\./gi, (character) => {
    return ENTITIES[character] ?? `\\${character}`;
  });
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': '&#64;',
  '#': '&#35;',
  ':': '&#58;',
  '.': '&#46;',
};

function moment(time: number, utc: boolean): string {
  return `${formatDate(time, utc)} ${formatClock(time, utc)}`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map((row) => line(row.map((cell) => escapeMarkdown(String(cell))))),
  ].join('\n');
}

function sourceTable(report: Report, { terminal: { markdown, problem } }: OutputWords): string {
  const rows = [
    ...report.sources.map(({ name, packets, vrrp, announcements, dropped, problems }) => {
      return [
        name,
        packets,
        vrrp,
        announcements,
        dropped ?? markdown.dropsUnknown,
        markdown.listedProblems(problems.slice(0, 3).map(({ code, message }) => problem(code, message))),
      ];
    }),
    ...report.unreadable.map(({ name, code, message }) => {
      return [name, '', '', '', '', markdown.notRead(problem(code, message))];
    }),
  ];
  return rows.length === 0 ? '' : table(markdown.columns.sources, rows);
}

function viewList(report: Report, words: OutputWords): string {
  return viewSentences(report, words)
    .map((line) => `- ${escapeMarkdown(line)}`)
    .join('\n');
}

function logList(report: Report, words: OutputWords): string {
  return logSentences(report, words)
    .map((line) => `- ${escapeMarkdown(line)}`)
    .join('\n');
}

function logTable(report: Report, utc: boolean, words: OutputWords): string {
  const entries = (report.logs ?? []).flatMap(({ name, entries: told }) => told.map((entry) => ({ name, entry })));
  const rows = entries
    .sort((a, b) => a.entry.time - b.entry.time)
    .map(({ name, entry }) => [moment(entry.time, utc), name, entry.virtualRouter ?? '', entryText(entry, words)]);
  const { title, columns } = words.logLines;
  return rows.length === 0 ? '' : `## ${title}\n\n${table(columns, rows)}`;
}

function spanSentence({ start, end }: Report, utc: boolean, words: OutputWords): string {
  if (start === null || end === null) return '';
  return words.terminal.markdown.span({
    start: moment(start, utc),
    end: moment(end, utc),
    zone: formatZone(start, utc),
    length: formatDuration(end - start, words),
  });
}

function incidentTable(report: Report, utc: boolean, words: OutputWords): string {
  const { markdown, report: told } = words.terminal;
  const rows = sharedIncidents(report).map(({ start, end, title }) => [
    moment(start, utc),
    end === null ? told.toTheEnd : formatDuration(end - start, words),
    nameAddresses(title, report.virtualRouters),
  ]);
  return rows.length === 0 ? '' : `${markdown.incidents}\n\n${table(markdown.columns.incidents, rows)}`;
}

function virtualRouterBlocks(virtualRouter: VirtualRouter, report: Report, utc: boolean, words: OutputWords): string[] {
  const { markdown, report: told } = words.terminal;
  const { vrid, addresses, transitions, routers, splitBrains, noMaster } = virtualRouter;
  const names = displayNames(virtualRouter);
  const name = (address: string) => names.get(address) ?? address;
  const phrases = markdown.listed(historyPhrases(virtualRouter, report.end ?? 0, words));
  const troubles = [
    ...splitBrains.map(({ start, end, routers: masters, reason }) => [
      moment(start, utc),
      markdown.twoMasters,
      end === null ? told.toTheEnd : formatDuration(end - start, words),
      markdown.masters({ routers: masters.map(name), reason }),
    ]),
    ...noMaster.map(({ start, atLeast, atMost, after }) => [
      moment(start, utc),
      markdown.noMaster,
      told.between(formatDuration(atLeast, words), formatDuration(atMost, words)),
      told.after(after),
    ]),
    ...(reportIndex(report).undelivered.get(virtualRouter.id) ?? []).map(
      ({ start, end, router, view, advertisements }) => [
        moment(start, utc),
        markdown.undelivered,
        formatDuration(end - start, words),
        words.viewLines.undelivered({ router: name(router), view, advertisements }),
      ],
    ),
  ];
  return [
    `## VRID ${vrid} ${escapeMarkdown(addresses.join(', '))}`,
    phrases === '' ? '' : markdown.sentence(escapeMarkdown(phrases)),
    table(
      markdown.columns.routers,
      routers.map(({ address, name: own, priority: { min, max }, advertisements }) => [
        own ?? '',
        address,
        min === max ? max : `${min}–${max}`,
        advertisements,
      ]),
    ),
    configuredTable(virtualRouter, report, words),
    table(
      markdown.columns.transitions,
      transitions.map(({ time, from, to, cause, duration, explanation }) => [
        moment(time, utc),
        from === null ? '' : name(from),
        name(to),
        cause,
        duration === null ? '' : formatDuration(duration, words),
        nameAddresses(explanation, [virtualRouter]),
      ]),
    ),
    troubles.length === 0 ? '' : table(markdown.columns.troubles, troubles),
  ];
}

function configuredTable({ id }: VirtualRouter, report: Report, words: OutputWords): string {
  const nodes = reportIndex(report).configured.get(id) ?? [];
  const rows = nodes.map(({ node, instance }) => [
    node,
    instance.name,
    instance.interface ?? '',
    instance.state,
    instance.priority,
    trackedTexts({ instance }, words).join(', '),
    instance.syncGroup ?? '',
  ]);
  return rows.length === 0 ? '' : table(words.terminal.markdown.columns.configured, rows);
}

function uneventfulSentence(report: Report, { terminal: { markdown } }: OutputWords): string {
  const quiet = report.virtualRouters.filter((virtualRouter) => isUneventful(virtualRouter, report));
  if (quiet.length === 0) return '';
  const list = markdown.listed(quiet.map(({ vrid, addresses }) => `VRID ${vrid} ${addresses.join(' ')}`.trim()));
  return markdown.uneventful(quiet.length, escapeMarkdown(list));
}

function findingBlocks(report: Report, utc: boolean, words: OutputWords): string[] {
  if (report.findings.length === 0) return [];
  const blocks = groupFindings(report, words).flatMap((group) => findingBlock(group, report, utc, words));
  return [words.terminal.markdown.findings, ...blocks];
}

function findingBlock(group: FindingGroup, report: Report, utc: boolean, words: OutputWords): string[] {
  const { markdown } = words.terminal;
  const { worst, virtualRouters, title } = group;
  const known = virtualRouters.length === 0 ? report.virtualRouters : virtualRouters;
  const { severity, code, advice, evidence } = worst;

  const subject = labelOfAll(virtualRouters, report, words);
  const several = report.sources.length > 1;
  const packets = evidence.map(({ source, packet }) =>
    several ? markdown.packetOf(packet, escapeMarkdown(report.sources[source]?.name ?? '')) : String(packet),
  );
  return [
    markdown.heading(markdown.severity[severity], escapeMarkdown(nameAddresses(title, known))),
    markdown.facts({
      code: escapeMarkdown(code),
      subject: subject === undefined ? null : escapeMarkdown(subject),
      time: moment(startOf(group), utc),
      lasted: howLong(group, words),
      packets,
    }),
    escapeMarkdown(explanationOf(group, report, words)),
    advice === '' ? '' : markdown.next(escapeMarkdown(nameAdvice(advice, known))),
  ];
}

function neighbourSentence(report: Report, { terminal: { markdown } }: OutputWords): string {
  if (report.otherProtocols.length === 0) return '';
  const list = report.otherProtocols.map(({ protocol, group, speakers, packets }) =>
    markdown.neighbour({ protocol: protocol.toUpperCase(), group, speakers, packets }),
  );
  return markdown.neighbours(escapeMarkdown(markdown.listed(list)));
}
