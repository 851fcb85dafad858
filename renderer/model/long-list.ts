/** Browsers lay out elements up to about 17 million pixels high (Firefox) or 33 million (Chromium). */
const HIGHEST = 12_000_000;

export interface LongList {
  rows: number;
  rowHeight: number;
  /** Height of what is seen of it. */
  viewport: number;
}

export interface VisibleRows {
  first: number;
  /** Behind the last one. */
  end: number;
  /** Where the first one stands, in pixels from the top of the scrolled element. */
  top: number;
}

/** Height of the element that is scrolled. */
export function scrolledHeight({ rows, rowHeight }: LongList): number {
  return Math.min(rows * rowHeight, HIGHEST);
}

/** Rows in pixels for one pixel scrolled; above 1 where the list is higher than an element can be. */
export function scrollScale(list: LongList): number {
  const range = scrolledHeight(list) - list.viewport;
  return range <= 0 ? 1 : Math.max(1, (list.rows * list.rowHeight - list.viewport) / range);
}

/** The rows seen at a scroll position, with a few more at both sides. */
export function visibleRows(list: LongList, scrollTop: number, overscan: number): VisibleRows {
  const offset = scrollTop * scrollScale(list);
  const first = Math.max(0, Math.floor(offset / list.rowHeight) - overscan);
  const end = Math.min(list.rows, Math.ceil((offset + list.viewport) / list.rowHeight) + overscan);
  return { first, end: Math.max(first, end), top: first * list.rowHeight - offset + scrollTop };
}

/** Where to scroll so that a row is wholly seen; where it is seen already, the same place. */
export function scrollToRow(list: LongList, scrollTop: number, row: number, align: 'near' | 'middle'): number {
  const scale = scrollScale(list);
  const offset = scrollTop * scale;
  const top = row * list.rowHeight;
  const bottom = top + list.rowHeight;
  const seen = top >= offset && bottom <= offset + list.viewport;
  if (seen) return scrollTop;
  if (align === 'middle') return Math.max(0, (top - (list.viewport - list.rowHeight) / 2) / scale);
  return Math.max(0, (top < offset ? top : bottom - list.viewport) / scale);
}
