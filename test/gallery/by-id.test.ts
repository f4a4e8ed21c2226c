import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byId } from '../../src/gallery/by-id.ts';

const ids = fc.uniqueArray(fc.integer({ min: -5, max: 40 }), { maxLength: 30 });

it('finds what an index of the list would find, in whatever order it is asked', () => {
  fc.assert(
    fc.property(ids, fc.array(fc.integer({ min: -8, max: 43 }), { maxLength: 60 }), (listed, asked) => {
      const list = listed.toSorted((a, b) => a - b).map((id) => ({ id }));
      const index = new Map(list.map((each) => [each.id, each]));
      const lookup = byId(list);
      for (const id of asked) {
        expect(lookup.get(id)).toBe(index.get(id));
        expect(lookup.has(id)).toBe(index.has(id));
      }
    }),
    { numRuns: 1000 },
  );
});

it('finds all of a list that is walked in its order', () => {
  const list = Array.from({ length: 100 }, (_, index) => ({ id: index * 2 }));
  const lookup = byId(list);
  for (let id = -1; id < 202; id += 1)
    expect(lookup.get(id)?.id).toBe(id >= 0 && id < 200 && id % 2 === 0 ? id : undefined);
});
