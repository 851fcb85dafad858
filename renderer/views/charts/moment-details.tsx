import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import { formatDuration } from '../../../decoder/wording/format-time.ts';
import { entryText } from '../../../decoder/wording/log-sentences.ts';
import { nameAddresses } from '../../../decoder/wording/router-names.ts';
import { fileName } from '../../model/capture-name.ts';
import type { ChartHistory } from '../../model/chart-history.ts';
import { intervalAt } from '../../model/chart-series.ts';
import { isState } from '../../model/logged-lines.ts';
import type { Moment } from '../../model/moment.ts';
import { ownershipRows } from '../../model/ownership-rows.ts';
import { lastStarted } from '../../model/thinning.ts';
import type { RouterColors } from '../../shared/palette.ts';
import { formatDateMoment, formatMoment, shortMac, type Times } from '../../shared/time-format.ts';
import { useWords } from '../../shared/words/words.ts';
import { useReportWords } from '../use-app.ts';
import type { Intervals } from './use-intervals.ts';

/** Lines of logs at a moment. */
const MOST_LINES = 4;

interface Props {
  moment: Moment;
  history: ChartHistory;
  intervals: Intervals;
  colors: RouterColors;
  times: Times;
  /** Seconds that a few pixels stand for. */
  reach: number;
}

/** What was so at a moment, the gravest first. */
export function MomentDetails(props: Props) {
  const { moment, history, times } = props;
  const happened = momentTime(moment);
  return (
    <>
      <p className="moment-time">
        {formatDateMoment(happened ?? moment.time, times, history.start, happened === null ? 3 : 6)}
      </p>
      <Trouble {...props} />
      <Masters {...props} />
      <Happened {...props} />
      <LoggedLines {...props} />
      <UndeliveredLines {...props} />
      <IntervalLines {...props} />
      <AddressLines {...props} />
    </>
  );
}

/** What stands under the pointer has a time of its own, to the microsecond. */
function momentTime({ transition, priorityChange, nearFailover, resigned }: Moment): number | null {
  return transition?.time ?? priorityChange?.time ?? resigned?.reign.end ?? nearFailover?.time ?? null;
}

function Trouble({ moment: { splitBrain, noMaster, race }, history, times }: Props) {
  const { charts } = useWords();
  const at = (time: number) => formatMoment(time, times, history.start, 6);
  const lasting = ({ start, end }: { start: number; end: number | null }) =>
    formatDuration((end ?? history.end) - start, charts);
  return (
    <>
      {splitBrain && (
        <>
          <p className="is-critical">
            {charts.twoMasters(
              splitBrain.routers.map((router) => nameOf(history, router)).join(', '),
              lasting(splitBrain),
            )}
          </p>
          <p className="soft">
            {charts.splitFrom(at(splitBrain.start), splitBrain.end === null ? null : at(splitBrain.end))}
          </p>
        </>
      )}
      {noMaster && (
        <>
          <p className="is-warning">
            {charts.nobody(lasting(noMaster))}, {charts.nobodyAfter[noMaster.after]}
          </p>
          <p className="soft">
            {charts.splitFrom(at(noMaster.start), noMaster.end === null ? null : at(noMaster.end))}
            {noMaster.atLeast !== noMaster.atMost &&
              ` · ${charts.nobodyBounds(formatDuration(noMaster.atLeast, charts), formatDuration(noMaster.atMost, charts))}`}
          </p>
        </>
      )}
      {race && !splitBrain && <p className="soft">{charts.race(lasting(race))}</p>}
    </>
  );
}

/** What nodes wrote; of much of it the states. */
function LoggedLines({ moment: { logged }, history }: Props) {
  const { charts } = useWords();
  const words = useReportWords();
  const byImportance = [...logged.filter(isState), ...logged.filter((line) => !isState(line))];
  const shown = byImportance.slice(0, MOST_LINES).sort((a, b) => a.line - b.line);
  const files = new Map(shown.map((entry) => [entry.file, entry]));
  const contradictions = new Set(logged.flatMap(({ contradiction }) => contradiction ?? []));
  return (
    <>
      {[...files].map(([file, { node, isPlaced }]) => (
        <div key={file}>
          <p className="soft" title={escapeControls(file)}>
            {charts.logged(escapeControls(node), fileName(escapeControls(file)), isPlaced)}
          </p>
          {shown
            .filter((entry) => entry.file === file)
            .map((entry) => (
              <p key={entry.line} className="logged-line">
                <span className="logged-number">{entry.line}</span>
                <span>{escapeControls(entryText(entry, words))}</span>
              </p>
            ))}
        </div>
      ))}
      {logged.length > MOST_LINES && <p className="soft">{charts.moreLogged(logged.length - MOST_LINES)}</p>}
      {[...contradictions].map(({ title, start }) => (
        <p key={`${title} ${start}`} className="is-warning">
          {nameAddresses(title, [history.virtualRouter])}
        </p>
      ))}
    </>
  );
}

