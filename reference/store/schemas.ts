import * as z from 'zod';
import type { WireImage } from '../../src/dialects/store/image.ts';
import type { WireMedia } from '../../src/dialects/store/media.ts';

/** An image of a product. */
const image = z
  .strictObject({
    id: z.int(),
    media_id: z.int(),
    alt_text: z.string().nullable(),
    sort_order: z.int().describe('From 0 to 999; images are shown in ascending order.'),
    url: z.url(),
    width: z.int(),
    height: z.int(),
  })
  .meta({ id: 'Image', description: 'A media placed on a product.' }) satisfies z.ZodType<WireImage>;

/** A file of the library. */
const media = z
  .strictObject({
    id: z.int(),
    alt_text: z.string().nullable(),
    aspect_ratio: z.number(),
    filename: z.string(),
    height: z.int(),
    media_folder: z.enum(['general', 'product']),
    media_type: z.literal('images'),
    mime_type: z.string(),
    size: z.int().describe('In bytes.'),
    updated_at: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    url: z.url(),
    width: z.int(),
  })
  .meta({ id: 'Media', description: 'A file of the library.' }) satisfies z.ZodType<WireMedia>;

export const images = { images: z.array(image) };
export const mediaRows = { media: z.array(media) };

/** Rows of which `fields` has selected members. */
export const selectedImages = {
  images: z.array(
    image.partial().meta({ id: 'SelectedImage', description: 'The members of an image that `fields` names.' }),
  ),
};
export const selectedMedia = {
  media: z.array(
    media.partial().meta({ id: 'SelectedMedia', description: 'The members of a media that `fields` names.' }),
  ),
};
