import type { Timing } from '../report.ts';
import { type Nanos, toEpochSeconds, toSeconds } from '../time.ts';

const MOST_BUCKETS = 1024;

interface Bucket {
  count: number;
  min: Nanos;
  sum: Nanos;
  max: Nanos;
}

/** Gaps between advertisements over time in at most 1024 buckets, whose width doubles as time goes on. */
export class TimingSummary {
  readonly #start: Nanos;
  #step: Nanos;
  #buckets: Bucket[] = [];

  /** `step` is the width of the first buckets and must be above 0. */
  constructor(start: Nanos, step: Nanos) {
    this.#start = start;
    this.#step = step;
  }

  /** `time` must not run backwards. */
  add(time: Nanos, gap: Nanos): void {
    while (time - this.#start >= this.#step * MOST_BUCKETS) this.#halve();
    const index = Math.floor((time - this.#start) / this.#step);
    while (this.#buckets.length <= index) this.#buckets.push({ count: 0, min: Infinity, sum: 0, max: 0 });
    const bucket = this.#buckets[index];
    if (bucket) addTo(bucket, { count: 1, min: gap, sum: gap, max: gap });
  }

  buildEmpty(epochSeconds: number): Timing {
    return { start: toEpochSeconds(this.#start, epochSeconds), step: toSeconds(this.#step), buckets: [] };
  }

  build(epochSeconds: number): Timing {
    return {
      ...this.buildEmpty(epochSeconds),
      buckets: this.#buckets.map(({ count, min, sum, max }) =>
        count === 0 ? [0, 0, 0, 0] : [count, toSeconds(min), toSeconds(sum / count), toSeconds(max)],
      ),
    };
  }

  #halve(): void {
    this.#step *= 2;
    const wider: Bucket[] = [];
    this.#buckets.forEach((bucket, i) => {
      const into = wider[i >> 1];
      if (into) addTo(into, bucket);
      else wider.push(bucket);
    });
    this.#buckets = wider;
  }
}

function addTo(into: Bucket, bucket: Bucket): void {
  into.count += bucket.count;
  into.min = Math.min(into.min, bucket.min);
  into.sum += bucket.sum;
  into.max = Math.max(into.max, bucket.max);
}
