import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeImages } from '../../src/jobs/place-images.ts';

const images = fc.array(fc.record({ sortOrder: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }) }));
const lastInGallery = fc.option(fc.integer({ min: -60, max: 60 }), { nil: undefined });

describe('placing the images of one request', () => {
  it('puts each image without a number behind everything before it', () => {
    fc.assert(
      fc.property(images, lastInGallery, (requested, last) => {
        let highest = last;
        const oneByOne = requested.map(({ sortOrder }) => {
          const placed = sortOrder ?? (highest === undefined ? 0 : highest + 1);
          highest = Math.max(highest ?? placed, placed);
          return placed;
        });
        const placed = placeImages(requested).map(({ place }) =>
          place.kind === 'at' ? place.sortOrder : Math.max((last ?? -1) + place.after, place.least),
        );
        expect(placed).toEqual(oneByOne);
      }),
    );
  });
});
