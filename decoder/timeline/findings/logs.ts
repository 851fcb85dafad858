import type { LogKind, LogLine } from '../../logs/node-log.ts';
import type { Evidence } from '../../report.ts';
import type { Nanos } from '../../time.ts';
import type { FindingWords } from '../../wording/finding-words.ts';
import type { Words } from '../../wording/words.ts';
import type { Claim } from '../claim.ts';
import type { History } from '../history.ts';
import { LINE_DELAY } from '../log-clock.ts';
import type { LoggedInstance, PlacedLog } from '../match-logs.ts';
import type { RouterState } from '../router-state.ts';
import { anyWithin } from '../sorted.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** A time in which a log has an instance in one state. */
export interface LoggedState {
  state: 'master' | 'backup' | 'fault';
  start: Nanos;
  /** Where the log goes on about it no more. */
  end: Nanos;
}

interface Known extends LoggedInstance {
  history: History;
  router: RouterState;
}

const MOST_EVIDENCE = 10;

/** Where what a node wrote and what it sent contradict each other, as far as the log's clock is known. */
export function logFindings({ logs, words }: FindingInput): FindingDraft[] {
  return logs.flatMap((placed) => {
    if (!placed.clock?.isSure) return [];
    return [...placed.instances.values()].flatMap(({ instance, history, router }) =>
      history && router ? disagreements({ instance, history, router }, placed, words) : [],
    );
  });
}

function disagreements(known: Known, placed: PlacedLog, words: Words): FindingDraft[] {
  const states = statesOf(known.instance, placed);
  const margin = (placed.clock?.uncertainty ?? 0) + placed.resolution / 2 + LINE_DELAY;
  return [
    ...silentMasters(known, states, placed, margin, words),
    ...advertisingBackups(known, states, placed, margin, words),
    ...unloggedTakeovers(known, states, placed, margin, words),
  ];
}

/** What the log has the instance in, and when; it ends with the process, and with holes in the log. */
function statesOf(instance: string, { log, timeOf }: PlacedLog): LoggedState[] {
  const ended: LoggedState[] = [];
  let current: LoggedState | null = null;
  let heardOf = -Infinity;
  for (const { kind, instance: of, stamp, last } of log.lines) {
    const time = timeOf(stamp);
    const stops = kind === 'stopping' || (kind === 'priority-zero-sent' && of === instance);
    const next: LoggedState | null = isState(kind) && of === instance ? { state: kind, start: time, end: time } : null;
    if (current && (stops || endsAll(kind) || (next && next.state !== current.state))) {
      // A process that starts was gone since its last line
      ended.push({ ...current, end: stops || next ? time : heardOf });
      current = null;
    }
    current ??= next;
    heardOf = timeOf(last);
  }
  if (!current || !log.last) return ended;
  // Lines that were left out may have ended it
  const until = log.leftOut > 0 ? heardOf : timeOf(log.last);
  return [...ended, { ...current, end: Math.max(current.start, until) }];
}

function isState(kind: LogKind): kind is LoggedState['state'] {
  return kind === 'master' || kind === 'backup' || kind === 'fault';
}

function endsAll(kind: LogKind): boolean {
  return kind === 'starting' || kind === 'stopping' || kind === 'died' || kind === 'gap';
}

function silentMasters(
  known: Known,
  states: readonly LoggedState[],
  placed: PlacedLog,
  margin: Nanos,
  words: Words,
): FindingDraft[] {
  const { history, router } = known;
  const own = history.reigns.filter(({ claim }) => claim.router === router);
  return states
    .filter(({ state }) => state === 'master')
    .flatMap((master) => {
      const observed = { start: Math.max(master.start, firstSeen(history)), end: Math.min(master.end, history.end) };
      return uncovered(
        observed,
        own.map(({ claim, end }) => ({ start: claim.start.time, end: shownUntil(claim, end?.time) })),
      )
        .filter(({ start, end }) => end - start > router.masterDownInterval + 2 * margin)
        .filter(
          ({ start, end }) => !anyWithin(history.pauses, start, end) && !stoodStill(known, { start, end }, placed),
        )
        .map(({ start, end }) =>
          finding(
            known,
            { start, end },
            words.findings['log-disagreement'].silentMaster({
              ...subjectOf(known, placed),
              length: end - start,
            }),
            evidenceNear(
              own.map(({ claim }) => claim),
              start,
              end,
            ),
          ),
        );
    });
}

/** Advertisements prove a claim up to the last of them; the next was due an interval later. */
function shownUntil({ last, router }: Claim, end: Nanos | undefined): Nanos {
  return Math.max(last.time + router.interval, end ?? last.time);
}

function firstSeen({ virtualRouter }: History): Nanos {
  return virtualRouter.first.heard.time;
}

