import * as z from 'zod';
import type { StoreSettings } from './store.ts';
import { isWebOrigin } from './web-origin.ts';

/** The side of a box in pixels; hosted Images makes none larger. */
const sidePx = z.int().min(1).max(12_000);

const boxSchema = z.strictObject({ widthPx: sidePx, heightPx: sidePx });

/** Requests are counted in a Durable Object's memory, which lasts at least this long (docs/decisions/027). */
const MAX_QUOTA_WINDOW_MS = 60_000;

const quotaSchema = z.strictObject({
  requests: z.int().positive(),
  windowMs: z.int().min(1_000).max(MAX_QUOTA_WINDOW_MS),
});

/** The most web origins of a store: each of its tokens carries all of them. */
const MAX_ORIGINS = 50;

const originSchema = z.string().refine(isWebOrigin, 'must be a web origin, such as https://shop.example');

/** Settings as the database stores them; absent ones have their defaults (BC3-11, SH-52, ST-36). */
const settingsSchema = z
  .strictObject({
    registeredProductsOnly: z.boolean().default(false),
    signing: z.enum(['off', 'accepted', 'required']).default('off'),
    requestQuota: quotaSchema.optional(),
    presets: z
      .strictObject({
        zoom: boxSchema.default({ widthPx: 1280, heightPx: 1280 }),
        standard: boxSchema.default({ widthPx: 386, heightPx: 513 }),
        thumbnail: boxSchema.default({ widthPx: 220, heightPx: 290 }),
        tiny: boxSchema.default({ widthPx: 44, heightPx: 58 }),
      })
      .prefault({}),
    cuts: z
      .strictObject({
        big: boxSchema.default({ widthPx: 1024, heightPx: 768 }),
        detail: boxSchema.default({ widthPx: 360, heightPx: 270 }),
        category: boxSchema.default({ widthPx: 216, heightPx: 105 }),
        related: boxSchema.default({ widthPx: 100, heightPx: 100 }),
      })
      .prefault({}),
    // The view job_limits has the same defaults.
    jobs: z
      .strictObject({
        maxOpen: z.int().min(1).max(1_000).default(200),
        maxWaitingItems: z.int().min(1).max(100_000).default(20_000),
      })
      .prefault({}),
    publicOriginals: z.boolean().default(false),
    // The view keep_days has the same defaults.
    trashDays: z.int().min(0).max(365).default(30),
    historyDays: z.int().min(1).max(365).default(30),
    origins: z.array(originSchema).max(MAX_ORIGINS).default([]),
    shoptet: z
      .strictObject({
        needsJobWebhook: z.boolean().default(false),
        maxUnfinishedJobReads: z.int().min(0).optional(),
      })
      .prefault({})
      .transform(({ maxUnfinishedJobReads, ...rest }) => ({ ...rest, maxUnfinishedJobReads })),
  })
  .transform(({ requestQuota, ...settings }): StoreSettings => ({ ...settings, requestQuota }));

/**
 * Parses a store's settings and fills in the defaults.
 *
 * @throws a ZodError that names the wrong settings; the operator's tool shows it.
 */
export function parseSettings(json: string): StoreSettings {
  return settingsSchema.parse(JSON.parse(json));
}
