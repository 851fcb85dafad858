import type { Timing } from '../report.ts';
import { type Nanos, toEpochSeconds, toSeconds } from '../time.ts';
import type { Room } from './room.ts';

const MOST_BUCKETS = 1024;
/** So few numbers lie in the array itself. */
const FIRST_BUCKETS = 2;
/** Numbers of a bucket, one after the other: how many gaps, their sum, the shortest and the longest. */
const NUMBERS = 4;

/**
 * Gaps between advertisements over time in at most 1024 buckets, whose width doubles as time goes on: plain numbers in
 * one array, because there may be hundreds of routers, and objects that come and go would be most of the memory.
 */
export class TimingSummary {
  readonly #start: Nanos;
  readonly #room: Room;
  #step: Nanos;
  #numbers = new Float64Array(FIRST_BUCKETS * NUMBERS);
  /** The latest bucket: where its numbers are, and when it ends. */
  #latest = 0;
  #end: Nanos;
  #isShared = false;

  /** `step` is the width of the first buckets and must be above 0. */
  constructor(start: Nanos, step: Nanos, room: Room) {
    this.#start = start;
    this.#room = room;
    this.#step = step;
    this.#end = start + step;
  }

  /** A gap that ends at `time`, which must not run backwards. */
  add(time: Nanos, gap: Nanos): void {
    if (time >= this.#end) this.#begin(time);
    const numbers = this.#numbers;
    const at = this.#latest;
    const count = numberAt(numbers, at);
    numbers[at] = count + 1;
    numbers[at + 1] = numberAt(numbers, at + 1) + gap;
    if (count === 0 || gap < numberAt(numbers, at + 2)) numbers[at + 2] = gap;
    if (gap > numberAt(numbers, at + 3)) numbers[at + 3] = gap;
  }

  /** Of all gaps together; null without any. */
  get total(): { mean: Nanos; min: Nanos; max: Nanos } | null {
    const total = { count: 0, sum: 0, min: Infinity, max: 0 };
    for (let at = 0; at <= this.#latest; at += NUMBERS) {
      const count = numberAt(this.#numbers, at);
      if (count === 0) continue;
      total.count += count;
      total.sum += numberAt(this.#numbers, at + 1);
      total.min = Math.min(total.min, numberAt(this.#numbers, at + 2));
      total.max = Math.max(total.max, numberAt(this.#numbers, at + 3));
    }
    return total.count === 0 ? null : { ...total, mean: total.sum / total.count };
  }

  buildEmpty(epochSeconds: number): Timing {
    return { start: toEpochSeconds(this.#start, epochSeconds), step: toSeconds(this.#step), buckets: [] };
  }

  /** Buckets are made whenever they are asked for: those of all routers at once would be most of what a report takes. */
  build(epochSeconds: number): Timing {
    const { start, step } = this.buildEmpty(epochSeconds);
    const numbers = this.#numbers;
    const isAny = this.#latest > 0 || numberAt(numbers, 0) > 0;
    const end = isAny ? this.#latest + NUMBERS : 0;
    // They must stay what they are: what comes next begins with a copy
    this.#isShared = true;
    this.#end = -Infinity;
    return {
      start,
      step,
      get buckets() {
        return bucketsOf(numbers.subarray(0, end));
      },
    };
  }

  /** Begins the bucket that `time` belongs to. */
  #begin(time: Nanos): void {
    if (this.#isShared) this.#numbers = this.#numbers.slice();
    this.#isShared = false;
    const most = this.#room.isFull ? this.#numbers.length / NUMBERS : MOST_BUCKETS;
    while (time - this.#start >= this.#step * most) this.#halve();
    const bucket = Math.floor((time - this.#start) / this.#step);
    this.#latest = bucket * NUMBERS;
    this.#end = this.#start + (bucket + 1) * this.#step;
    if (this.#latest >= this.#numbers.length) this.#makeRoom(bucket + 1);
  }

  #makeRoom(buckets: number): void {
    const room = Math.min(MOST_BUCKETS, 4 ** Math.ceil(Math.log2(buckets) / 2));
    const numbers = new Float64Array(room * NUMBERS);
    this.#room.use(numbers.byteLength - this.#numbers.byteLength);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }

  /** Two and two become one. */
  #halve(): void {
    this.#step *= 2;
    const end = this.#latest + NUMBERS;
    let into = 0;
    for (let from = 0; from < end; from += 2 * NUMBERS) {
      mergeNext(this.#numbers, from, into);
      into += NUMBERS;
    }
    this.#numbers.fill(0, into, end);
    this.#latest = into - NUMBERS;
  }
}

/** Puts a bucket and the one after it, which may be empty or missing, into one that is not behind them. */
function mergeNext(numbers: Float64Array, from: number, into: number): void {
  const next = from + NUMBERS;
  const count = numberAt(numbers, from);
  const more = numberAt(numbers, next);
  const min = numberAt(numbers, from + 2);
  const otherMin = numberAt(numbers, next + 2);
  numbers[into] = count + more;
  numbers[into + 1] = numberAt(numbers, from + 1) + numberAt(numbers, next + 1);
  numbers[into + 3] = Math.max(numberAt(numbers, from + 3), numberAt(numbers, next + 3));
  numbers[into + 2] = more === 0 || (count > 0 && min < otherMin) ? min : otherMin;
}

function bucketsOf(numbers: Float64Array): Timing['buckets'] {
  const buckets: Timing['buckets'] = [];
  for (let at = 0; at < numbers.length; at += NUMBERS) {
    const count = numberAt(numbers, at);
    const [sum, min, max] = [numberAt(numbers, at + 1), numberAt(numbers, at + 2), numberAt(numbers, at + 3)];
    buckets.push(count === 0 ? [0, 0, 0, 0] : [count, toSeconds(min), toSeconds(sum / count), toSeconds(max)]);
  }
  return buckets;
}

function numberAt(numbers: Float64Array, place: number): number {
  return numbers[place] ?? 0;
}
