import { describe, expect, it } from 'vitest';
import { toWireImage, toWireWholeProduct } from '../../../src/dialects/v1/product.ts';
import type { ShownImage, ShownProduct } from '../../../src/model/shown-product.ts';
import { storeWith } from '../../support/access.ts';
import { shownImage } from '../../support/shown-image.ts';

const STORE = storeWith();
const ORIGIN = 'https://shop.example';

const product = (images: readonly ShownImage[]): ShownProduct => ({
  productId: 7,
  guid: 'g',
  version: 31,
  changedAtMs: 3_000,
  images,
  variants: [],
});

describe('an image on the wire', () => {
  it('is plain JSON, with times in milliseconds [V1-14]', () => {
    const wire = toWireImage(shownImage(12), { position: 3, isMain: true }, STORE, ORIGIN);
    expect(JSON.parse(JSON.stringify(wire))).toEqual(wire);
    expect(wire).toMatchObject({
      id: 12,
      position: 3,
      isMain: true,
      createdAt: '1970-01-01T00:00:01.000Z',
      updatedAt: '1970-01-01T00:00:02.345Z',
    });
  });

  it('has a name for a file that came without one [V1-15]', () => {
    const { media } = shownImage(12);
    const wire = toWireImage(
      shownImage(12, { media: { ...media, originalName: '' } }),
      { position: 0, isMain: false },
      STORE,
      ORIGIN,
    );
    expect(wire.media.fileName).toBe('image.jpg');
  });
});

describe('a product on the wire', () => {
  it('has no cover where it has images of shop360 only [V1-13, V1-18]', () => {
    const wire = toWireWholeProduct(product([shownImage(1, { gallery: 'shop360' })]), STORE, ORIGIN);
    expect(wire).toMatchObject({ imageCount: 1, cover: null, problems: ['no-image'] });
    expect(wire.images[0]?.isMain).toBe(false);
  });
});
