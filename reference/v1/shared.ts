import * as z from 'zod';
import type { AnswerHeader, RequestHeader } from '../headers.ts';
import type { Answer, Parameter } from '../description.ts';
import type { WireActor } from '../../src/dialects/v1/actor.ts';
import type { GalleryName } from '../../src/model/product.ts';

/** A time as this API shows it. */
export const time = z.iso.datetime({ precision: 3 });

export const gallery = z.enum(['shop', 'shop360']) satisfies z.ZodType<GalleryName>;

/** A picture's URLs by the names of sizes. */
export const urls = z
  .object({ zoom: z.url(), standard: z.url(), thumbnail: z.url(), tiny: z.url() })
  .catchall(z.url())
  .describe('The URLs of the picture by the names of the sizes: the four that every store has, and its own.');

export const srcset = z.string().describe('The value of the attribute `srcset`.');

/** Who did something. */
export const actor = (
  z
    .union([z.strictObject({ tokenId: z.string(), label: z.string() }), z.strictObject({ jobId: z.string() })])
    .meta({ id: 'Actor', description: 'The token, or the job.' }) satisfies z.ZodType<WireActor>
).nullable();

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('The cursor of the next page; null on the last one.'),
  });

export const IDEMPOTENT: readonly RequestHeader[] = ['Idempotency-Key'];
export const CONDITIONAL_WRITE: readonly RequestHeader[] = ['Idempotency-Key', 'If-Match'];
export const CONDITIONAL_READ: readonly RequestHeader[] = ['If-None-Match'];

const RATE_LIMIT: readonly AnswerHeader[] = ['RateLimit', 'RateLimit-Policy', 'X-Request-Id'];

/** A success with a body. */
export const success = (description: string, body: z.ZodType, ...headers: readonly AnswerHeader[]): Answer => ({
  description,
  body,
  headers: [...headers, ...RATE_LIMIT],
});

/** A success without a body. */
export const done = (description: string, ...headers: readonly AnswerHeader[]): Answer => ({
  description,
  headers: [...headers, ...RATE_LIMIT],
});

export const NOT_MODIFIED: Answer = { description: 'It is as you have it.', headers: ['ETag', ...RATE_LIMIT] };

/** The two parameters of every list. */
export const ABOUT_PAGES: Readonly<Record<'limit' | 'cursor', Parameter>> = {
  limit: {
    description: 'How many items the page has at most.',
    schema: { type: 'integer', minimum: 1, maximum: 250, default: 50 },
  },
  cursor: { description: 'The `next` of the page before. Left out, the list begins.' },
};
