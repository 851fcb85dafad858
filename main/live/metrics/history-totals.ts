import type { Announcement, Cause, VirtualRouter } from '../../../decoder/report.ts';
import { type Entry, RunningTotal } from './running-total.ts';

/** What is so many seconds old is hardly ever revised by later evidence. */
const SETTLED_AFTER = 600;
/** What is younger often is: a newcomer seems to yield until its next advertisement is due. In intervals, and seconds. */
const PROVISIONAL = 2;
const LONGEST_PROVISIONAL = 60;

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

  /** Windows that are still open last until `now`. What is only provisional counts a moment later. */
  update(history: VirtualRouter, now: number): void {
    const horizon = now - SETTLED_AFTER;
    const known = now - provisionalTime(history);
    const update = (total: RunningTotal, entries: readonly Entry[]) => {
      total.update(
        entries.filter(({ start }) => start <= known),
        horizon,
      );
    };
    const lasting = ({ start, end }: Window) => entry(start, end !== null, Math.max(0, (end ?? now) - start));
    update(this.splitBrains, history.splitBrains.map(once));
    update(this.splitBrainSeconds, history.splitBrains.map(lasting));
    update(this.noMasters, history.noMaster.map(once));
    update(this.noMasterSeconds, history.noMaster.map(lasting));
    update(this.nearFailovers, history.nearFailovers.map(moment));
    update(
      this.lostAdvertisements,
      history.lost.map(({ start, advertisements }) => entry(start, true, advertisements)),
    );
    update(this.announcements, announced(history.announcements));
    for (const [cause, total] of this.transitions) {
      update(total, history.transitions.filter((transition) => transition.cause === cause).map(moment));
    }
  }
}

function provisionalTime({ routers }: VirtualRouter): number {
  const longest = Math.max(0, ...routers.map(({ interval }) => interval.advertised));
  return Math.min(PROVISIONAL * longest, LONGEST_PROVISIONAL);
}

function entry(start: number, isClosed: boolean, amount: number): Entry {
  return { start, isClosed, amount };
}

interface Window {
  start: number;
  end: number | null;
}

function once({ start, end }: Window): Entry {
  return entry(start, end !== null, 1);
}

function moment({ time }: { time: number }): Entry {
  return entry(time, true, 1);
}

/** The last burst of an address grows for as long as nobody else announces it. */
function announced(bursts: readonly Announcement[]): Entry[] {
  const growing = new Set(new Map(bursts.map((burst) => [burst.address, burst])).values());
  return bursts.map((burst) => entry(burst.time, !growing.has(burst), burst.count));
}
