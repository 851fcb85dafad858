import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import {
  type LongList,
  scrolledHeight,
  scrollScale,
  scrollToRow,
  type VisibleRows,
  visibleRows,
} from '../model/long-list.ts';

const OVERSCAN = 8;

export interface ShownList {
  ref: RefObject<HTMLDivElement | null>;
  height: number;
  visible: VisibleRows;
  /** The first that is seen. */
  firstSeen: number;
  /** Whole rows that are seen at once. */
  rowsInView: number;
  show(row: number, align: 'near' | 'middle'): void;
  /** Makes it the first that is seen. */
  showFirst(row: number): void;
}

/** Follows the scrolling of a list whose rows all have one height, however many there are. */
export function useLongList(rows: number, rowHeight: number): ShownList {
  const ref = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState(0);
  const [scrollTop, setScrollTop] = useState(0);
  const list: LongList = { rows, rowHeight, viewport };
  const latest = useRef(list);
  useLayoutEffect(() => {
    latest.current = list;
  });

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = new ResizeObserver(() => setViewport(element.clientHeight));
    measure.observe(element);
    const follow = () => setScrollTop(element.scrollTop);
    element.addEventListener('scroll', follow, { passive: true });
    const ignoreWheel = slowWheel(element, () => scrollScale(latest.current));
    return () => {
      measure.disconnect();
      element.removeEventListener('scroll', follow);
      ignoreWheel();
    };
  }, []);

  const show = useCallback((row: number, align: 'near' | 'middle') => {
    const element = ref.current;
    if (element === null) return;
    const { rows: count, rowHeight: height } = latest.current;
    const now = { rows: count, rowHeight: height, viewport: element.clientHeight };
    element.scrollTop = scrollToRow(now, element.scrollTop, row, align);
  }, []);

  const showFirst = useCallback((row: number) => {
    const element = ref.current;
    if (element === null) return;
    element.scrollTop = (row * latest.current.rowHeight) / scrollScale(latest.current);
  }, []);

  return {
    ref,
    height: scrolledHeight(list),
    visible: visibleRows(list, scrollTop, OVERSCAN),
    firstSeen: Math.floor((scrollTop * scrollScale(list)) / rowHeight),
    rowsInView: Math.max(1, Math.floor(viewport / rowHeight)),
    show,
    showFirst,
  };
}

/** Where a pixel scrolled is many pixels of rows, the wheel still moves as far as in any other list. */
function slowWheel(element: HTMLElement, scale: () => number): () => void {
  let rest = 0;
  const onWheel = (event: WheelEvent) => {
    const factor = scale();
    if (factor <= 1 || event.ctrlKey) return;
    event.preventDefault();
    rest += event.deltaY / factor;
    const pixels = Math.trunc(rest);
    rest -= pixels;
    element.scrollTop += pixels;
  };
  element.addEventListener('wheel', onWheel, { passive: false });
  return () => element.removeEventListener('wheel', onWheel);
}
