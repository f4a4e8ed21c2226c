import { MAX_IMAGES_PER_PRODUCT } from '../../gallery/state.ts';
import { JOB_FINISHED } from '../../jobs/webhooks.ts';
import { MAX_SOURCE_URL_CHARACTERS } from '../../jobs/limits.ts';
import * as z from '../../platform/schema.ts';

/** The most images of one request (SH-22, SH-28). */
const MAX_IMAGES = 100;

/** The longest description, in characters (BC3-12). The vendors document no maximum, but a database row has one. */
const MAX_DESCRIPTION_CHARACTERS = 65_535;

/** The longest code of a variant, in characters. */
const MAX_CODE_CHARACTERS = 64;

/** The longest name of an image, in characters; those that lists show have 22 at most. */
const MAX_NAME_CHARACTERS = 64;

/** The most variants of one request: as many as a product can have images. */
const MAX_VARIANTS = MAX_IMAGES_PER_PRODUCT;

/** The most webhooks of one request. A store has one for each event. */
const MAX_WEBHOOKS = 10;

const name = z.string().check(z.minLength(1), z.maxLength(MAX_NAME_CHARACTERS));
const description = z.optional(z.string().check(z.maxLength(MAX_DESCRIPTION_CHARACTERS)));
const priority = z.optional(z.int().check(z.minimum(1), z.maximum(65_535)));
const url = z.string().check(z.minLength(1), z.maxLength(MAX_SOURCE_URL_CHARACTERS));

/**
 * Returns a schema for a list of 1 to `maxItems` items. The length is checked before the items, because a list of a
 * million wrong items would become as many errors.
 */
const listOf = <T extends z.ZodMiniType>(item: T, maxItems: number) =>
  z.pipe(z.array(z.unknown()).check(z.minLength(1), z.maxLength(maxItems)), z.array(item));

/** The body of PATCH …/images/{gallery} */
export const updateImagesSchema = z.strictObject({
  data: z.strictObject({
    images: listOf(z.strictObject({ name, priority, description }), MAX_IMAGES),
  }),
});

/** The body of POST …/images/{gallery} */
export const createImagesSchema = z.strictObject({
  data: z.strictObject({
    images: listOf(z.strictObject({ sourceUrl: url, priority, description }), MAX_IMAGES),
  }),
});

/**
 * The body of PATCH …/images/{gallery}/source. Its priorities have another maximum, and its number of images has none
 * but that of a product (SH-31).
 */
export const updateSourcesSchema = z.strictObject({
  data: z.strictObject({
    images: listOf(
      z.strictObject({
        name,
        sourceUrl: url,
        priority: z.optional(z.int().check(z.minimum(1), z.maximum(99_999))),
        description,
      }),
      MAX_IMAGES_PER_PRODUCT,
    ),
  }),
});

/** The body of PATCH /api/products/{guid} */
export const updateProductSchema = z.strictObject({
  data: z.strictObject({
    variants: listOf(
      z.strictObject({
        code: z.string().check(z.minLength(1), z.maxLength(MAX_CODE_CHARACTERS)),
        image: z.optional(z.nullable(name)),
      }),
      MAX_VARIANTS,
    ),
  }),
});

/** The body of DELETE /api/products/images/batch. This body is not wrapped in `data`. */
export const deleteBatchSchema = z.strictObject({ batchFileUrlPath: url, removeReference: z.optional(z.boolean()) });

const event = z.enum([JOB_FINISHED]);

/** The vendor documents no maximum; a row of the database has one. */
const MAX_SEND_PAYLOAD_CHARACTERS = 65_535;

const sendPayload = z.nullable(z.string().check(z.maxLength(MAX_SEND_PAYLOAD_CHARACTERS)));

/** The body of POST /api/webhooks */
export const createWebhooksSchema = z.strictObject({
  data: listOf(z.strictObject({ event, url, sendPayload: z._default(sendPayload, null) }), MAX_WEBHOOKS),
});

/**
 * The body of PATCH /api/webhooks/{id}: the webhook itself, or a list of one, which is the form in which webhooks are
 * created.
 */
export const updateWebhookSchema = z.strictObject({
  data: z.pipe(
    z.transform((data) => (Array.isArray(data) && data.length === 1 ? data[0] : data)),
    z.strictObject({ event: z.optional(event), url: z.optional(url), sendPayload: z.optional(sendPayload) }),
  ),
});
