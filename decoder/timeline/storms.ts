import type { Nanos } from '../time.ts';
import type { Heard } from './claim.ts';
import { withOneMore } from './lists.ts';

/** More announcements of one address than any takeover sends, within ten seconds. */
export interface Storm {
  start: Heard;
  end: Heard;
  count: number;
}

const WINDOW: Nanos = 10e9;
const MOST_ANNOUNCEMENTS = 50;
const MOST_STORMS = 1000;
const NONE: readonly Storm[] = [];

/** Watches how often one address is announced. */
export class StormWatch {
  /** Stretches of at most ten seconds each, one after the other. */
  storms: readonly Storm[] = NONE;
  #recent: Heard[] = [];

  push(heard: Heard): void {
    const current = this.storms.at(-1);
    if (current && heard.time - current.start.time <= WINDOW) {
      current.end = heard;
      current.count++;
      return;
    }
    const before = this.#recent.at(-1);
    if (before && heard.time - before.time > WINDOW) this.#recent = [];
    this.#recent = withOneMore(this.#recent, heard);
    const [first] = this.#recent;
    if (!first || this.#recent.length <= MOST_ANNOUNCEMENTS) return;
    if (heard.time - first.time > WINDOW) this.#recent.shift();
    else {
      const storm = { start: first, end: heard, count: this.#recent.length };
      if (this.storms.length < MOST_STORMS) this.storms = [...this.storms, storm];
      this.#recent = [];
    }
  }
}

/** Those that follow on each other are one. */
export function mergeStorms(storms: readonly Storm[]): Storm[] {
  const merged: Storm[] = [];
  for (const { start, end, count } of storms) {
    const before = merged.at(-1);
    if (before && start.time - before.end.time <= WINDOW) {
      before.end = end;
      before.count += count;
    } else merged.push({ start, end, count });
  }
  return merged;
}
