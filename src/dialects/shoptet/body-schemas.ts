import * as z from 'zod';
import { JOB_FINISHED } from '../../jobs/webhooks.ts';
import { MAX_SOURCE_URL_CHARACTERS } from '../../jobs/limits.ts';

/** Images of one request (SH-22, SH-28). */
const MAX_IMAGES = 100;

/** Characters of a description (BC3-12): the vendors document no maximum, a database row has one. */
const MAX_DESCRIPTION_CHARACTERS = 65_535;

/** Characters of a variant's code. */
const MAX_CODE_CHARACTERS = 64;

const name = z.string().min(1);
const description = z.string().max(MAX_DESCRIPTION_CHARACTERS).optional();
const priority = z.int().min(1).max(65_535).optional();
const url = z.string().min(1).max(MAX_SOURCE_URL_CHARACTERS);

/** PATCH …/images/{gallery} */
export const updateImagesSchema = z.strictObject({
  data: z.strictObject({
    images: z.array(z.strictObject({ name, priority, description })).min(1).max(MAX_IMAGES),
  }),
});

/** POST …/images/{gallery} */
export const createImagesSchema = z.strictObject({
  data: z.strictObject({
    images: z
      .array(z.strictObject({ sourceUrl: url, priority, description }))
      .min(1)
      .max(MAX_IMAGES),
  }),
});

/** PATCH …/images/{gallery}/source; its bounds differ, and have no maximum of images. */
export const updateSourcesSchema = z.strictObject({
  data: z.strictObject({
    images: z
      .array(z.strictObject({ name, sourceUrl: url, priority: z.int().min(1).max(99_999).optional(), description }))
      .min(1),
  }),
});

/** PATCH /api/products/{guid} */
export const updateProductSchema = z.strictObject({
  data: z.strictObject({
    variants: z
      .array(z.strictObject({ code: z.string().min(1).max(MAX_CODE_CHARACTERS), image: name.nullable().optional() }))
      .min(1),
  }),
});

/** DELETE /api/products/images/batch; not wrapped in data. */
export const deleteBatchSchema = z.strictObject({ batchFileUrlPath: url, removeReference: z.boolean().optional() });

const event = z.enum([JOB_FINISHED]);

/** POST /api/webhooks */
export const createWebhooksSchema = z.strictObject({ data: z.array(z.strictObject({ event, url })).min(1) });

/** PATCH /api/webhooks/{id}: the webhook itself, or as the only one of a list, which is how they are created. */
export const updateWebhookSchema = z.strictObject({
  data: z.preprocess(
    (data) => (Array.isArray(data) && data.length === 1 ? data[0] : data),
    z.strictObject({ event: event.optional(), url: url.optional() }),
  ),
});
