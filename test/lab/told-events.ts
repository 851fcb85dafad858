import type { LiveEvent } from '../../main/output/live/live-events.ts';
import type { Heard } from './live-watch.ts';

/** Of what a live capture told: an event as it stands in the end, and when it was first told. */
export interface ToldEvent {
  event: Exclude<LiveEvent, { type: 'capture' }>;
  firstToldAt: number;
}

/** What its lines add up to, as whoever keeps the latest of each would have it. */
export function toldEvents(heard: readonly Heard[]): ToldEvent[] {
  const standing = new Map<number, ToldEvent>();
  for (const { at, event } of heard) {
    if (event.type === 'capture') continue;
    const before = event.revises === undefined ? undefined : standing.get(event.revises);
    if (event.revises !== undefined) {
      if (before === undefined) throw new Error(`line ${event.event} revises ${event.revises}, which does not stand`);
      standing.delete(event.revises);
    }
    if (!event.withdrawn) standing.set(event.event, { event, firstToldAt: before?.firstToldAt ?? at });
  }
  return [...standing.values()];
}
