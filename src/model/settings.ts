import * as z from 'zod';
import { type Fit, type NamedSize, PRESET_NAMES, type Qualities, type StoreSettings } from './store.ts';
import { isLanguageTag } from './language.ts';
import { isWebOrigin } from './web-origin.ts';

/** The side of a box in pixels; hosted Images makes none larger. */
export const sidePx = z.int().min(1).max(12_000);

const boxSchema = z.strictObject({ widthPx: sidePx, heightPx: sidePx });

/** Requests are counted in a Durable Object's memory, which lasts at least this long (docs/decisions/027). */
const MAX_QUOTA_WINDOW_MS = 60_000;

const quotaSchema = z.strictObject({
  requests: z.int().positive(),
  windowMs: z.int().min(1_000).max(MAX_QUOTA_WINDOW_MS),
});

/** How many sizes of its own a store has at most. */
export const MAX_NAMED_SIZES = 32;

/** The colour that `pad` fills with where a size names none. */
const DEFAULT_BACKGROUND = '#ffffff';

/** What a size is besides its sides. */
export const SIZE_FIELDS = {
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'A name is 1 to 32 of a-z, 0-9 and -, and begins with a letter.'),
  fit: z.enum(['contain', 'cover', 'pad']).default('contain'),
  background: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'A colour is # and six hex digits.')
    .transform((colour) => colour.toLowerCase())
    .optional(),
};

/** Whether a size has a background only where its fit is pad; NO_BACKGROUND says so where it is not. */
export const mayHaveBackground = (size: {
  readonly fit?: string | undefined;
  readonly background?: string | undefined;
}): boolean => size.fit === 'pad' || size.background === undefined;

export const NO_BACKGROUND = { error: 'Only the fit pad has a background.', path: ['background'] };

const sizeSchema = z
  .strictObject({ ...SIZE_FIELDS, widthPx: sidePx, heightPx: sidePx })
  .refine(mayHaveBackground, NO_BACKGROUND);

/** The stored form of a size of the store's own. */
export type StoredSize = z.input<typeof sizeSchema>;

const sizesSchema = z
  .array(sizeSchema)
  .max(MAX_NAMED_SIZES, `A store has ${MAX_NAMED_SIZES} sizes of its own at most.`)
  .superRefine((sizes, context) => {
    const seen = new Set<string>(PRESET_NAMES);
    sizes.forEach(({ name }, index) => {
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message: 'The name is taken.' });
      seen.add(name);
    });
  })
  .transform((sizes) =>
    sizes.map(({ fit, background, ...size }): NamedSize => ({ ...size, fit: toFit(fit, background) })),
  );

/** Returns the fit of a size; `background` is a colour with its `#`. */
export const toFit = (kind: Fit['kind'], background = DEFAULT_BACKGROUND): Fit =>
  kind === 'pad' ? { kind, background: background.slice(1) } : { kind };

/** The most web origins of a store: each of its tokens carries all of them. */
const MAX_ORIGINS = 50;

const originSchema = z.string().refine(isWebOrigin, 'must be a web origin, such as https://shop.example');

/** How many languages a store has texts in, at most. */
const MAX_LANGUAGES = 20;

const languagesSchema = z
  .array(z.string().refine(isLanguageTag, 'must be a BCP 47 tag in canonical form, such as en or pt-BR'))
  .min(1)
  .max(MAX_LANGUAGES, `A store has ${MAX_LANGUAGES} languages at most.`)
  .superRefine((languages, context) => {
    languages.forEach((language, index) => {
      if (languages.indexOf(language) === index) return;
      context.addIssue({ code: 'custom', path: [index], message: 'The language comes twice.' });
    });
  });

/** The fields of settings that a store can change by itself, besides its sizes. */
export const SETTING_FIELDS = {
  registeredProductsOnly: z.boolean(),
  publicOriginals: z.boolean(),
  trashDays: z.int().min(0).max(365),
  historyDays: z.int().min(1).max(365),
  placeholderMediaId: z.int().positive(),
  origins: z.array(originSchema).max(MAX_ORIGINS),
  languages: languagesSchema,
  quality: z.int().min(1).max(100),
  smallUpToPx: z.int().min(0).max(12_000),
};

const qualitiesSchema = (defaults: Qualities) => {
  const { quality } = SETTING_FIELDS;
  return z
    .strictObject({
      avif: quality.default(defaults.avif),
      jpeg: quality.default(defaults.jpeg),
      webp: quality.default(defaults.webp),
    })
    .prefault({});
};

/** Settings as the database stores them; absent ones have their defaults (BC3-11, SH-52, ST-36). */
const settingsSchema = z
  .strictObject({
    registeredProductsOnly: SETTING_FIELDS.registeredProductsOnly.default(false),
    signing: z.enum(['off', 'accepted', 'required']).default('off'),
    requestQuota: quotaSchema.optional(),
    // The view current_sizes has the same defaults, for presets and cuts.
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
    sizes: sizesSchema.prefault([]),
    quality: z
      .strictObject({
        regular: qualitiesSchema({ avif: 60, jpeg: 85, webp: 82 }),
        small: qualitiesSchema({ avif: 55, jpeg: 80, webp: 75 }),
        smallUpToPx: SETTING_FIELDS.smallUpToPx.default(256),
      })
      .prefault({}),
    placeholderMediaId: SETTING_FIELDS.placeholderMediaId.optional(),
    // The view job_limits has the same defaults.
    jobs: z
      .strictObject({
        maxOpen: z.int().min(1).max(1_000).default(200),
        maxWaitingItems: z.int().min(1).max(100_000).default(20_000),
      })
      .prefault({}),
    publicOriginals: SETTING_FIELDS.publicOriginals.default(false),
    // The view keep_days has the same defaults.
    trashDays: SETTING_FIELDS.trashDays.default(30),
    historyDays: SETTING_FIELDS.historyDays.default(30),
    origins: SETTING_FIELDS.origins.default([]),
    languages: SETTING_FIELDS.languages.default(['en']),
    shoptet: z
      .strictObject({
        needsJobWebhook: z.boolean().default(false),
        maxUnfinishedJobReads: z.int().min(0).optional(),
      })
      .prefault({})
      .transform(({ maxUnfinishedJobReads, ...rest }) => ({ ...rest, maxUnfinishedJobReads })),
  })
  .transform(({ requestQuota, placeholderMediaId, ...settings }): StoreSettings => ({
    ...settings,
    requestQuota,
    placeholderMediaId,
  }));

/**
 * Parses a store's settings and fills in the defaults.
 *
 * @throws a ZodError that names the wrong settings; the operator's tool shows it.
 */
export function parseSettings(json: string): StoreSettings {
  return settingsSchema.parse(JSON.parse(json));
}
