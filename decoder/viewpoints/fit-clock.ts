import { NANOS_PER_MILLISECOND, NANOS_PER_SECOND, type Nanos } from '../time.ts';
import { median } from './median.ts';

/** What one clock shows (`x`) and what another shows at the same moment (`y`). */
export interface ClockPair {
  x: Nanos;
  y: Nanos;
}

/** y = rate · x + shift. */
export interface LinearClock {
  rate: number;
  shift: Nanos;
}

export interface FittedClock extends LinearClock {
  /** Pairs that agree with it, and that do not. */
  matched: number;
  outliers: number;
  /** Whether a pair is one of those that agree. */
  fits: (pair: ClockPair) => boolean;
}

/** Of fewer pairs no drift can be told from chance. */
export const ENOUGH = 3;
const MOST_SAMPLED = 256;
/** Slopes between pairs closer together than this part of the whole say more about jitter than about drift. */
const APART = 0.25;
/** Packets take this long between two places at most, or jitter so much. */
const LEAST_TOLERANCE: Nanos = 2 * NANOS_PER_MILLISECOND;
const MOST_TOLERANCE: Nanos = 0.5 * NANOS_PER_SECOND;
/** Of a normal distribution: from the median of absolute deviations to five standard deviations. */
const FIVE_SIGMA = 5 * 1.4826;
/** Two clocks that run more differently than this are no clocks: 2,000 ppm. */
const MOST_DRIFT = 2e-3;
/** Drift cannot be told over shorter times. */
const SHORTEST_FOR_DRIFT: Nanos = 2 * NANOS_PER_SECOND;

/**
 * The line through most of the pairs: Theil and Sen's median of slopes on a sample, what lies far off left out, least
 * squares on the rest. Null unless more than `agreement` of the pairs lie on one line.
 */
export function fitClock(pairs: readonly ClockPair[], agreement = 0.5): FittedClock | null {
  if (pairs.length === 0) return null;
  const rough = roughLine(pairs);
  const tolerance = toleranceAround(rough, pairs);
  const fits = (pair: ClockPair) => Math.abs(residual(rough, pair)) <= tolerance;
  const inliers = pairs.filter(fits);
  if (inliers.length <= agreement * pairs.length) return null;
  return { ...leastSquares(inliers), matched: inliers.length, outliers: pairs.length - inliers.length, fits };
}

function roughLine(pairs: readonly ClockPair[]): LinearClock {
  const step = Math.max(1, pairs.length / MOST_SAMPLED);
  const sample = Array.from({ length: Math.min(pairs.length, MOST_SAMPLED) }, (_, i) => pairs[Math.floor(i * step)]);
  const chosen = sample.filter((pair) => pair !== undefined);
  const span = spanOf(chosen);
  const drifts: number[] = [];
  if (pairs.length >= ENOUGH && span >= SHORTEST_FOR_DRIFT) {
    chosen.forEach((one, i) => {
      for (const other of chosen.slice(i + 1)) {
        const apart = other.x - one.x;
        if (apart >= APART * span) drifts.push((other.y - one.y - apart) / apart);
      }
    });
  }
  const drift = drifts.length === 0 ? 0 : clampDrift(median(drifts));
  const rate = 1 + drift;
  return { rate, shift: median(chosen.map(({ x, y }) => y - rate * x)) };
}

function toleranceAround(line: LinearClock, pairs: readonly ClockPair[]): Nanos {
  const spread = FIVE_SIGMA * median(pairs.map((pair) => Math.abs(residual(line, pair))));
  return Math.min(Math.max(spread, LEAST_TOLERANCE), MOST_TOLERANCE);
}

function leastSquares(pairs: readonly ClockPair[]): LinearClock {
  const middle = mean(pairs.map(({ x }) => x));
  const ahead = mean(pairs.map(({ x, y }) => y - x));
  let covariance = 0;
  let variance = 0;
  for (const { x, y } of pairs) {
    covariance += (x - middle) * (y - x - ahead);
    variance += (x - middle) ** 2;
  }
  const hasDrift = pairs.length >= ENOUGH && spanOf(pairs) >= SHORTEST_FOR_DRIFT;
  const drift = hasDrift ? clampDrift(covariance / variance) : 0;
  return { rate: 1 + drift, shift: ahead - drift * middle };
}

function residual({ rate, shift }: LinearClock, { x, y }: ClockPair): Nanos {
  return y - rate * x - shift;
}

function spanOf(pairs: readonly ClockPair[]): Nanos {
  let [low, high] = [Infinity, -Infinity];
  for (const { x } of pairs) [low, high] = [Math.min(low, x), Math.max(high, x)];
  return high - low;
}

function clampDrift(drift: number): number {
  return Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, drift));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}
