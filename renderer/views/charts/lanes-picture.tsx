import { formatDuration } from '../../../decoder/wording/format-time.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import { type ChartLayout, LANE } from '../../model/chart-layout.ts';
import type { LaneDrawing, LaneMark, LanesDrawing } from '../../model/lanes.ts';
import { type LabelWish, type PlacedLabel, placeLabels } from '../../model/place-labels.ts';
import { textWidth } from '../../model/text-width.ts';
import type { Bar, Cluster } from '../../model/thinning.ts';
import type { RouterColors } from '../../shared/palette.ts';
import { useWords, type Words } from '../../shared/words/words.ts';
import { barsPath, diamondPath, downPath, edgesPath, round } from './bar-paths.ts';
import { Hatches } from './hatches.tsx';
import { LoggedStates } from './logged-states.tsx';

interface Props {
  id: string;
  history: ChartHistory;
  drawing: LanesDrawing;
  layout: ChartLayout;
  colors: RouterColors;
  /** The pixels that are seen at rest. */
  seen: { left: number; right: number };
}

/** Who was master when: a lane for each router, and across them when two were, or nobody. */
export function LanesPicture({ id, history, drawing, layout, colors, seen }: Props) {
  const words = useWords();
  const { y, height } = layout.lanesBand;
  const { splitBrains, noMaster, races } = drawing;
  // Between the first lanes: names of bars are below and above.
  const pillMiddle = layout.lanes.length > 1 ? (layout.lanes[1]?.y ?? y) - 7 : y + height / 2;
  const labels = placeLabels(bandWishes(history, drawing, words), seen.left, seen.right);
  return (
    <g>
      <Hatches id={id} colors={drawing.lanes.map(({ router }) => colors.of(router.router.address).color)} />
      <path className="race" d={barsPath(races, y, height)} />
      {drawing.lanes.map((lane, i) => (
        <Lane key={lane.router.router.address} {...{ lane, colors, id }} index={i} y={layout.lanes[i]?.y ?? 0} />
      ))}
      {layout.silent.map((row, i) => (
        <g key={history.silent[i]?.name}>
          <path className="lane-line is-silent" d={laneLine(row.y)} />
          <LoggedStates states={drawing.silent[i] ?? []} y={row.y} />
        </g>
      ))}
      <path d={barsPath(noMaster, y, height)} fill={`url(#${id}-gap)`} />
      <path className="gap-edge" d={barsPath(noMaster, y, height)} />
      <path d={barsPath(splitBrains, y, height)} fill={`url(#${id}-split)`} />
      <path className="split-edge" d={barsPath(splitBrains, y, height)} />
      {drawing.lanes.map((lane, i) => (
        <MasterNames key={lane.router.router.address} {...{ lane, colors, seen }} y={layout.lanes[i]?.y ?? 0} />
      ))}
      {drawing.lanes.map((lane, i) => (
        <Marks key={lane.router.router.address} marks={lane.marks} y={layout.lanes[i]?.y ?? 0} />
      ))}
      {drawing.lanes.map((lane, i) => (
        <LoggedStates key={lane.router.router.address} states={lane.states} y={layout.lanes[i]?.y ?? 0} />
      ))}
      {labels.map((label) => (
        <Pill key={`${label.about}${label.x}`} label={label} middle={pillMiddle} />
      ))}
    </g>
  );
}

type LaneProps = { lane: LaneDrawing; y: number; colors: RouterColors };

function Lane({ lane, y, colors, id, index }: LaneProps & { id: string; index: number }) {
  const color = colors.of(lane.router.router.address);
  const height = LANE;
  return (
    <g>
      <path className="lane-line" d={laneLine(y)} />
      <path d={barsPath(lane.tails, y + 4, height - 8)} fill={color.color} fillOpacity={0.25} />
      <path
        d={edgesPath(
          lane.tails.map(({ x2 }) => x2),
          y + 4,
          height - 8,
        )}
        stroke={color.color}
        strokeDasharray="2 3"
      />
      <path d={barsPath(lane.solid, y, height, 3)} fill={color.color} />
      <path d={barsPath(lane.dense, y, height)} fill={`url(#${id}-dense-${index})`} />
      <path className="undelivered" d={barsPath(lane.undelivered, y + height - 5, 5)} />
    </g>
  );
}

