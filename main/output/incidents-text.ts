import type { Incident, Report } from '../../decoder/report.ts';
import { formatDuration } from '../../decoder/wording/format-time.ts';
import { incidentSeverity, sharedIncidents } from '../../decoder/wording/incident-list.ts';
import { nameAddresses } from '../../decoder/wording/router-names.ts';
import { wrap } from './text-layout.ts';
import type { TextStyle } from './text-style.ts';

const MOST_INCIDENTS = 12;
/** How long it took is not worth telling. Seconds. */
const BRIEF = 1;

/** What happened in several virtual routers together. One virtual router's own history says the rest. */
export function incidentLines(report: Report, style: TextStyle): string[] {
  const shared = sharedIncidents(report);
  if (shared.length === 0) return [];
  const shown = style.all ? shared : shared.slice(0, MOST_INCIDENTS);
  const lines = [
    style.bold(style.words.terminal.report.incidents),
    ...shown.flatMap((incident) => describeIncident(incident, report, style)),
  ];
  const rest = shared.length - shown.length;
  if (rest > 0) lines.push(style.dim(`${style.glyphs.ellipsis} ${style.words.terminal.report.more.any(rest)}`));
  return lines;
}

function describeIncident(incident: Incident, report: Report, style: TextStyle): string[] {
  const { start, end } = incident;
  const { toTheEnd } = style.words.terminal.report;
  const lasted = end === null ? toTheEnd : end - start < BRIEF ? '' : formatDuration(end - start, style.words);
  const title = nameAddresses(incident.title, report.virtualRouters);
  const facts = [style.moment(start), lasted, title].filter((fact) => fact !== '');
  const [first = '', ...more] = wrap(facts.join('  '), style.proseWidth - 2);
  return [`${style.mark(incidentSeverity(incident, report))} ${first}`, ...more.map((line) => `    ${line}`)];
}
