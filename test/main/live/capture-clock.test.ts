import { describe, expect, it } from 'vitest';
import type { Timestamp } from '../../../decoder/capture/timestamp.ts';
import { CaptureClock } from '../../../main/live/capture-clock.ts';

const EPOCH = 1_780_000_000;

/** Milliseconds after EPOCH. */
const time = (milliseconds: number): Timestamp => {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds: EPOCH + seconds, nanoseconds: Math.round((milliseconds - seconds * 1000) * 1e6) };
};
const milliseconds = (moment: Timestamp | null) =>
  moment && (moment.seconds - EPOCH) * 1000 + Math.round(moment.nanoseconds / 1e6);

/** A clock that heard a packet every second, each delivered so many milliseconds late. */
function heard(delays: readonly number[], expectedDelay = 0): CaptureClock {
  const clock = new CaptureClock(expectedDelay);
  delays.forEach((delay, index) => {
    clock.heard(time(index * 1000), 5000 + index * 1000 + delay, true);
  });
  return clock;
}

describe("the capture's clock", () => {
  it('knows no time before the first packet', () => {
    const clock = new CaptureClock(0);
    expect([clock.at(5000), clock.settledAt(5000), clock.lastPacket]).toEqual([null, null, null]);
  });

  it("shows the last packet's time plus the time since it arrived", () => {
    const clock = heard([3, 3, 3]);
    expect(milliseconds(clock.at(7003))).toBe(2000);
    expect(milliseconds(clock.at(9503.5))).toBe(4501);
  });

  it('carries milliseconds into seconds', () => {
    const clock = new CaptureClock(0);
    clock.heard({ seconds: EPOCH, nanoseconds: 999_999_999 }, 0, true);
    expect(clock.at(0.001)).toEqual({ seconds: EPOCH + 1, nanoseconds: 999 });
  });

  it('waits with silence for as long as packets have been late', () => {
    const punctual = heard([1, 1, 1, 1]);
    const batched = heard([1, 201, 51, 1]);
    expect(milliseconds(punctual.settledAt(9001))).toBe(3985);
    expect(milliseconds(batched.settledAt(9001))).toBe(3785);
    // Never before the last packet
    expect(milliseconds(batched.settledAt(8050))).toBe(3000);
  });

  it('expects what the capture program is known for, until it has shown better', () => {
    const clock = heard(
      Array.from({ length: 14 }, () => 1),
      260,
    );
    expect(milliseconds(clock.settledAt(19_001))).toBe(14_000 - 275);
    const later = heard(
      Array.from({ length: 60 }, () => 1),
      260,
    );
    expect(milliseconds(later.settledAt(65_001))).toBe(60_000 - 15);
  });

  it('does not wait longer because something stood still once', () => {
    const clock = heard([1, 1, 9001]);
    expect(milliseconds(clock.settledAt(17_001))).toBe(2985);
  });

  it('tells a clock that was set forward, or a machine that slept, from a late delivery', () => {
    const punctual = Array.from({ length: 20 }, () => 1);
    expect(heard(punctual).jump(time(21_000), 25_001)).toBeNull();
    // Delivered late, then at once: arrivals are close together, but no clock ran ahead.
    const stalled = heard([...punctual, 9001]);
    expect(stalled.jump(time(29_500), 34_501)).toBeNull();
    const jump = heard(punctual).jump(time(80_000), 25_001);
    expect([milliseconds(jump?.from ?? null), milliseconds(jump?.to ?? null)]).toEqual([20_000, 80_000]);
  });

  it('follows a clock that was set back', () => {
    const clock = heard([1, 1, 1]);
    clock.heard(time(-60_000), 8001, true);
    expect(milliseconds(clock.at(9001))).toBe(-59_000);
    expect(clock.jump(time(-58_000), 10_001)).toBeNull();
  });
});
