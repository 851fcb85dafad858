import type { Timing } from '../report.ts';
import { type Nanos, toEpochSeconds, toSeconds } from '../time.ts';

const MOST_BUCKETS = 1024;
const FIRST_BUCKETS = 8;
/** Numbers of a bucket, one after the other: how many gaps, their sum, the shortest and the longest. */
const NUMBERS = 4;

/**
 * Gaps between advertisements over time in at most 1024 buckets, whose width doubles as time goes on: plain numbers in
 * one array, because there may be hundreds of routers, and objects that come and go would be most of the memory.
 */
export class TimingSummary {
  readonly #start: Nanos;
  #step: Nanos;
  #numbers = new Float64Array(FIRST_BUCKETS * NUMBERS);
  #buckets = 0;
  /** A report reads the numbers when its buckets are asked for: they must stay what they are. */
  #isShared = false;

  /** `step` is the width of the first buckets and must be above 0. */
  constructor(start: Nanos, step: Nanos) {
    this.#start = start;
    this.#step = step;
  }

  /** `time` must not run backwards. */
  add(time: Nanos, count: number, sum: Nanos, min: Nanos, max: Nanos): void {
    const index = this.#indexOf(time);
    if (index >= this.#buckets) this.#growTo(index + 1);
    this.#addTo(index * NUMBERS, count, sum, min, max);
  }

  /** When the bucket ends that a gap at `time` belongs to. */
  bucketEnd(time: Nanos): Nanos {
    return this.#start + (this.#indexOf(time) + 1) * this.#step;
  }

  buildEmpty(epochSeconds: number): Timing {
    return { start: toEpochSeconds(this.#start, epochSeconds), step: toSeconds(this.#step), buckets: [] };
  }

  /** Buckets are made whenever they are asked for: those of all routers at once would be most of what a report takes. */
  build(epochSeconds: number): Timing {
    const { start, step } = this.buildEmpty(epochSeconds);
    const numbers = this.#numbers.subarray(0, this.#buckets * NUMBERS);
    this.#isShared = true;
    return {
      start,
      step,
      get buckets() {
        return bucketsOf(numbers);
      },
    };
  }

  #indexOf(time: Nanos): number {
    while (time - this.#start >= this.#step * MOST_BUCKETS) this.#halve();
    return Math.floor((time - this.#start) / this.#step);
  }

  #growTo(buckets: number): void {
    this.#buckets = buckets;
    if (buckets * NUMBERS <= this.#numbers.length) return;
    const room = Math.min(MOST_BUCKETS, 2 ** Math.ceil(Math.log2(buckets)));
    const numbers = new Float64Array(room * NUMBERS);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }

  /** Two and two become one; each is read before its place is written again. */
  #halve(): void {
    this.#ownNumbers();
    this.#step *= 2;
    const before = this.#buckets * NUMBERS;
    this.#buckets = Math.ceil(this.#buckets / 2);
    for (let from = 0; from < before; from += NUMBERS) {
      const into = Math.floor(from / NUMBERS / 2) * NUMBERS;
      const count = this.#at(from);
      const sum = this.#at(from + 1);
      const min = this.#at(from + 2);
      const max = this.#at(from + 3);
      for (let at = from; at < from + NUMBERS; at++) this.#numbers[at] = 0;
      this.#addTo(into, count, sum, min, max);
    }
  }

  #addTo(at: number, count: number, sum: Nanos, min: Nanos, max: Nanos): void {
    if (count === 0) return;
    this.#ownNumbers();
    const isFirst = this.#at(at) === 0;
    this.#numbers[at] = this.#at(at) + count;
    this.#numbers[at + 1] = this.#at(at + 1) + sum;
    if (isFirst || min < this.#at(at + 2)) this.#numbers[at + 2] = min;
    if (max > this.#at(at + 3)) this.#numbers[at + 3] = max;
  }

  #ownNumbers(): void {
    if (this.#isShared) this.#numbers = this.#numbers.slice();
    this.#isShared = false;
  }

  #at(place: number): number {
    return numberAt(this.#numbers, place);
  }
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
