import * as z from 'zod';
import type { WireImage } from '../../src/dialects/bigcommerce-v3/image.ts';

const IMAGE_MEMBERS = {
  id: z.int(),
  product_id: z.int(),
  is_thumbnail: z.boolean().describe('Whether it is the main image of the product.'),
  sort_order: z.int().describe('Images are shown in ascending order; from -2147483648 to 2147483647.'),
  description: z.string().describe('The alternative text.'),
  image_file: z.string().describe('The path of the file.'),
  url_zoom: z.url(),
  url_standard: z.url(),
  url_thumbnail: z.url(),
  url_tiny: z.url(),
  date_modified: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
};

/** An image of a product. */
export const image = z
  .strictObject(IMAGE_MEMBERS)
  .meta({ id: 'ProductImage', description: 'An image of a product.' }) satisfies z.ZodType<WireImage>;

/** An image of which a query has selected fields; `id` always stays. */
const selectedImage = image
  .partial()
  .required({ id: true })
  .meta({ id: 'SelectedProductImage', description: 'The fields of an image that the query selects, and its id.' });

const noMeta = z.strictObject({}).meta({ id: 'Meta', description: 'It is empty.' });

const pagination = z
  .strictObject({
    total: z.int(),
    count: z.int(),
    per_page: z.int(),
    current_page: z.int(),
    total_pages: z.int(),
    links: z.strictObject({
      previous: z.string().exactOptional(),
      current: z.string(),
      next: z.string().exactOptional(),
    }),
  })
  .meta({ id: 'Pagination' });

export const imageAnswer = z.strictObject({ data: image, meta: noMeta });
export const selectedAnswer = z.strictObject({ data: selectedImage, meta: noMeta });
export const listAnswer = z.strictObject({ data: z.array(selectedImage), meta: z.strictObject({ pagination }) });
export const variantAnswer = z.strictObject({ data: z.strictObject({ image_url: z.url() }), meta: noMeta });
