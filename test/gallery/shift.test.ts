import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageUpdate } from '../../src/gallery/commands.ts';
import { decide } from '../../src/gallery/decide.ts';
import { findShift, type Shift } from '../../src/gallery/shift.ts';
import type { GalleryImage, GalleryState } from '../../src/gallery/state.ts';

const image = (id: number, sortOrder: number, fields: Partial<GalleryImage> = {}): GalleryImage => ({
  id,
  gallery: 'shop',
  sortOrder,
  isThumbnail: false,
  focalPoint: undefined,
  revision: 1,
  lastRevision: 1,
  ...fields,
});

const stateOf = (images: readonly GalleryImage[]): GalleryState => ({
  exists: true,
  version: 1,
  images,
  variants: new Map(),
  jobRun: undefined,
});

const updateOf = (imageId: number, sortOrder: number): ImageUpdate => ({
  imageId,
  sortOrder,
  isThumbnail: undefined,
  description: undefined,
  focalPoint: undefined,
  upload: undefined,
});

/** The updates of a move to a sort order, which makes room. */
function moveTo(images: readonly GalleryImage[], imageId: number, sortOrder: number) {
  const updates = [updateOf(imageId, sortOrder)];
  const decision = decide(stateOf(images), { kind: 'update', gallery: 'shop', updates, makeRoom: true }, 1_000);
  if (!decision.ok) throw new Error(decision.fault.kind);
  return decision.value.updated;
}

/** The ids that the statement of a shift finds. */
const foundBy = (images: readonly GalleryImage[], shift: Shift): readonly number[] =>
  images
    .filter(
      ({ id, gallery, sortOrder }) =>
        id === shift.placed?.id ||
        (gallery === shift.gallery &&
          id >= shift.firstId &&
          id <= shift.lastId &&
          sortOrder >= shift.fromSortOrder &&
          sortOrder <= shift.toSortOrder &&
          !shift.exceptIds.includes(id)),
    )
    .map(({ id }) => id);

const ROW = Array.from({ length: 100 }, (_, index) => image(index + 1, index));

describe('findShift', () => {
  it('finds the images that make room for one that goes to the front', () => {
    const shift = findShift(ROW, moveTo(ROW, 100, 0));
    expect(shift).toMatchObject({ firstId: 1, lastId: 99, fromSortOrder: 0, toSortOrder: 98, by: 1, exceptIds: [] });
    expect(shift?.placed).toEqual({ id: 100, sortOrder: 0 });
    expect(shift?.rest).toEqual([]);
  });

  it('leaves out the image that moves where it stands among the others', () => {
    const shift = findShift(ROW, moveTo(ROW, 50, 0));
    expect(shift?.exceptIds).toEqual([50]);
    expect(shift?.placed).toEqual({ id: 50, sortOrder: 0 });
    expect(shift?.rest).toEqual([]);
  });

  it('leaves one that is far from the range of ids, or of which more changes, to a statement of its own', () => {
    const far = [...ROW.slice(0, 20), ...ROW.slice(20).map((one) => image(one.id, one.sortOrder + 1_000))];
    const apart = findShift(far, [
      ...moveTo(far.slice(0, 20), 20, 0).filter(({ id }) => id !== 20),
      { id: 90, gallery: 'shop', sortOrder: 0, isThumbnail: false, description: undefined, picture: undefined },
    ]);
    expect(apart).toMatchObject({ placed: undefined, rest: [{ id: 90 }] });
    const described = moveTo(ROW, 100, 0).map((one) => (one.id === 100 ? { ...one, description: 'A cup' } : one));
    expect(findShift(ROW, described)).toMatchObject({ placed: undefined, rest: [{ id: 100, description: 'A cup' }] });
  });

  it('finds none where few images move, and none where it would look at many that stay', () => {
    expect(findShift(ROW, moveTo(ROW, 1, 95))).toBeUndefined();
    const scattered = ROW.map(({ id }) => image(id, (id * 37) % 101));
    expect(findShift(scattered, moveTo(scattered, 1, 80))).toBeUndefined();
  });

  it('finds none among images whose texts, pictures or flags change as well', () => {
    const updated = moveTo(ROW, 100, 0).map((change) => ({ ...change, description: 'A cup' }));
    expect(findShift(ROW, updated)).toBeUndefined();
    const flagged = moveTo(ROW, 100, 0).map((change) => ({ ...change, isThumbnail: true }));
    expect(findShift(ROW, flagged)).toBeUndefined();
  });

  it('is of exactly the images that change by its number, whatever the gallery and the move', () => {
    const galleries = fc
      .array(fc.record({ sortOrder: fc.integer({ min: -5, max: 60 }), is360: fc.boolean() }), {
        minLength: 12,
        maxLength: 60,
      })
      .map((rows) =>
        rows.map(({ sortOrder, is360 }, index) => image(index + 1, sortOrder, { gallery: is360 ? 'shop360' : 'shop' })),
      );
    let foundCount = 0;
    fc.assert(
      fc.property(galleries, fc.nat(), fc.integer({ min: -10, max: 70 }), (images, pick, target) => {
        const shop = images.filter(({ gallery }) => gallery === 'shop');
        const moved = shop[pick % Math.max(shop.length, 1)];
        if (moved === undefined) return;
        const updated = moveTo(images, moved.id, target);
        const shift = findShift(images, updated);
        if (shift === undefined) return;
        foundCount += 1;
        const written = updated.filter((update) => !shift.rest.includes(update));
        expect(foundBy(images, shift)).toEqual(written.map(({ id }) => id));
        for (const { id, sortOrder } of written) {
          const before = images.find((one) => one.id === id)?.sortOrder ?? 0;
          expect(sortOrder).toBe(id === shift.placed?.id ? shift.placed.sortOrder : before + shift.by);
        }
      }),
      { numRuns: 500 },
    );
    expect(foundCount).toBeGreaterThan(20);
  });
});