function UndeliveredLines({ moment: { undelivered }, history, times }: Props) {
  const { charts } = useWords();
  const { viewLines } = useReportWords();
  const at = (time: number) => formatMoment(time, times, history.start, 3);
  return undelivered.map(({ router, view, start, end, advertisements }) => (
    <div key={`${router} ${view} ${start}`}>
      <p className="is-warning">
        {viewLines.undelivered({ router: nameOf(history, router), view: escapeControls(view), advertisements })}
      </p>
      <p className="soft">{charts.splitFrom(at(start), at(end))}</p>
    </div>
  ));
}

function Masters({ moment: { masters, noMaster, transition }, history, colors, times }: Props) {
  const { charts } = useWords();
  if (masters.length === 0) return noMaster || transition ? null : <p className="soft">{charts.noneKnown}</p>;
  return masters.map(({ router, reign, priority }) => (
    <div key={router.router.address}>
      <p>
        <span className="swatch" style={{ background: colors.of(router.router.address).color }} />
        {charts.isMaster(router.name, priority)}
      </p>
      <p className="soft">
        {charts.masterSince(
          formatMoment(reign.start, times, history.start, 3),
          formatDuration((reign.end ?? history.end) - reign.start, charts),
        )}
        {reign.end !== null && ` · ${charts.ended[reign.ended]}`}
      </p>
    </div>
  ));
}

function Happened({ moment, history, times }: Props) {
  const { charts } = useWords();
  const { transition, resigned, priorityChange, nearFailover } = moment;
  const name = (router: string) => nameOf(history, router);
  return (
    <>
      {transition && (
        <>
          <p>
            <strong>{charts.transition(transition.from && name(transition.from), name(transition.to))}</strong>
            {` · ${charts.cause[transition.cause]}`}
          </p>
          <p className="soft">{nameAddresses(transition.explanation, [history.virtualRouter])}</p>
          {transition.duration !== null && (
            <p className="soft">{charts.unheard(formatDuration(transition.duration, charts))}</p>
          )}
        </>
      )}
      {resigned?.reign.end != null && (
        <p>{charts.resigned(resigned.router.name, formatMoment(resigned.reign.end, times, history.start, 6))}</p>
      )}
      {priorityChange && (
        <p>{charts.priorityChanged(name(priorityChange.router), priorityChange.from, priorityChange.to)}</p>
      )}
      {nearFailover && (
        <p className="is-warning">
          {name(nearFailover.router)} ·{' '}
          {charts.nearFailover(formatDuration(nearFailover.gap, charts), nearFailover.missed)}
        </p>
      )}
    </>
  );
}

function IntervalLines({ moment, history, intervals, reach }: Props) {
  const { charts } = useWords();
  if (intervals.state !== 'known') return null;
  return moment.masters.map(({ router }) => {
    const own = intervals.routers.find((candidate) => candidate.router === router.router.address);
    const bucket = own && intervalAt(own, moment.time, reach);
    if (!bucket) return null;
    const say = (seconds: number) => formatDuration(seconds, charts);
    return (
      <p className="soft" key={router.router.address}>
        {bucket.count === 1
          ? charts.interval(nameOf(history, router.router.address), say(bucket.mean))
          : charts.intervals(
              nameOf(history, router.router.address),
              say(bucket.min),
              say(bucket.mean),
              say(bucket.max),
              bucket.count,
            )}
      </p>
    );
  });
}

/** Where the addresses were; those beyond the first few are only counted. */
function AddressLines({ moment, history }: Props) {
  const { charts } = useWords();
  const { announcement } = moment;
  const rows = ownershipRows(history).slice(0, 3);
  return (
    <>
      {announcement && (
        <p>
          {charts.announced(
            announcement.address,
            shortMac(announcement.mac),
            announcement.router && nameOf(history, announcement.router),
            announcement.count,
          )}
        </p>
      )}
      {rows.map(({ addresses, owners }) => {
        const at = lastStarted(owners, moment.time);
        const owner = owners.items[at];
        if (!owner || (owners.ends[at] ?? 0) < moment.time) return null;
        const router = owner.router && nameOf(history, owner.router);
        return (
          <p className="soft" key={addresses[0]}>
            {charts.owned(addressNames(addresses, charts.more), shortMac(owner.mac), router)}
          </p>
        );
      })}
    </>
  );
}

export function addressNames(addresses: readonly string[], more: (count: number) => string): string {
  const [first = '', ...rest] = addresses;
  return rest.length === 0 ? first : `${first} ${more(rest.length)}`;
}

export function nameOf({ routers }: ChartHistory, address: string): string {
  return routers.find(({ router }) => router.address === address)?.name ?? address;
}
