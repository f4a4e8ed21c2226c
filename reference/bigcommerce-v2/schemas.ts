import * as z from 'zod';
import type { WireEntry } from '../../src/dialects/bigcommerce-v2/errors.ts';
import type { WireImage } from '../../src/dialects/bigcommerce-v2/image.ts';
import type { Answer, Answers } from '../description.ts';
import type { AnswerHeader } from '../headers.ts';
import { errorAnswers, objectError, QUOTA_HEADERS } from '../bigcommerce/errors.ts';

/** Both forms of bodies. */
export const FORMS = ['application/json', 'application/xml'] as const;

/** A date by RFC 2822. */
const date = z.string().regex(/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/);

/** An image of a product. */
export const image = z
  .strictObject({
    id: z.int(),
    product_id: z.int(),
    image_file: z.string().describe('The path of the file.'),
    zoom_url: z.url(),
    thumbnail_url: z.url(),
    standard_url: z.url(),
    tiny_url: z.url(),
    is_thumbnail: z.boolean(),
    sort_order: z.int(),
    description: z.string().nullable(),
    date_created: date,
    date_modified: date,
  })
  .meta({
    id: 'ProductImage',
    description: 'An image of a product.',
    xml: { name: 'image' },
  }) satisfies z.ZodType<WireImage>;

export const images = z.array(image).meta({ xml: { name: 'images', wrapped: true } });

export const count = z
  .strictObject({ count: z.int() })
  .meta({ id: 'Count', description: 'How many images there are.', xml: { name: 'images' } });

export const options = z
  .strictObject({
    fields: z.array(
      z.strictObject({
        name: z.string(),
        type: z.enum(['int', 'string', 'bool', 'date']),
        read_only: z.boolean(),
        required: z.boolean().exactOptional(),
      }),
    ),
  })
  .meta({ id: 'Options', description: 'The fields of the resource.', xml: { name: 'options' } });

const entries = z
  .array(
    z
      .strictObject({
        status: z.int(),
        message: z.string(),
        details: z.record(z.string(), z.string()).exactOptional(),
      })
      .meta({ id: 'ErrorEntry', xml: { name: 'error' } }) satisfies z.ZodType<WireEntry>,
  )
  .meta({ id: 'Errors', description: 'What is wrong with a request.', xml: { name: 'errors', wrapped: true } });

/** Under `/stores/…` an error of access is an object, as in V3, and under `/api/v2` it is a list as all others. */
const accessError = z.union([entries, objectError]);

const OF_ACCESS: ReadonlySet<number> = new Set([401, 403, 404, 429, 500]);

/** The errors of these statuses. */
export const errors = (...statuses: readonly number[]): Answers =>
  errorAnswers(statuses, (status) => ({
    body: OF_ACCESS.has(status) ? accessError : entries,
    contentTypes: FORMS,
    ...(status === 401 && { headers: ['WWW-Authenticate'] as const }),
  }));

/** A success with a body in both forms. */
export const success = (description: string, body: z.ZodType, ...headers: readonly AnswerHeader[]): Answer => ({
  description,
  body,
  contentTypes: FORMS,
  headers: ['Vary', ...headers, ...QUOTA_HEADERS],
});
