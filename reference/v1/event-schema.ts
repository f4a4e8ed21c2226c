import * as z from 'zod';
import type { WireEvent, WireProductData } from '../../src/dialects/v1/event.ts';
import { EVENT_TYPES } from '../../src/model/event.ts';
import { image } from './product-schema.ts';
import { actor, time } from './shared.ts';

const productData = z
  .strictObject({
    version: z.int().describe('That of the product after the command.'),
    changed: z.array(z.enum(['images', 'order', 'alt', 'main', 'file', 'focalPoint', 'variants'])),
    images: z.array(image).describe('The images that it is about, as they are now.'),
    imageIds: z.array(z.int()).describe('Those that it is about and that are gone.'),
  })
  .meta({
    id: 'ProductEventData',
    description: 'What an event says of its product.',
  }) satisfies z.ZodType<WireProductData>;

const otherData = z
  .record(z.string(), z.unknown())
  .meta({ id: 'OtherEventData', description: 'What an event of no product is about.' });

/** One event of a store. */
export const event = z
  .strictObject({
    seq: z.int().describe('Counts from 1, without gaps.'),
    type: z.enum(EVENT_TYPES),
    at: time,
    productId: z.int().nullable(),
    by: actor,
    data: z.union([productData, otherData]),
  })
  .refine(
    ({ productId, data }) => productId === null || !('version' in data) || productData.safeParse(data).success,
    'The data is not that of a product.',
  )
  .meta({ id: 'Event', description: 'What one command has done.' }) satisfies z.ZodType<WireEvent>;
