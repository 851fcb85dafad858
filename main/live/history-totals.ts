import type { Announcement, Cause, VirtualRouter } from '../../decoder/report.ts';
import { type Entry, RunningTotal } from './running-total.ts';

/** What is so many seconds old is hardly ever revised by later evidence. */
const SETTLED_AFTER = 600;

const CAUSES: Readonly<Record<Cause, true>> = {
  initial: true,
  resignation: true,
  'master-down': true,
  preemption: true,
  'priority-drop': true,
  usurpation: true,
  'split-brain-end': true,
};

/** What the history of one virtual router has added up to since it was first seen. */
export class HistoryTotals {
  readonly splitBrains = new RunningTotal();
  readonly splitBrainSeconds = new RunningTotal();
  readonly noMasters = new RunningTotal();
  readonly noMasterSeconds = new RunningTotal();
  readonly nearFailovers = new RunningTotal();
  readonly lostAdvertisements = new RunningTotal();
  readonly announcements = new RunningTotal();
  readonly transitions: ReadonlyMap<string, RunningTotal> = new Map(
    Object.keys(CAUSES).map((cause) => [cause, new RunningTotal()]),
  );

  /** Windows that are still open last until `now`. */
  update(history: VirtualRouter, now: number): void {
    const horizon = now - SETTLED_AFTER;
    this.splitBrains.update(history.splitBrains.map(once), horizon);
    this.splitBrainSeconds.update(
      history.splitBrains.map((window) => lasting(window, now)),
      horizon,
    );
    this.noMasters.update(history.noMaster.map(once), horizon);
    this.noMasterSeconds.update(
      history.noMaster.map((window) => lasting(window, now)),
      horizon,
    );
    this.nearFailovers.update(history.nearFailovers.map(moment), horizon);
    this.lostAdvertisements.update(
      history.lost.map(({ start, advertisements }) => ({ start, isClosed: true, amount: advertisements })),
      horizon,
    );
    this.announcements.update(announced(history.announcements), horizon);
    for (const [cause, total] of this.transitions) {
      total.update(history.transitions.filter((transition) => transition.cause === cause).map(moment), horizon);
    }
  }
}

interface Window {
  start: number;
  end: number | null;
}

function once({ start, end }: Window): Entry {
  return { start, isClosed: end !== null, amount: 1 };
}

function lasting({ start, end }: Window, now: number): Entry {
  return { start, isClosed: end !== null, amount: Math.max(0, (end ?? now) - start) };
}

function moment({ time }: { time: number }): Entry {
  return { start: time, isClosed: true, amount: 1 };
}

/** The last burst of an address grows for as long as nobody else announces it. */
function announced(bursts: readonly Announcement[]): Entry[] {
  const growing = new Set(new Map(bursts.map((burst) => [burst.address, burst])).values());
  return bursts.map((burst) => ({ start: burst.time, isClosed: !growing.has(burst), amount: burst.count }));
}
