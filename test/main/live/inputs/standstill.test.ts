import { expect, test } from 'vitest';
import { Standstill } from '../../../../main/live/inputs/standstill.ts';

test('a process without a turn for half a second stood still since its last one', () => {
  const at = (seconds: number) => ({ seconds, nanoseconds: 0 });
  const standstill = new Standstill();
  expect(standstill.ended(at(1), 1000)).toBeNull();
  expect(standstill.ended(at(2), 1400)).toBeNull();
  expect(standstill.ended(at(3), 2000)).toEqual(at(2));
  expect(standstill.ended(at(4), 2100)).toBeNull();
});
