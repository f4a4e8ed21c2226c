import type { Image, Variant } from 'vitrine-client';

/** Returns an image of gallery `shop`, as the service answers it. */
export function imageOf(
  id: number,
  changes: Partial<Omit<Image, 'media'>> & { readonly media?: Partial<Image['media']> } = {},
): Image {
  const url = `https://images.example/s-demo/products/7/images/${id}/cup__1.1.220.290.jpg`;
  const { media, ...others } = changes;
  return {
    id,
    gallery: 'shop',
    position: id - 1,
    isMain: id === 1,
    alt: '',
    alts: {},
    focalPoint: null,
    revision: 1,
    urls: { zoom: url, standard: url, thumbnail: url, tiny: url },
    srcset: `${url} 96w, ${url}?wide 960w`,
    createdAt: '2026-11-22T10:00:00.000Z',
    updatedAt: '2026-11-22T10:00:00.000Z',
    ...others,
    media: {
      id,
      fileName: 'red-cup_02.jpg',
      format: 'jpeg',
      width: 3000,
      height: 2000,
      bytes: 1000 + id,
      frames: 1,
      thumbHash: null,
      color: null,
      ...media,
    },
  };
}

/** Returns a variant that shows an image. */
export const variantOf = (variant: string, imageId: number): Variant => ({
  variant,
  imageId,
  media: null,
  urls: null,
  srcset: null,
});
