import * as z from 'zod';
import { JOB_FINISHED } from '../../jobs/webhooks.ts';
import { MAX_SOURCE_URL_CHARACTERS } from '../../jobs/limits.ts';

/** The most images of one request (SH-22, SH-28). */
const MAX_IMAGES = 100;

/** The longest description, in characters (BC3-12). The vendors document no maximum, but a database row has one. */
const MAX_DESCRIPTION_CHARACTERS = 65_535;

/** The longest code of a variant, in characters. */
const MAX_CODE_CHARACTERS = 64;

const name = z.string().min(1);
const description = z.string().max(MAX_DESCRIPTION_CHARACTERS).optional();
const priority = z.int().min(1).max(65_535).optional();
const url = z.string().min(1).max(MAX_SOURCE_URL_CHARACTERS);

/** The body of PATCH …/images/{gallery} */
export const updateImagesSchema = z.strictObject({
  data: z.strictObject({
    images: z.array(z.strictObject({ name, priority, description })).min(1).max(MAX_IMAGES),
  }),
});

/** The body of POST …/images/{gallery} */
export const createImagesSchema = z.strictObject({
  data: z.strictObject({
    images: z
      .array(z.strictObject({ sourceUrl: url, priority, description }))
      .min(1)
      .max(MAX_IMAGES),
  }),
});

/** The body of PATCH …/images/{gallery}/source. Its priorities have another maximum, and its number of images has none. */
export const updateSourcesSchema = z.strictObject({
  data: z.strictObject({
    images: z
      .array(z.strictObject({ name, sourceUrl: url, priority: z.int().min(1).max(99_999).optional(), description }))
      .min(1),
  }),
});

/** The body of PATCH /api/products/{guid} */
export const updateProductSchema = z.strictObject({
  data: z.strictObject({
    variants: z
      .array(z.strictObject({ code: z.string().min(1).max(MAX_CODE_CHARACTERS), image: name.nullable().optional() }))
      .min(1),
  }),
});

/** The body of DELETE /api/products/images/batch. This body is not wrapped in `data`. */
export const deleteBatchSchema = z.strictObject({ batchFileUrlPath: url, removeReference: z.boolean().optional() });

const event = z.enum([JOB_FINISHED]);

/** The vendor documents no maximum; a row of the database has one. */
const MAX_SEND_PAYLOAD_CHARACTERS = 65_535;

const sendPayload = z.string().max(MAX_SEND_PAYLOAD_CHARACTERS).nullable();

/** The body of POST /api/webhooks */
export const createWebhooksSchema = z.strictObject({
  data: z.array(z.strictObject({ event, url, sendPayload: sendPayload.default(null) })).min(1),
});

/**
 * The body of PATCH /api/webhooks/{id}: the webhook itself, or a list of one, which is the form in which webhooks are
 * created.
 */
export const updateWebhookSchema = z.strictObject({
  data: z.preprocess(
    (data) => (Array.isArray(data) && data.length === 1 ? data[0] : data),
    z.strictObject({ event: event.optional(), url: url.optional(), sendPayload: sendPayload.optional() }),
  ),
});
