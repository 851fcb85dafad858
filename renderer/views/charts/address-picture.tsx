import type { Announcement, Ownership } from '../../../decoder/report.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import type { ChartLayout, Row } from '../../model/chart-layout.ts';
import { type OwnershipRow, ownershipRows } from '../../model/ownership-rows.ts';
import { textWidth } from '../../model/place-labels.ts';
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
  const astray = thinBars(owners.astray, drawn, 2);
  return (
    <g>
      {[...owners.byRouter].map(([router, timeline]) => (
        <path
          key={router}
          d={barsPath(thinBars(timeline, drawn), row.y, row.height, 3)}
          style={{ fill: colors.of(router).color }}
          fillOpacity={0.3}
        />
      ))}
      {[...owners.byRouter].map(([router, timeline]) => (
        <path
          key={router}
          d={barsPath(thinBars(timeline, drawn), row.y + row.height - 3, 3)}
          style={{ fill: colors.of(router).color }}
        />
      ))}
      <path className="astray-edge" d={barsPath(astray, row.y + 0.5, row.height - 1)} />
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
    const mostlyAstray = astrayShare(owners, first) > 0.5;
    const name = history.routers.find(({ router }) => router.address === owner.router)?.name ?? null;
    const say = mostlyAstray ? charts.ownerAstray : charts.owner;
    const text = [say(shortMac(owner.mac), name), charts.owner(shortMac(owner.mac), name), shortMac(owner.mac)].find(
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

function astrayShare({ owners, astray }: OwnershipRow, index: number): number {
  const [start, end] = [owners.starts[index] ?? 0, owners.ends[index] ?? 0];
  const owner: Ownership | undefined = owners.items[index];
  const away = visibleItems(astray, start, end).filter((part) => part.owner === owner);
  return away.reduce((sum, part) => sum + part.end - part.start, 0) / Math.max(1e-9, end - start);
}
