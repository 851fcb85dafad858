import type { Finding, Report, VirtualRouter } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatClock, formatDate, formatDuration, formatZone } from '../../decoder/wording/format-time.ts';
import { historyPhrases, isUneventful, shortLabel, worstFirst } from '../../decoder/wording/history-phrases.ts';
import { sharedIncidents } from '../../decoder/wording/incident-list.ts';
import { reportIndex } from '../../decoder/wording/report-index.ts';
import { displayNames, nameAddresses, nameAdvice } from '../../decoder/wording/router-names.ts';
import { verdictSentence } from '../../decoder/wording/verdict.ts';
import { viewSentences } from '../../decoder/wording/view-sentences.ts';
import { trackedTexts } from './configured-text.ts';
import { mapStrings } from './escape.ts';
import { words } from './words.ts';

/** For a post-mortem or an issue. Texts from captures can neither format nor link, mention or script. */
export function reportMarkdown(report: Report, utc: boolean): string {
  const safe = mapStrings(report, escapeControls);
  const blocks = [
    '# VRRP report',
    `**${escapeMarkdown(verdictSentence(safe, (time) => moment(time, utc), words))}**`,
    sourceTable(safe),
    viewList(safe),
    spanSentence(safe, utc),
    incidentTable(safe, utc),
    ...worstFirst(safe)
      .filter((virtualRouter) => !isUneventful(virtualRouter, safe))
      .flatMap((virtualRouter) => virtualRouterBlocks(virtualRouter, safe, utc)),
    uneventfulSentence(safe),
    ...findingBlocks(safe, utc),
    neighbourSentence(safe),
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

function sourceTable(report: Report): string {
  const rows = [
    ...report.sources.map(({ name, packets, vrrp, announcements, dropped, problems }) => {
      return [
        name,
        packets,
        vrrp,
        announcements,
        dropped ?? 'not told',
        problems
          .map(({ message }) => message)
          .slice(0, 3)
          .join('; '),
      ];
    }),
    ...report.unreadable.map(({ name, message }) => [name, '', '', '', '', `not read: ${message}`]),
  ];
  return rows.length === 0 ? '' : table(['capture', 'packets', 'VRRP', 'announcements', 'dropped', 'problems'], rows);
}

function viewList(report: Report): string {
  return viewSentences(report, words)
    .map((line) => `- ${escapeMarkdown(line)}`)
    .join('\n');
}

function spanSentence({ start, end }: Report, utc: boolean): string {
  if (start === null || end === null) return '';
  return `Observed from ${moment(start, utc)} to ${moment(end, utc)} (${formatZone(start, utc)}), ${formatDuration(end - start, words)}.`;
}

function incidentTable(report: Report, utc: boolean): string {
  const rows = sharedIncidents(report).map(({ start, end, title }) => [
    moment(start, utc),
    end === null ? 'to the end' : formatDuration(end - start, words),
    nameAddresses(title, report.virtualRouters),
  ]);
  return rows.length === 0 ? '' : `## Incidents\n\n${table(['time', 'how long', 'what happened'], rows)}`;
}

function virtualRouterBlocks(virtualRouter: VirtualRouter, report: Report, utc: boolean): string[] {
  const { vrid, addresses, transitions, routers, splitBrains, noMaster } = virtualRouter;
  const names = displayNames(virtualRouter);
  const name = (address: string) => names.get(address) ?? address;
  const phrases = historyPhrases(virtualRouter, report.end ?? 0, words).join(', ');
  const troubles = [
    ...splitBrains.map(({ start, end, routers: masters, reason }) => [
      moment(start, utc),
      'two masters',
      end === null ? 'to the end' : formatDuration(end - start, words),
      `${masters.map(name).join(', ')} (${reason})`,
    ]),
    ...noMaster.map(({ start, atLeast, atMost, after }) => [
      moment(start, utc),
      'no master',
      `${formatDuration(atLeast, words)} to ${formatDuration(atMost, words)}`,
      `after ${after}`,
    ]),
    ...(reportIndex(report).undelivered.get(virtualRouter.id) ?? []).map(
      ({ start, end, router, view, advertisements }) => [
        moment(start, utc),
        'undelivered',
        formatDuration(end - start, words),
        words.viewLines.undelivered({ router: name(router), view, advertisements }),
      ],
    ),
  ];
  return [
    `## VRID ${vrid} ${escapeMarkdown(addresses.join(', '))}`,
    phrases === '' ? '' : `${escapeMarkdown(phrases)}.`,
    table(
      ['router', 'address', 'priority', 'advertisements'],
      routers.map(({ address, name: own, priority: { min, max }, advertisements }) => [
        own ?? '',
        address,
        min === max ? max : `${min}–${max}`,
        advertisements,
      ]),
    ),
    configuredTable(virtualRouter, report),
    table(
      ['time', 'from', 'to', 'cause', 'since last heard', 'explanation'],
      transitions.map(({ time, from, to, cause, duration, explanation }) => [
        moment(time, utc),
        from === null ? '' : name(from),
        name(to),
        cause,
        duration === null ? '' : formatDuration(duration, words),
        nameAddresses(explanation, [virtualRouter]),
      ]),
    ),
    troubles.length === 0 ? '' : table(['time', 'what', 'how long', 'who or why'], troubles),
  ];
}

function configuredTable({ id }: VirtualRouter, report: Report): string {
  const nodes = reportIndex(report).configured.get(id) ?? [];
  const rows = nodes.map(({ node, instance }) => [
    node,
    instance.name,
    instance.interface ?? '',
    instance.state,
    instance.priority,
    trackedTexts({ instance }).join(', '),
    instance.syncGroup ?? '',
  ]);
  return rows.length === 0
    ? ''
    : table(['configured', 'instance', 'interface', 'state', 'priority', 'tracks', 'sync group'], rows);
}

function uneventfulSentence(report: Report): string {
  const quiet = report.virtualRouters.filter((virtualRouter) => isUneventful(virtualRouter, report));
  if (quiet.length === 0) return '';
  const list = quiet.map(({ vrid, addresses }) => `VRID ${vrid} ${addresses.join(' ')}`.trim()).join(', ');
  return `${words.counts.uneventful(quiet.length)}: ${escapeMarkdown(list)}.`;
}

function findingBlocks(report: Report, utc: boolean): string[] {
  if (report.findings.length === 0) return [];
  return ['## Findings', ...report.findings.flatMap((finding) => findingBlock(finding, report, utc))];
}

function findingBlock(finding: Finding, report: Report, utc: boolean): string[] {
  const subject = reportIndex(report).virtualRouters.get(finding.virtualRouter ?? '');
  const known = subject === undefined ? report.virtualRouters : [subject];
  const named = (text: string) => escapeMarkdown(nameAddresses(text, known));
  const { severity, code, title, explanation, advice, start, end, evidence } = finding;
  const lasted = end === null ? ', to the end' : end > start ? `, ${formatDuration(end - start, words)}` : '';
  const vrid = subject === undefined ? '' : `, ${escapeMarkdown(shortLabel(subject, report, words))}`;
  const several = report.sources.length > 1;
  const packets = evidence.map(({ source, packet }) =>
    several ? `${packet} of ${escapeMarkdown(report.sources[source]?.name ?? '')}` : String(packet),
  );
  return [
    `### ${severity}: ${named(title)}`,
    `${escapeMarkdown(code)}${vrid}, ${moment(start, utc)}${lasted}${packets.length > 0 ? `, packets ${packets.join(', ')}` : ''}`,
    named(explanation),
    advice === '' ? '' : `**Next:** ${escapeMarkdown(nameAdvice(advice, known))}`,
  ];
}

function neighbourSentence(report: Report): string {
  if (report.otherProtocols.length === 0) return '';
  const list = report.otherProtocols.map(
    ({ protocol, group, speakers, packets }) =>
      `${protocol.toUpperCase()} ${group} by ${speakers.join(' ')} (${words.counts.packets(packets)})`,
  );
  return `Neighbours, counted only: ${escapeMarkdown(list.join(', '))}.`;
}
