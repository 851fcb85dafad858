import type { StripDrawing } from '../../model/lanes.ts';
import type { RouterColors } from '../../shared/palette.ts';
import { barsPath } from './bar-paths.ts';

interface Props {
  drawing: StripDrawing;
  colors: RouterColors;
  y: number;
  height: number;
}

/** Mastership on one line: a path for each router, side by side where they take turns faster than pixels; two masters stand out of it, and where there was none it is open. */
export function StripPicture({ drawing, colors, y, height }: Props) {
  return (
    <>
      {drawing.routers.map(({ router, solid, dense }, i, { length }) => (
        <path
          key={router.router.address}
          d={barsPath(solid, y, height) + barsPath(dense, y + (height * i) / length, height / length)}
          style={{ fill: colors.of(router.router.address).color }}
        />
      ))}
      <path className="strip-gap" d={barsPath(drawing.noMaster, y, height)} />
      <path className="strip-split" d={barsPath(drawing.splitBrains, y - 3, height + 6)} />
      <path className="strip-split-hatch" d={hatches(drawing.splitBrains, y - 3, height + 6)} />
    </>
  );
}

/** Slanted lines, so that red is not all that tells. */
function hatches(bars: readonly { x1: number; x2: number }[], y: number, height: number): string {
  let path = '';
  for (const { x1, x2 } of bars) {
    for (let x = x1; x + height / 2 <= x2; x += 5) path += `M${x} ${y + height}l${height / 2} ${-height}`;
  }
  return path;
}
