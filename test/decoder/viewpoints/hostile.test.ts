import fc from 'fast-check';
import { expect, it } from 'vitest';
import { advertisement } from '../../support/packet-builders.ts';
import { reportOfViews } from '../../support/places.ts';
import { captureOf } from '../../support/story.ts';

const frame = fc.oneof(
  fc
    .record({
      id: fc.integer({ min: 0, max: 5 }),
      priority: fc.integer({ min: 0, max: 255 }),
      vrid: fc.integer({ min: 1, max: 3 }),
    })
    .chain((parts) =>
      fc.constantFrom('192.0.2.1', '192.0.2.2', 'fe80::1').map((src) =>
        advertisement({
          ...parts,
          src,
          ...(src === 'fe80::1' ? { version: 3 as const, addresses: ['fe80::51'] } : {}),
        }),
      ),
    ),
  fc.uint8Array({ maxLength: 80 }),
);

const capture = fc.oneof(
  fc
    .array(fc.record({ time: fc.double({ min: 0, max: 1e6, noNaN: true }), frame, from: fc.constant('') }), {
      maxLength: 60,
    })
    .map((packets) => new Uint8Array(captureOf(packets))),
  fc.uint8Array({ maxLength: 200 }),
);

it('captures of anything are read as views without an error, and what they miss stays within what they saw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(capture, { minLength: 2, maxLength: 4 }), async (captures) => {
      const views = Object.fromEntries(captures.map((bytes, index) => [`view${index}`, bytes]));
      const { virtualRouters, undelivered = [], views: found = [], sources } = await reportOfViews(views);
      expect(found).toHaveLength(sources.length);
      for (const { clockOffset, clockDrift } of found) expect(Number.isFinite(clockOffset + clockDrift)).toBe(true);
      for (const { start, end, advertisements, virtualRouter, router } of undelivered) {
        expect(end).toBeGreaterThanOrEqual(start);
        const sent = virtualRouters
          .find(({ id }) => id === virtualRouter)
          ?.routers.find(({ address }) => address === router);
        expect(advertisements).toBeLessThanOrEqual(sent?.advertisements ?? 0);
      }
    }),
    { numRuns: 100 },
  );
}, 60_000);
