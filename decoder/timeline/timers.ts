import { NANOS_PER_SECOND, type Nanos } from '../time.ts';

/** Timers may fire this part of an interval early. */
export const TIMER_SLACK = 0.1;

/** What a master's timers follow from: its version, the interval it goes by, its priority (1 to 255). */
export interface TimerParameters {
  version: 2 | 3;
  interval: Nanos;
  priority: number;
}

/** Skew_Time: VRRPv2 in seconds whatever the interval (RFC 3768 §6.1), VRRPv3 a part of the interval (RFC 5798 §6.1). */
export function skewTime({ version, interval, priority }: TimerParameters): Nanos {
  const base = version === 2 ? NANOS_PER_SECOND : interval;
  return ((256 - priority) * base) / 256;
}

/** Master_Down_Interval: how long a backup with these parameters waits for the next advertisement. */
export function masterDownInterval(parameters: TimerParameters): Nanos {
  return 3 * parameters.interval + skewTime(parameters);
}

/**
 * The Master_Down_Interval that `waiting` counts after hearing `heard`:
 * VRRPv2 goes by its own interval, VRRPv3 by the one in the last accepted advertisement.
 */
export function takeoverDelay(waiting: TimerParameters, heard: TimerParameters): Nanos {
  const interval = waiting.version === 3 ? heard.interval : waiting.interval;
  return masterDownInterval({ version: waiting.version, interval, priority: waiting.priority });
}
