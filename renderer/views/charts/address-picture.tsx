import type { Announcement } from '../../../decoder/report.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import type { ChartLayout, Row } from '../../model/chart-layout.ts';
import { solidAndDense } from '../../model/lanes.ts';
import { type OwnershipRow, ownershipRows } from '../../model/ownership-rows.ts';
import { textWidth } from '../../model/text-width.ts';
import { clusterMarks, type DrawnTime, thinBars, visibleItems } from '../../model/thinning.ts';
import type { RouterColors } from '../../shared/palette.ts';
import { shortMac } from '../../shared/time-format.ts';
import { useWords } from '../../shared/words/words.ts';
import { barsPath, round, trianglePath } from './bar-paths.ts';

interface Props {
  history: ChartHistory;
  drawn: DrawnTime;
  layout: ChartLayout;
  colors: RouterColors;
  seen: { left: number; right: number };
}

/** When addresses were announced, and which MAC they were at. */
export function AddressPicture({ history, drawn, layout, colors, seen }: Props) {
  const rows = ownershipRows(history);
  return (
    <g>
      {layout.announcements && <Announcements {...{ history, drawn, colors }} row={layout.announcements} />}
      {layout.ownership.map((row, i) => {
        const owners = rows[i];
        return owners && <Owners key={row.y} {...{ owners, row, history, drawn, colors, seen }} />;
      })}
    </g>
  );
}

function Announcements({ history, drawn, colors, row }: Omit<Props, 'layout' | 'seen'> & { row: Row }) {
  const perSecond = drawn.width / (drawn.to - drawn.from);
  const byRouter = new Map<string | null, { x: number; mark: Announcement }[]>();
  for (const mark of visibleItems(history.announcements, drawn.from, drawn.to)) {
    const marks = byRouter.get(mark.router) ?? [];
    byRouter.set(mark.router, marks);
    marks.push({ x: (mark.time - drawn.from) * perSecond, mark });
  }
  return [...byRouter].map(([router, marks]) => (
    <path
      key={router}
      d={clusterMarks(marks, 5)
        .map(({ x }) => trianglePath(x, row.y + row.height / 2, 5))
        .join('')}
      style={{ fill: colors.of(router).color }}
    />
  ));
}

function Owners({
  owners,
  row,
  history,
  drawn,
  colors,
  seen,
}: Omit<Props, 'layout'> & { owners: OwnershipRow; row: Row }) {
  const { charts } = useWords();
  const astray = thinBars(owners.astray, drawn, 2);
  const bars = [...owners.byRouter].map(([router, timeline]) => ({ router, ...solidAndDense(timeline, drawn) }));
  const room = textWidth(charts.notMaster, 11) + 16;
  return (
    <g>
      {bars.map(({ router, solid }) => (
        <path
          key={router}
          d={barsPath(solid, row.y, row.height, 3)}
          style={{ fill: colors.of(router).color }}
          fillOpacity={0.28}
        />
      ))}
      {bars.map(({ router, solid, dense }, i) => (
        <path
          key={router}
          d={
            barsPath(solid, row.y + row.height - 3, 3) +
            barsPath(dense, row.y + (row.height * i) / bars.length, row.height / bars.length)
          }
          style={{ fill: colors.of(router).color }}
        />
      ))}
      <path className="astray-edge" d={barsPath(astray, row.y + 0.5, row.height - 1)} />
      {astray
        .filter(({ count, x1, x2 }) => count === 1 && Math.min(x2, seen.right) - Math.max(x1, seen.left) > room)
        .map(({ x1, x2 }) => (
          <text
            key={x1}
            className="small astray"
            x={round(Math.min(x2, seen.right) - 8)}
            y={row.y + 12}
            textAnchor="end"
          >
            {charts.notMaster}
          </text>
        ))}
      <OwnerNames {...{ owners, row, history, drawn, seen }} />
    </g>
  );
}

function OwnerNames({
  owners,
  row,
  history,
  drawn,
  seen,
}: Omit<Props, 'layout' | 'colors'> & { owners: OwnershipRow; row: Row }) {
  const { charts } = useWords();
  const wide = thinBars(owners.owners, drawn).filter(({ count, x1, x2 }) => count === 1 && x2 - x1 > 60);
  return wide.map(({ first, x1, x2 }) => {
    const owner = owners.owners.items[first];
    if (!owner) return null;
    const [left, right] = [Math.max(x1, seen.left), Math.min(x2, seen.right)];
    const name = history.routers.find(({ router }) => router.address === owner.router)?.name ?? null;
    const text = [charts.owner(shortMac(owner.mac), name), shortMac(owner.mac)].find(
      (candidate) => textWidth(candidate, 11) + 16 < right - left,
    );
    if (text === undefined) return null;
    return (
      <text key={owner.start} className="small" x={round(left + 8)} y={row.y + 12}>
        {text}
      </text>
    );
  });
}
