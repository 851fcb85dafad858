/** Every list of the report ends here. */
export const MOST_ENTRIES = 100_000;
/** The same where observation has no end. */
const MOST_LATEST = 10_000;

/** Makes room for one more where a list is full. */
export function dropOldest(list: unknown[], most = MOST_LATEST): void {
  if (list.length >= most) list.splice(0, most / 10);
}
