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
  const told = style.words.terminal.report.notes;
  const notes = [
    note(told.configured, configured, style, (node) => configuredText(node, style.words)),
    note(told.undelivered, undelivered, style, ({ start, end, router, view, advertisements }) => {
      const span = start === end ? style.moment(start) : told.span(style.moment(start), style.clock(end));
      return `${span} ${style.words.viewLines.undelivered({ router: name(router), view, advertisements })}`;
    }),
    note(
      told.noMaster,
      style.all ? noMaster : noMaster.filter(toldNowhereElse),
      style,
      ({ start, atLeast, atMost, after }) => {
        const { between } = style.words.terminal.report;
        const length = atLeast === atMost ? duration(atLeast) : between(duration(atLeast), duration(atMost));
        return told.unowned({ time: style.moment(start), length, after });
      },
    ),
    note(told.nearFailovers, nearFailovers, style, ({ time, router, gap, missed }) => {
      return told.nearFailover({ time: style.moment(time), router: name(router), gap: duration(gap), missed });
    }),
    note(told.lost, lost, style, ({ start, router, advertisements }) => {
      return told.lostOnes({ time: style.moment(start), router: name(router), advertisements });
    }),
    note(told.priorityChanges, priorityChanges, style, ({ time, router, from, to }) => {
      return `${style.moment(time)} ${name(router)} ${from} ${style.glyphs.arrow} ${to}`;
    }),
    note(
      told.handoverRaces,
      style.all ? handoverRaces : handoverRaces.filter(lasting),
      style,
      ({ start, end, routers }) => {
        const length = end > start ? duration(end - start) : null;
        return told.race({ time: style.moment(start), routers: routers.map(name), length });
      },
    ),
  ];
  if (style.all) {
    const owners = note(told.owners, ownership, style, ({ start, address, mac, router, by }) => {
      const who = router === null ? null : name(router);
      return told.owner({ time: style.moment(start), address, mac, router: who, by });
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
  const told = style.words.terminal.report;
  if (style.all && items.length > 1)
    return [style.dim(`  ${told.notes.heading(title)}`), ...items.flatMap((item) => itemLines(describe(item), style))];
  const shown = items.slice(0, MOST_NOTES);
  const rest = items.length - shown.length;
  const more = rest > 0 ? [`${style.glyphs.ellipsis} ${told.more.any(rest)}`] : [];
  const text = told.notes.line(title, [...shown.map(describe), ...more]);
  return wrap(text, style.proseWidth - 6).map((line, index) => style.dim(index === 0 ? `  ${line}` : `      ${line}`));
}

function itemLines(text: string, style: TextStyle): string[] {
  return wrap(text, style.proseWidth - 8).map((line, index) =>
    style.dim(index === 0 ? `    ${line}` : `        ${line}`),
  );
}
