import type { HandoverRace, NoMaster, Report, VirtualRouter } from '../../decoder/report.ts';
import { formatDuration } from '../../decoder/wording/format-time.ts';
import { reportIndex } from '../../decoder/wording/report-index.ts';
import { displayNames } from '../../decoder/wording/router-names.ts';
import { configuredText } from './configured-text.ts';
import { wrap } from './text-layout.ts';
import type { TextStyle } from './text-style.ts';

const MOST_NOTES = 3;

/** What is told briefly under the transitions of a virtual router, one line for each kind. */
export function sideNoteLines(virtualRouter: VirtualRouter, report: Report, style: TextStyle): string[] {
  const names = displayNames(virtualRouter);
  const name = (address: string) => names.get(address) ?? address;
  const duration = (seconds: number) => formatDuration(seconds, style.words);
  const { noMaster, nearFailovers, lost, priorityChanges, handoverRaces, ownership } = virtualRouter;
  const undelivered = reportIndex(report).undelivered.get(virtualRouter.id) ?? [];
  const configured = reportIndex(report).configured.get(virtualRouter.id) ?? [];
  const notes = [
    note('Configured', configured, style, configuredText),
    note('Undelivered', undelivered, style, ({ start, end, router, view, advertisements }) => {
      const span = start === end ? style.moment(start) : `${style.moment(start)} to ${style.clock(end)}`;
      return `${span} ${style.words.viewLines.undelivered({ router: name(router), view, advertisements })}`;
    }),
    note(
      'No master',
      style.all ? noMaster : noMaster.filter(toldNowhereElse),
      style,
      ({ start, atLeast, atMost, after }) => {
        const bounds = atLeast === atMost ? duration(atLeast) : `${duration(atLeast)} to ${duration(atMost)}`;
        return `${style.moment(start)} for ${bounds} after ${after}`;
      },
    ),
    note('Near-failovers', nearFailovers, style, ({ time, router, gap, missed }) => {
      return `${style.moment(time)} ${name(router)} after ${duration(gap)}, ${missed} missed`;
    }),
    note('Lost before this capture point', lost, style, ({ start, router, advertisements }) => {
      return `${style.moment(start)} ${style.words.counts.advertisements(advertisements)} of ${name(router)}`;
    }),
    note('Priority changes', priorityChanges, style, ({ time, router, from, to }) => {
      return `${style.moment(time)} ${name(router)} ${from} ${style.glyphs.arrow} ${to}`;
    }),
    note(
      'Handover races',
      style.all ? handoverRaces : handoverRaces.filter(lasting),
      style,
      ({ start, end, routers }) => {
        const lasted = end > start ? ` for ${duration(end - start)}` : '';
        return `${style.moment(start)} ${routers.map(name).join(' and ')}${lasted}`;
      },
    ),
  ];
  if (style.all) {
    const owners = note('Owners', ownership, style, ({ start, address, mac, router, by }) => {
      const who = router === null ? '' : ` (${name(router)})`;
      return `${style.moment(start)} ${address} at ${mac}${who} by ${by}`;
    });
    notes.push(owners);
  }
  return notes.flat();
}

/** The transition that ends a window after a resignation tells its length. */
function toldNowhereElse({ after, end }: NoMaster): boolean {
  return after === 'silence' || end === null;
}

/** Every preemption overlaps for a moment. */
function lasting({ start, end }: HandoverRace): boolean {
  return end > start;
}

function note<T>(title: string, items: readonly T[], style: TextStyle, describe: (item: T) => string): string[] {
  if (items.length === 0) return [];
  if (style.all && items.length > 1)
    return [style.dim(`  ${title}:`), ...items.flatMap((item) => itemLines(describe(item), style))];
  const shown = items.slice(0, MOST_NOTES);
  const rest = items.length - shown.length;
  const more = rest > 0 ? `; ${style.glyphs.ellipsis} ${rest} more, --all shows them` : '';
  const text = `${title}: ${shown.map(describe).join('; ')}${more}`;
  return wrap(text, style.proseWidth - 6).map((line, index) => style.dim(index === 0 ? `  ${line}` : `      ${line}`));
}

function itemLines(text: string, style: TextStyle): string[] {
  return wrap(text, style.proseWidth - 8).map((line, index) =>
    style.dim(index === 0 ? `    ${line}` : `        ${line}`),
  );
}
