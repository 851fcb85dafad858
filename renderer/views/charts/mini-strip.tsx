import { memo, useMemo } from 'react';
import type { Report, VirtualRouter } from '../../../decoder/report.ts';
import { chartHistory } from '../../model/chart-history.ts';
import { drawStrip } from '../../model/lanes.ts';
import { wholeSpan } from '../../model/time-scale.ts';
import { routerColors } from '../../shared/palette.ts';
import './charts.css';
import './strips.css';
import { StripPicture } from './strip-picture.tsx';

/** It is stretched to the room there is. */
const WIDTH = 240;

/** Who was master during the whole observation, small and without words: the entry around it has those. */
export const MiniStrip = memo(function MiniStrip({
  report,
  virtualRouter,
}: {
  report: Report;
  virtualRouter: VirtualRouter;
}) {
  const drawing = useMemo(() => {
    const { start, end } = wholeSpan(report.start, report.end);
    return drawStrip(chartHistory(report, virtualRouter), { from: start, to: end, width: WIDTH });
  }, [report, virtualRouter]);
  return (
    <svg className="mini-strip" viewBox={`0 0 ${WIDTH} 12`} preserveAspectRatio="none" aria-hidden="true">
      <StripPicture drawing={drawing} colors={routerColors(report)} y={3} height={6} />
    </svg>
  );
});
