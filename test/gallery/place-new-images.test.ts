import { describe, expect, it } from 'vitest';
import { placeNewImages } from '../../src/gallery/place-new-images.ts';
import { byDisplayOrder, MAX_SORT_ORDER } from '../../src/gallery/state.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { galleryImage, newImage } from './commands.ts';

const images = (...sortOrders: readonly number[]) =>
  sortOrders.map((sortOrder, index) => galleryImage(index + 1, { sortOrder }));

/** Returns the ids in display order after new images have been placed: those of the new ones follow. */
function orderAfter(
  existing: ReturnType<typeof images>,
  positions: readonly (number | undefined)[],
): readonly number[] {
  const { placed, moved } = placeNewImages(
    existing,
    positions.map((position) => newImage({ position })),
  );
  const all = [
    ...existing.map(({ id, sortOrder }) => ({ id, sortOrder: moved.get(id) ?? sortOrder })),
    ...placed.map(({ sortOrder }, index) => ({ id: existing.length + 1 + index, sortOrder })),
  ];
  for (const { sortOrder } of all) expect(Math.abs(sortOrder)).toBeLessThanOrEqual(MAX_SORT_ORDER);
  return all.toSorted(byDisplayOrder).map(({ id }) => id);
}

describe('placing new images at positions', () => {
  it('moves those behind, one after another in the order of the command [V1-104]', () => {
    expect(orderAfter(images(0, 1, 2), [0, 0, 1])).toEqual([5, 6, 4, 1, 2, 3]);
    expect(orderAfter(images(0, 1, 2), [1, undefined, 3])).toEqual([1, 4, 2, 6, 3, 5]);
    expect(orderAfter([], [5, 0, 1])).toEqual([2, 3, 1]);
  });

  it('moves only those that stand in the way [V1-104]', () => {
    const { placed, moved } = placeNewImages(images(0, 1, 10, 11), [newImage({ position: 1 })]);
    expect([placed[0]?.sortOrder, [...moved]]).toEqual([1, [[2, 2]]]);
    expect(placeNewImages(images(0, 5), [newImage({ position: 1 })]).moved.size).toBe(0);
    expect(placeNewImages(images(3, 4), [newImage({ position: 0 })])).toMatchObject({ placed: [{ sortOrder: 2 }] });
  });

  it('finds its place among equal sort orders, and at both ends of the range [V1-104]', () => {
    expect(orderAfter(images(4, 4, 4), [1])).toEqual([1, 4, 2, 3]);
    expect(orderAfter(images(-5, -5), [0])).toEqual([3, 1, 2]);
    expect(orderAfter(images(MAX_SORT_ORDER - 1, MAX_SORT_ORDER), [1])).toEqual([1, 3, 2]);
    expect(orderAfter(images(MAX_SORT_ORDER, MAX_SORT_ORDER), [2, 1])).toEqual([1, 4, 2, 3]);
  });

  it('leaves other galleries as they are [V1-104]', () => {
    const existing = [galleryImage(1, { sortOrder: 0 }), galleryImage(2, { gallery: 'shop360', sortOrder: 0 })];
    const { moved } = placeNewImages(existing, [newImage({ position: 0 })]);
    expect([...moved]).toEqual([[1, 1]]);
  });

  it('does what inserting into a list does, for any sort orders [V1-104]', () => {
    const random = seededRandom(13);
    for (let round = 0; round < 500; round += 1) {
      const existing = images(...Array.from({ length: random.int(8) }, () => random.int(6) - 2));
      const positions = Array.from({ length: 1 + random.int(5) }, () => random.int(9));
      const expected = existing.toSorted(byDisplayOrder).map(({ id }) => id);
      positions.forEach((position, index) => expected.splice(position, 0, existing.length + 1 + index));
      expect(orderAfter(existing, positions)).toEqual(expected);
    }
  });
});
