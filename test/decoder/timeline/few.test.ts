import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FewMap, FewSet } from '../../../decoder/timeline/few.ts';

const MEMBERS = fc.constantFrom('lb01', 'lb02', 'lb03');

it('a set of a few has what a set has, in the same order', () => {
  const steps = fc.array(fc.record({ what: fc.constantFrom('add', 'delete'), member: MEMBERS }), { maxLength: 12 });
  fc.assert(
    fc.property(steps, (taken) => {
      const [few, all] = [new FewSet<string>(), new Set<string>()];
      for (const { what, member } of taken) {
        if (what === 'add') {
          few.add(member);
          all.add(member);
        } else expect(few.delete(member)).toBe(all.delete(member));
        expect([...few]).toEqual([...all]);
        expect(few.size).toBe(all.size);
        expect(few.has(member)).toBe(all.has(member));
      }
    }),
  );
});

it('a map of a few has what a map has, in the same order', () => {
  const steps = fc.array(fc.record({ key: MEMBERS, value: fc.nat(3) }), { maxLength: 8 });
  fc.assert(
    fc.property(steps, MEMBERS, (taken, asked) => {
      const [few, all] = [new FewMap<string, number>(), new Map<string, number>()];
      for (const { key, value } of taken) {
        few.set(key, value);
        all.set(key, value);
        expect([...few]).toEqual([...all]);
        expect([[...few.keys()], [...few.values()]]).toEqual([[...all.keys()], [...all.values()]]);
        expect(few.size).toBe(all.size);
        expect(few.get(asked)).toBe(all.get(asked));
        expect(few.has(asked)).toBe(all.has(asked));
      }
    }),
  );
});