function laneLine(y: number): string {
  return `M0 ${y + LANE / 2 + 0.5}H100000`;
}

/** Above the bands, with the bar's colour around the letters. */
function MasterNames({ lane, y, colors, seen }: LaneProps & Pick<Props, 'seen'>) {
  const words = useWords();
  const { color, ink } = colors.of(lane.router.router.address);
  const named = lane.solid.flatMap(({ x1, x2 }) => {
    const [left, right] = [Math.max(x1, seen.left), Math.min(x2, seen.right)];
    return right - left > textWidth(words.charts.master) + 20 ? [left + 8] : [];
  });
  return named.slice(0, MOST_LABELS).map((x) => (
    <text key={x} className="strong on-bar" x={round(x)} y={y + 17} style={{ fill: ink, stroke: color }}>
      {words.charts.master}
    </text>
  ));
}

function Marks({ marks, y }: { marks: readonly Cluster<LaneMark>[]; y: number }) {
  const ofKind = (kind: LaneMark['kind']) => marks.filter(({ members }) => members[0]?.kind === kind);
  return (
    <g>
      <path
        className="mark"
        d={ofKind('resigned')
          .map(({ x }) => downPath(x, y + 1, 5))
          .join('')}
      />
      <path
        className="mark"
        d={ofKind('priority')
          .map(({ x }) => diamondPath(x, y + 1, 5.5))
          .join('')}
      />
      {marks
        .filter(({ members }) => members.length > 1)
        .map(({ x, members }) => (
          <text key={x} className="small halo" x={round(x) + 7} y={y + 3}>
            {members.length}
          </text>
        ))}
    </g>
  );
}

type BandKind = 'split' | 'gap';
/** So many bands are all named; among more only those that have room for it. */
const FEW = 12;
const WIDE = 40;
/** More would not find a place. */
const MOST_LABELS = 60;

function bandWishes(history: ChartHistory, { splitBrains, noMaster }: LanesDrawing, words: Words) {
  const { charts } = words;
  const texts = (long: string, short: string) => [long, short];
  const splits = splitBrains.map((band): LabelWish<BandKind> => {
    const of = history.splitBrains;
    const said =
      band.count === 1
        ? texts(charts.splitBrain(length(of, band, words)), length(of, band, words))
        : texts(charts.splitBrains(band.count), charts.short(band.count));
    return { ...band, texts: said, about: 'split' };
  });
  const gaps = noMaster.map((band): LabelWish<BandKind> => {
    const of = history.noMaster;
    const said =
      band.count === 1
        ? texts(charts.noMaster(length(of, band, words)), length(of, band, words))
        : texts(charts.noMasterTimes(band.count), charts.short(band.count));
    return { ...band, texts: said, about: 'gap' };
  });
  // The widest first: those are what is looked at.
  const widest = (a: LabelWish<BandKind>, b: LabelWish<BandKind>) => b.x2 - b.x1 - (a.x2 - a.x1);
  const wishes = [...splits.sort(widest), ...gaps.sort(widest)];
  return wishes.filter(({ x1, x2 }) => wishes.length <= FEW || x2 - x1 >= WIDE).slice(0, MOST_LABELS);
}

function length(of: { starts: Float64Array; ends: Float64Array }, { first }: Bar, words: Words): string {
  return formatDuration((of.ends[first] ?? 0) - (of.starts[first] ?? 0), words.charts);
}

function Pill({ label: { x, width, text, about }, middle }: { label: PlacedLabel<BandKind>; middle: number }) {
  return (
    <g>
      <rect className={`pill pill-${about}`} x={round(x)} y={middle - 9} width={round(width)} height={18} rx={9} />
      <text className={`on-${about}`} x={round(x + width / 2)} y={middle + 4} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}
