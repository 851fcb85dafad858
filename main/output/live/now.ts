import type { Cause, Severity, VirtualRouter } from '../../../decoder/report.ts';
import { formatDuration } from '../../../decoder/wording/format-time.ts';
import { displayNames } from '../../../decoder/wording/router-names.ts';
import type { OutputWords } from '../words.ts';

/** How a virtual router is doing at this moment, and when something last happened to it. */
export interface StateNow {
  severity: Severity;
  /** `lb02 is master for 12.0 s`. */
  text: string;
  /** Seconds since the Unix epoch; -Infinity where nothing did. */
  lastEvent: number;
}

/** `end` is up to when the history is known. Nothing before the history that is given counts as an event. */
export function stateNow(virtualRouter: VirtualRouter, end: number, words: OutputWords): StateNow {
  const { now } = words.terminal.live;
  const lastEvent = lastEventTime(virtualRouter, end);
  const trouble = openTrouble(virtualRouter, end, words);
  if (trouble !== null) return { severity: 'critical', text: trouble, lastEvent };
  const severity = hadTrouble(virtualRouter) ? 'warning' : 'info';
  const master = virtualRouter.reigns.findLast((reign) => reign.end === null);
  if (master === undefined) return { severity, text: now.unheard, lastEvent };
  const name = displayNames(virtualRouter).get(master.router) ?? master.router;
  const isOld = master.began === 'running';
  const text = isOld ? now.master(name) : now.masterFor(name, lasting(end - master.start, words));
  return { severity, text, lastEvent };
}

function openTrouble({ splitBrains, noMaster }: VirtualRouter, end: number, words: OutputWords): string | null {
  const { now } = words.terminal.live;
  const split = splitBrains.findLast((one) => one.end === null);
  if (split !== undefined) return now.twoMasters(lasting(end - split.start, words));
  const nobody = noMaster.findLast((one) => one.end === null);
  return nobody === undefined ? null : now.noMaster(lasting(end - nobody.start, words));
}

function hadTrouble({ splitBrains, noMaster, transitions, nearFailovers }: VirtualRouter): boolean {
  if (splitBrains.length + nearFailovers.length > 0 || noMaster.some(({ after }) => after === 'silence')) return true;
  return transitions.some(({ cause }) => UNPLANNED.has(cause));
}

/** Mastership moved, and nobody had wanted it to. */
export const UNPLANNED: ReadonlySet<Cause> = new Set<Cause>(['master-down', 'priority-drop', 'usurpation']);

function lastEventTime(of: VirtualRouter, end: number): number {
  const times = [
    ...of.transitions.filter(({ cause }) => cause !== 'initial').map(({ time }) => time),
    ...of.priorityChanges.map(({ time }) => time),
    ...of.nearFailovers.map(({ time }) => time),
    ...[...of.splitBrains, ...of.noMaster].map((spell) => spell.end ?? end),
  ];
  return times.reduce((latest, time) => Math.max(latest, time), Number.NEGATIVE_INFINITY);
}

/** Of what goes on, without digits that nobody can read as they change. */
function lasting(seconds: number, words: OutputWords): string {
  return formatDuration(seconds < 10 ? Math.max(0, seconds) : Math.floor(seconds), words);
}