interface Span {
  start: Nanos;
  end: Nanos;
}

/** What of a span no other covers; those are in the order of their starts. */
function uncovered({ start, end }: Span, by: readonly Span[]): Span[] {
  const left: Span[] = [];
  let from = start;
  for (const span of by) {
    if (span.start > from && from < end) left.push({ start: from, end: Math.min(span.start, end) });
    from = Math.max(from, span.end);
  }
  if (from < end) left.push({ start: from, end });
  return left;
}

/** A host that stood still could not write either; that it did is told by its packets, or by its own timers. */
function stoodStill({ router, history }: Known, { start, end }: Span, { log, timeOf }: PlacedLog): boolean {
  const until = end + router.interval;
  const byPackets = history.reigns.some(
    ({ claim }) =>
      claim.router === router && claim.stalledSince !== null && claim.start.time <= until && claim.last.time >= start,
  );
  const lines = log.lines.filter(({ kind }) => kind === 'stalled').map(({ stamp }) => timeOf(stamp));
  return byPackets || lines.some((time) => time >= start && time <= until);
}

function advertisingBackups(
  known: Known,
  states: readonly LoggedState[],
  placed: PlacedLog,
  margin: Nanos,
  words: Words,
): FindingDraft[] {
  const { history, router } = known;
  const own = history.reigns.filter(({ claim }) => claim.router === router && claim.lastMessage !== null);
  return states
    .filter(({ state }) => state !== 'master')
    .flatMap(({ state, start, end }) =>
      own.flatMap(({ claim }) => {
        const from = Math.max(start + margin, claim.start.time);
        const until = Math.min(end - margin, claim.last.time);
        if (until - from <= router.interval) return [];
        const told = words.findings['log-disagreement'].advertisingBackup({
          ...subjectOf(known, placed),
          state: state === 'backup' ? 'BACKUP' : 'FAULT',
          length: until - from,
        });
        return [finding(known, { start: from, end: until }, told, [claim.start.evidence, claim.last.evidence])];
      }),
    );
}

/** Takeovers too short for the states to contradict, or of which the log has no state at all. */
function unloggedTakeovers(
  known: Known,
  states: readonly LoggedState[],
  placed: PlacedLog,
  margin: Nanos,
  words: Words,
): FindingDraft[] {
  const { history, router, instance } = known;
  const { log, timeOf } = placed;
  if (!log.first || !log.last || log.leftOut > 0) return [];
  const [first, last] = [timeOf(log.first) + margin, timeOf(log.last) - margin];
  const holes = log.lines
    .filter((line) => endsAll(line.kind) || isAbout(line, instance, 'master'))
    .map(({ stamp }) => timeOf(stamp));
  return history.reigns
    .filter(({ claim, began }) => claim.router === router && began !== 'running' && claim.lastMessage !== null)
    .filter(({ claim: { start } }) => start.time > first && start.time < last)
    .filter(({ claim: { start } }) => !holes.some((time) => Math.abs(time - start.time) <= margin))
    .filter(({ claim }) => !states.some((state) => isTold(claim, state, margin)))
    .map(({ claim: { start } }) => {
      const told = words.findings['log-disagreement'].unlogged(subjectOf(known, placed));
      return finding(known, { start: start.time, end: start.time }, told, [start.evidence]);
    });
}

/** The log has it as MASTER already, or as BACKUP for so long that it is a finding of its own. */
function isTold({ router, start: { time }, last }: Claim, { state, start, end }: LoggedState, margin: Nanos): boolean {
  if (state === 'master') return start <= time + margin && end >= time - margin;
  return Math.min(end - margin, last.time) - Math.max(start + margin, time) > router.interval;
}

function isAbout(line: LogLine, instance: string, kind: LogKind): boolean {
  return line.instance === instance && line.kind === kind;
}

function subjectOf({ history, router, instance }: Known, { log }: PlacedLog) {
  return { virtualRouter: history.virtualRouter, router: router.address, name: log.name, instance };
}

function finding({ history, router }: Known, span: Span, told: FindingWords, evidence: Evidence[]): FindingDraft {
  return draft('log-disagreement', 'warning', history.virtualRouter, {
    ...told,
    routers: [router.address],
    ...span,
    evidence: evidence.slice(0, MOST_EVIDENCE),
  });
}

/** The last packet before and the first one after. */
function evidenceNear(claims: readonly Claim[], start: Nanos, end: Nanos): Evidence[] {
  const before = claims.findLast(({ last }) => last.time <= start);
  const after = claims.find((claim) => claim.start.time >= end);
  return [...(before ? [before.last.evidence] : []), ...(after ? [after.start.evidence] : [])];
}
