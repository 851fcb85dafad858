import type { ChartHistory } from '../../model/chart-history.ts';
import type { ChartLayout } from '../../model/chart-layout.ts';
import { ownershipRows } from '../../model/ownership-rows.ts';
import { fitText, textWidth } from '../../model/text-width.ts';
import type { RouterColors } from '../../shared/palette.ts';
import { useWords } from '../../shared/words/words.ts';

interface Props {
  history: ChartHistory;
  layout: ChartLayout;
  colors: RouterColors;
  width: number;
  /** Values beside the priority chart and the chart of advertisements, and how high they stand in them. */
  priorityLabels: readonly { y: number; text: string }[];
  intervalLabels: readonly { y: number; text: string }[];
}

/** Pixels that the name of a chart takes, beside which no value stands. */
const TITLE = 14;

/** What each row is about, left of the charts. */
export function Gutter({ history, layout, colors, width, priorityLabels, intervalLabels }: Props) {
  const { charts, priority } = useWords();
  const rows = ownershipRows(history);
  const room = width - 16;
  return (
    <g>
      {history.routers.map(({ router, name }, i) => {
        const y = layout.lanes[i]?.y ?? 0;
        const { min, max } = router.priority;
        const shown = min === max ? `${max}` : `${min}–${max}`;
        const about = name === router.address ? charts.router(shown) : `${router.address} · ${shown}`;
        return (
          <g key={router.address}>
            <title>{`${name} ${router.address} ${shown}`}</title>
            <rect x={0} y={y} width={4} height={26} rx={2} style={{ fill: colors.of(router.address).color }} />
            <text className="strong" x={12} y={y + 11}>
              {fitText(name, room - 6, 12)}
            </text>
            <text className="soft small" x={12} y={y + 25}>
              {fitText(about, room, 11)}
            </text>
          </g>
        );
      })}
      {history.silent.map(({ name, configuredPriority, mayBeHeard }, i) => {
        const y = layout.silent[i]?.y ?? 0;
        const about = charts.silentNode(mayBeHeard, configuredPriority);
        return (
          <g key={name}>
            <title>{charts.silentSummary(name)}</title>
            <text className="strong" x={12} y={y + 11}>
              {fitText(name, room - 6, 12)}
            </text>
            <text className="soft small" x={12} y={y + 25}>
              {fitText(about, room, 11)}
            </text>
          </g>
        );
      })}
      {layout.announcements && (
        <text className="soft" x={12} y={layout.announcements.y + 14}>
          {charts.announcements}
        </text>
      )}
      {layout.ownership.map(({ y }, i) => {
        const addresses = rows[i]?.addresses ?? [];
        return (
          <g key={y}>
            <title>{addresses.join(', ')}</title>
            <text x={12} y={y + 13} className="small">
              {addressLabel(addresses, room, charts.at)}
            </text>
          </g>
        );
      })}
      {layout.ownershipRest && (
        <text className="soft small" x={12} y={layout.ownershipRest.y + 11}>
          {fitText(charts.moreAddresses(layout.ownershipRest.count), room, 11)}
        </text>
      )}
      <text className="strong" x={12} y={layout.priority.y + 10}>
        {priority}
      </text>
      <text className="strong" x={12} y={layout.advertisements.y + 10}>
        {fitText(charts.advertisements, room - 16, 12)}
      </text>
      <text className="soft small" x={12} y={layout.advertisements.y + 24}>
        {charts.secondsBetween}
      </text>
      <Levels labels={priorityLabels} top={layout.priority.y} x={width - 8} />
      <Levels labels={intervalLabels.filter(({ y }) => y >= TITLE)} top={layout.advertisements.y} x={width - 8} />
    </g>
  );
}

function Levels({ labels, top, x }: { labels: Props['priorityLabels']; top: number; x: number }) {
  return labels.map(({ y, text }) => (
    <text key={text} className="soft small halo" x={x} y={top + y + 4} textAnchor="end">
      {text}
    </text>
  ));
}

function addressLabel(addresses: readonly string[], room: number, at: (address: string) => string): string {
  const [first = '', ...rest] = addresses;
  const more = rest.length === 0 ? '' : ` +${rest.length}`;
  const whole = at(first);
  if (more === '' && textWidth(whole, 11) <= room) return whole;
  return fitText(first, room - textWidth(more, 11), 11) + more;
}
