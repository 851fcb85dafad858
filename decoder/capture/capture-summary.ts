import type { CaptureInterface, SourceProblem } from '../report.ts';
import { isLater, type Timestamp } from './timestamp.ts';

const LISTED_PROBLEMS = 100;
export const MOST_INTERFACES = 10_000;
const MOST_NAMES = 10_000;
const MOST_PAUSES = 10_000;
/** Seconds. */
export const SHORTEST_HOLE = 0.5;

/** A time between two sections of a capture in which nobody looked. */
export interface SectionPause {
  start: Timestamp;
  end: Timestamp;
}

/** What is known of a capture so far, apart from its packets. Bounded whatever the capture says. */
export class CaptureSummary {
  packets = 0;
  /** Numbers given, as Wireshark gives them: blocks that are shown there without being packets have one too. */
  numbered = 0;
  /** Captured bytes of all packets. */
  bytes = 0;
  readonly interfaces: CaptureInterface[] = [];
  readonly names = new Map<string, string>();
  readonly problems: SourceProblem[] = [];
  earliest: Timestamp | undefined;
  latest: Timestamp | undefined;
  /** Where isb_starttime says so. */
  observedFrom: Timestamp | undefined;
  observedUntil: Timestamp | undefined;
  /** Not yet taken by whoever follows the packets. */
  pauses: SectionPause[] = [];
  /** The longest time without a packet of any protocol since it was last taken. */
  hole: SectionPause | undefined;
  dropped: number | undefined;
  private readonly listedProblems = new Map<string, number>();
  private readonly furtherProblems = new Map<string, { count: number }>();

  /** When a packet was captured. */
  addTime(time: Readonly<Timestamp>): void {
    if (this.latest === undefined || this.earliest === undefined) {
      this.earliest = { seconds: time.seconds, nanoseconds: time.nanoseconds };
      this.latest = { seconds: time.seconds, nanoseconds: time.nanoseconds };
    } else if (isLater(time, this.latest)) {
      this.noteHole(this.latest, time);
      this.latest.seconds = time.seconds;
      this.latest.nanoseconds = time.nanoseconds;
    } else if (isLater(this.earliest, time)) {
      this.earliest.seconds = time.seconds;
      this.earliest.nanoseconds = time.nanoseconds;
    }
  }

  private noteHole(start: Readonly<Timestamp>, end: Readonly<Timestamp>): void {
    const length = lengthOf({ start, end });
    if (length < SHORTEST_HOLE || (this.hole && lengthOf(this.hole) > length)) return;
    const { seconds, nanoseconds } = end;
    this.hole = { start: { ...start }, end: { seconds, nanoseconds } };
  }

  /** Lists the first of a code; one more entry counts the rest. `packet` is the one at or after `offset`. */
  addProblem(code: string, offset: number, packet: number, message: string): void {
    const rest = this.furtherProblems.get(code);
    if (rest !== undefined) {
      rest.count += 1;
      return;
    }
    const listed = (this.listedProblems.get(code) ?? 0) + 1;
    this.listedProblems.set(code, listed);
    if (listed <= LISTED_PROBLEMS) {
      this.problems.push({ offset, packet, code, message });
    } else {
      const further = { offset, packet, code, message: 'more of the same, from here on', count: 1 };
      this.furtherProblems.set(code, further);
      this.problems.push(further);
    }
  }

  /** The interface's index, or undefined where there are too many. */
  addInterface(captureInterface: CaptureInterface, offset: number): number | undefined {
    if (this.interfaces.length === MOST_INTERFACES) {
      this.addProblem(
        'too-many-interfaces',
        offset,
        this.packets + 1,
        `only the first ${MOST_INTERFACES} interfaces are read`,
      );
      return undefined;
    }
    return this.interfaces.push(captureInterface) - 1;
  }

  addName(address: string, name: string, offset: number): void {
    if (this.names.size === MOST_NAMES && !this.names.has(address)) {
      this.addProblem('too-many-names', offset, this.numbered + 1, `only the first ${MOST_NAMES} names are read`);
    } else {
      this.names.set(address, name);
    }
  }

  addDropped(packets: number): void {
    this.dropped = (this.dropped ?? 0) + packets;
  }

  /** A section was observed from `time` on, and none of its packets came before this. */
  addStartOfObservation(time: Timestamp): void {
    const { latest, observedUntil, pauses } = this;
    if (latest === undefined) {
      this.observedFrom ??= time;
      return;
    }
    const start = observedUntil && isLater(observedUntil, latest) ? observedUntil : { ...latest };
    const last = pauses.at(-1);
    if (last && !isLater(start, last.end)) last.end = time;
    else if (isLater(time, start) && pauses.length < MOST_PAUSES) pauses.push({ start, end: time });
  }

  addEndOfObservation(time: Timestamp): void {
    if (this.observedUntil === undefined || isLater(time, this.observedUntil)) this.observedUntil = time;
  }
}

function lengthOf({ start, end }: { start: Readonly<Timestamp>; end: Readonly<Timestamp> }): number {
  return end.seconds - start.seconds + (end.nanoseconds - start.nanoseconds) / 1e9;
}
