import * as z from 'zod';
import type { StoreSettings } from './store.ts';

/** Pixels of a preset's side: the hosted Images limit. */
const sidePx = z.int().min(1).max(12_000);

const boxSchema = z.strictObject({ widthPx: sidePx, heightPx: sidePx });

/** A counter lives in memory, which an object keeps for a minute at least (docs/decisions/027-request-quotas.md). */
const MAX_QUOTA_WINDOW_MS = 60_000;

const quotaSchema = z.strictObject({
  requests: z.int().positive(),
  windowMs: z.int().min(1_000).max(MAX_QUOTA_WINDOW_MS),
});

/** Settings as they lie in the database: what is absent has its default (BC3-11, SH-52, ST-36). */
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
    shoptet: z
      .strictObject({
        needsJobWebhook: z.boolean().default(false),
        maxUnfinishedJobReads: z.int().min(0).optional(),
      })
      .prefault({})
      .transform(({ maxUnfinishedJobReads, ...rest }) => ({ ...rest, maxUnfinishedJobReads })),
  })
  .transform(({ requestQuota, ...settings }): StoreSettings => ({ ...settings, requestQuota }));

/** Reads a store's settings. @throws a ZodError that names what is wrong, for the operator tool to show. */
export function parseSettings(json: string): StoreSettings {
  return settingsSchema.parse(JSON.parse(json));
}
