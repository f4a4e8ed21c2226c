import type { ShownImage } from '../../src/model/shown-product.ts';

/** Returns an image as it is shown, of a picture of its own, unless `fields` say otherwise. */
export function shownImage(
  id: number,
  { media, ...fields }: Partial<Omit<ShownImage, 'media'>> & { media?: object } = {},
): ShownImage {
  const picture = { format: 'jpeg', widthPx: 3000, heightPx: 2000 } as const;
  return {
    id,
    productId: 7,
    gallery: 'shop',
    mediaId: id,
    sortOrder: id,
    isThumbnail: false,
    description: 'A cup',
    alts: {},
    fileStem: 'cup',
    focalPoint: undefined,
    revision: 5,
    createdAtMs: 1_000,
    modifiedAtMs: 2_345,
    mediaAltText: '',
    media: {
      mediaId: id,
      blobId: id,
      originalName: 'cup.jpg',
      byteCount: 140_737,
      frameCount: 1,
      placeholder: { thumbHash: '1QcSHQRnh493V4dIh4eXh1h4kJUI', color: '#a4512c' },
      ...picture,
      ...media,
    },
    ...picture,
    ...fields,
  };
}
