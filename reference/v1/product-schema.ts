import * as z from 'zod';
import type { WireImage, WireProduct, WireVariant } from '../../src/dialects/v1/product.ts';
import type { WireMedia } from '../../src/dialects/v1/wire-media.ts';
import { gallery, srcset, time, urls } from './shared.ts';

/** The members of a media that images, variants and the library show. */
export const MEDIA_MEMBERS = {
  id: z.int(),
  fileName: z.string(),
  format: z.enum(['bmp', 'gif', 'jpeg', 'png', 'wbmp', 'webp', 'xbm']),
  width: z.int().describe('In pixels, as displayed.'),
  height: z.int().describe('In pixels, as displayed.'),
  bytes: z.int(),
  frames: z.int().describe('1, or those of an animation.'),
  thumbHash: z.string().nullable().describe('A ThumbHash in base64, to show until the picture has come.'),
  color: z.string().nullable().describe('The dominant colour, `#rrggbb`.'),
};

const media = z
  .strictObject(MEDIA_MEMBERS)
  .meta({ id: 'Media', description: 'The file that an image shows.' }) satisfies z.ZodType<WireMedia>;

/** An image of a product. */
export const image = z
  .strictObject({
    id: z.int(),
    gallery,
    position: z.int().describe('Counts from 0 in display order within the gallery.'),
    isMain: z.boolean(),
    alt: z.string().describe('The alternative text in the default language; empty where there is none.'),
    alts: z
      .record(z.string(), z.string())
      .describe('The alternative texts in the other languages of the store, by their tags.'),
    focalPoint: z
      .strictObject({ x: z.number(), y: z.number() })
      .nullable()
      .describe('What crops are made around, in fractions of width and height; null: the middle.'),
    revision: z.int().describe('Rises whenever the URLs change.'),
    media,
    urls,
    srcset,
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Image', description: 'An image of a product.' }) satisfies z.ZodType<WireImage>;

export const variant = z
  .strictObject({
    variant: z.string(),
    imageId: z.int().nullable().describe('The image of the product that it shows, where it shows one.'),
    media: media.nullable().describe('Its own picture, where it has one.'),
    urls: urls.nullable(),
    srcset: srcset.nullable(),
  })
  .meta({ id: 'Variant', description: 'The picture of a variant.' }) satisfies z.ZodType<WireVariant>;

/** The members of a product without its images. */
const PRODUCT_MEMBERS = {
  id: z.int().nullable().describe('Null for a product that was named by a GUID of yours and was never seen.'),
  guid: z.string(),
  version: z.int().describe('Rises by one with each change.'),
  changedAt: time.nullable(),
  imageCount: z.int().describe('In all galleries.'),
  missingAlts: z
    .record(z.string(), z.int())
    .describe('How many images of gallery `shop` have no text, by the languages of the store.'),
  cover: z
    .strictObject({
      imageId: z.int(),
      alt: z.string(),
      thumbHash: z.string().nullable(),
      color: z.string().nullable(),
      width: z.int(),
      height: z.int(),
      urls,
      srcset,
    })
    .nullable()
    .describe('The main image; null where there is none.'),
  problems: z.array(z.enum(['no-image', 'no-alt', 'too-small', 'duplicate'])),
};

/** A product with its gallery. */
export const wholeProduct = z
  .strictObject({ ...PRODUCT_MEMBERS, images: z.array(image), variants: z.array(variant) })
  .meta({ id: 'Product', description: 'A product with its whole gallery and its variants.' }) satisfies z.ZodType<
  WireProduct & { readonly images: readonly WireImage[]; readonly variants: readonly WireVariant[] }
>;

/** A product as lists show it. */
export const listedProduct = z
  .strictObject(PRODUCT_MEMBERS)
  .meta({ id: 'ListedProduct', description: 'A product without its images.' }) satisfies z.ZodType<WireProduct>;
