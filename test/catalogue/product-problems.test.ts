import { expect, it } from 'vitest';
import { findProblems } from '../../src/catalogue/product-problems.ts';
import type { ShownImage } from '../../src/model/shown-product.ts';
import { shownImage } from '../support/shown-image.ts';

const ZOOM = { widthPx: 1280, heightPx: 1280 };

const image = (id: number, { blobId = id, ...fields }: Partial<ShownImage> & { readonly blobId?: number } = {}) =>
  shownImage(id, { ...fields, media: { blobId } });

const bad360: Partial<ShownImage> = { gallery: 'shop360', description: '', widthPx: 1, heightPx: 1 };

it.each<[string, readonly ShownImage[], readonly string[]]>([
  ['no images', [], ['no-image']],
  ['images of shop360 only', [image(1, bad360)], ['no-image']],
  ['images in order', [image(1), image(2), image(3, { ...bad360, blobId: 1 })], []],
  ['an image without alt text', [image(1), image(2, { description: ' ' })], ['no-alt']],
  ['the alt text of the media only', [image(1, { description: '', mediaAltText: 'A cup' })], ['no-alt']],
  ['an image smaller than the box', [image(1, { widthPx: 1279, heightPx: 1279 })], ['too-small']],
  ['an image as wide as the box', [image(1, { widthPx: 1280, heightPx: 2 })], []],
  ['an image as high as the box', [image(1, { widthPx: 2, heightPx: 1280 })], []],
  ['two images with the same bytes', [image(1), image(2, { blobId: 1 })], ['duplicate']],
])('a product with %s has these problems [V1-18]', (_what, images, problems) => {
  expect(findProblems(images, ZOOM)).toEqual(problems);
});
