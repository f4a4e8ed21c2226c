import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange } from '../../src/gallery/arrange.ts';
import type { Arrangement } from '../../src/gallery/commands.ts';
import { byDisplayOrder, type GalleryImage, MAX_SORT_ORDER, MIN_SORT_ORDER } from '../../src/gallery/state.ts';
import { galleryImage } from './commands.ts';

/** A gallery whose images have the ids from 1 and these sort orders. */
const galleryOf = (sortOrders: readonly number[]): readonly GalleryImage[] =>
  sortOrders.map((sortOrder, index) => galleryImage(index + 1, { sortOrder }));

const orderOf = (images: readonly GalleryImage[]): readonly number[] =>
  images.toSorted(byDisplayOrder).map(({ id }) => id);

/** Arranges images, and returns their order after it with how many of them have another number. */
function apply(images: readonly GalleryImage[], arrangement: Arrangement) {
  const arranged = arrange(images, arrangement);
  if (!arranged.ok) return arranged.fault;
  const after = images.map((image) => ({ ...image, sortOrder: arranged.value.get(image.id) ?? image.sortOrder }));
  expect(after.every(({ sortOrder }) => sortOrder >= MIN_SORT_ORDER && sortOrder <= MAX_SORT_ORDER)).toBe(true);
  return { order: orderOf(after), changed: arranged.value.size };
}

const sortOrders = fc.array(
  fc.oneof(fc.integer({ min: -3, max: 8 }), fc.integer({ min: MAX_SORT_ORDER - 3, max: MAX_SORT_ORDER })),
  { minLength: 1, maxLength: 12 },
);

describe('an order of a whole gallery', () => {
  it('is the order afterwards, whatever the numbers were [V1-79]', () => {
    fc.assert(
      fc.property(
        sortOrders.chain((numbers) =>
          fc.tuple(
            fc.constant(numbers),
            fc.shuffledSubarray(
              numbers.map((_, index) => index + 1),
              { minLength: numbers.length },
            ),
          ),
        ),
        ([numbers, imageIds]) => {
          expect(apply(galleryOf(numbers), { kind: 'order', imageIds })).toMatchObject({ order: imageIds });
        },
      ),
    );
  });

  it('changes the numbers of those alone that stand elsewhere, where all are different [V1-79]', () => {
    const images = galleryOf([10, 20, 30, 40, 50]);
    expect(apply(images, { kind: 'order', imageIds: [1, 3, 2, 4, 5] })).toEqual({ order: [1, 3, 2, 4, 5], changed: 2 });
    expect(apply(images, { kind: 'order', imageIds: [1, 2, 3, 4, 5] })).toMatchObject({ changed: 0 });
  });

  it('names what is missing, and what the gallery does not have [V1-79]', () => {
    const images = [...galleryOf([0, 1, 2]), galleryImage(9, { gallery: 'shop360' })];
    expect(apply(images, { kind: 'order', imageIds: [2, 9, 77] })).toEqual({
      kind: 'order-mismatch',
      missing: [1, 3],
      unknown: [9, 77],
    });
    expect(apply(images, { kind: 'order', imageIds: [9] })).toMatchObject({ order: [1, 2, 3, 9] });
    expect(apply([], { kind: 'order', imageIds: [5] })).toMatchObject({ unknown: [5] });
  });
});

describe('a move', () => {
  it('puts the images before another one, in the order in which they are named [V1-80]', () => {
    const moves = sortOrders.chain((numbers) => {
      const all = numbers.map((_, index) => index + 1);
      return fc.tuple(
        fc.constant(numbers),
        fc.shuffledSubarray(all, { minLength: 1 }),
        fc.option(fc.constantFrom(...all)),
      );
    });
    fc.assert(
      fc.property(moves, ([numbers, imageIds, beforeId]) => {
        fc.pre(beforeId === null || !imageIds.includes(beforeId));
        const images = galleryOf(numbers);
        const others = orderOf(images).filter((id) => !imageIds.includes(id));
        const index = beforeId === null ? others.length : others.indexOf(beforeId);
        const order = others.toSpliced(index, 0, ...imageIds);
        expect(apply(images, { kind: 'move', imageIds, beforeId })).toMatchObject({ order });
      }),
    );
  });

  it('changes no other image where there is room [V1-80]', () => {
    const images = galleryOf([10, 20, 30, 40]);
    expect(apply(images, { kind: 'move', imageIds: [4], beforeId: 1 })).toEqual({ order: [4, 1, 2, 3], changed: 1 });
    expect(apply(images, { kind: 'move', imageIds: [1], beforeId: null })).toEqual({ order: [2, 3, 4, 1], changed: 1 });
    expect(apply(images, { kind: 'move', imageIds: [4, 1], beforeId: 3 })).toEqual({ order: [2, 4, 1, 3], changed: 2 });
    expect(apply(images, { kind: 'move', imageIds: [2], beforeId: 3 })).toMatchObject({ changed: 0 });
  });

  it('refuses what the product does not have, and images of two galleries [V1-80]', () => {
    const images = [...galleryOf([0, 1]), galleryImage(9, { gallery: 'shop360' })];
    expect(apply(images, { kind: 'move', imageIds: [5], beforeId: null })).toEqual({
      kind: 'image-not-found',
      imageId: '5',
    });
    expect(apply(images, { kind: 'move', imageIds: [1], beforeId: 9 })).toMatchObject({ unknown: [9] });
    expect(apply(images, { kind: 'move', imageIds: [9, 1], beforeId: null })).toMatchObject({ unknown: [1] });
  });
});
