import { BYTES, type Room } from './room.ts';

/** Every list of the report ends here. */
export const MOST_ENTRIES = 100_000;
/** The same where observation has no end. */
const MOST_LATEST = 10_000;

/** Makes room for one more where a list is full. */
export function dropOldest(list: unknown[], room: Room, most = MOST_LATEST): void {
  if (list.length < most && !room.isFull) return;
  const gone = list.splice(0, Math.min(most, list.length) / 10);
  room.use(-gone.length * BYTES.entry);
}

/** The list with one more entry. Most lists have but one, and there may be a million of them: `push` would make room for 17. */
export function withOneMore<T>(list: T[], entry: T): T[] {
  if (list.length === 0) return [entry];
  list.push(entry);
  return list;
}
