import { useEffect, useEffectEvent, useState } from 'react';
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
  useEffect(() => {
    if (columns <= 0) return;
    let wanted = true;
    ask({ start, end }).then(
      (routers) => wanted && setIntervals({ state: 'known', virtualRouter: virtualRouter.id, routers }),
      () => wanted && setIntervals({ state: 'failed' }),
    );
    return () => {
      wanted = false;
    };
  }, [virtualRouter, start, end, columns]);
  if (intervals.state === 'known' && intervals.virtualRouter !== virtualRouter.id) return { state: 'loading' };
  return intervals;
}
