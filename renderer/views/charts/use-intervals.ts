import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { RouterIntervals } from '../../../decoder/packets/intervals.ts';
import type { VirtualRouter } from '../../../decoder/report.ts';
import type { Span } from '../../model/app-state.ts';

export type Intervals =
  | { state: 'loading' | 'failed' }
  | { state: 'known'; virtualRouter: string; routers: readonly RouterIntervals[] };

type Load = (span: Span, columns: number) => Promise<RouterIntervals[]>;

/** The gaps between advertisements in a time; those known before stay until the new ones come. */
export function useIntervals(virtualRouter: VirtualRouter, span: Span, columns: number, load: Load): Intervals {
  const [intervals, setIntervals] = useState<Intervals>({ state: 'loading' });
  const ask = useEffectEvent((asked: Span) => load(asked, columns));
  const { start, end } = span;
  const asked = useRef(0);
  const answered = useRef(0);
  useEffect(() => {
    if (columns <= 0) return;
    const number = ++asked.current;
    // Where a time goes on, each answer is taken: a later one may come too late for the next
    const take = (answer: Intervals) => {
      if (number < answered.current) return;
      answered.current = number;
      setIntervals(answer);
    };
    ask({ start, end }).then(
      (routers) => take({ state: 'known', virtualRouter: virtualRouter.id, routers }),
      () => take({ state: 'failed' }),
    );
  }, [virtualRouter, start, end, columns]);
  if (intervals.state === 'known' && intervals.virtualRouter !== virtualRouter.id) return { state: 'loading' };
  return intervals;
}
