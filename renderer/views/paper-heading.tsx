import type { Report } from '../../decoder/report.ts';
import { formatDate } from '../../decoder/wording/format-time.ts';
import { fileName } from '../model/capture-name.ts';
import { formatSpan, type Times, zoneOf } from '../shared/time-format.ts';

/** In place of header and sidebar: which captures this is about, and whose clock its times are of. Only printed. */
export function PaperHeading({ report, times }: { report: Report; times: Times }) {
  const { start, end, sources, tool } = report;
  const clock = times === 'relative' ? 'utc' : times;
  const when =
    start === null || end === null
      ? []
      : [`${formatDate(start, clock === 'utc')} ${formatSpan({ start, end }, clock, start)} ${zoneOf(start, clock)}`];
  const facts = [sources.map(({ name }) => fileName(name)).join(', '), ...when, `${tool.name} ${tool.version}`];
  return (
    <p className="paper-heading" aria-hidden="true">
      {facts.join(' · ')}
    </p>
  );
}
