import * as z from '../platform/schema.ts';
import { type Fit, type NamedSize, PRESET_NAMES, type Qualities, type StoreSettings } from './store.ts';
import { isLanguageTag, MAX_LANGUAGES } from './language.ts';
import { isWebOrigin } from './web-origin.ts';

/** The side of a box in pixels; hosted Images makes none larger. */
export const sidePx = z.int().check(z.minimum(1), z.maximum(12_000));

const boxSchema = z.strictObject({ widthPx: sidePx, heightPx: sidePx });

/** Requests are counted in a Durable Object's memory, which lasts at least this long (docs/decisions/027). */
const MAX_QUOTA_WINDOW_MS = 60_000;

const quotaSchema = z.strictObject({
  requests: z.int().check(z.minimum(1)),
  windowMs: z.int().check(z.minimum(1_000), z.maximum(MAX_QUOTA_WINDOW_MS)),
});

/** How many sizes of its own a store has at most. */
export const MAX_NAMED_SIZES = 32;

/** The colour that `pad` fills with where a size names none. */
const DEFAULT_BACKGROUND = '#ffffff';

/** What a size is besides its sides. */
export const SIZE_FIELDS = {
  name: z
    .string()
    .check(z.regex(/^[a-z][a-z0-9-]{0,31}$/, 'A name is 1 to 32 of a-z, 0-9 and -, and begins with a letter.')),
  fit: z._default(z.enum(['contain', 'cover', 'pad']), 'contain'),
  background: z.optional(
    z.pipe(
      z.string().check(z.regex(/^#[0-9a-f]{6}$/i, 'A colour is # and six hex digits.')),
      z.transform((colour) => colour.toLowerCase()),
    ),
  ),
};

/** Whether a size has a background only where its fit is pad; NO_BACKGROUND says so where it is not. */
export const mayHaveBackground = (size: {
  readonly fit?: string | undefined;
  readonly background?: string | undefined;
}): boolean => size.fit === 'pad' || size.background === undefined;

export const NO_BACKGROUND = { error: 'Only the fit pad has a background.', path: ['background'] };

const sizeSchema = z
  .strictObject({ ...SIZE_FIELDS, widthPx: sidePx, heightPx: sidePx })
  .check(z.refine(mayHaveBackground, NO_BACKGROUND));

/** The stored form of a size of the store's own. */
export type StoredSize = z.input<typeof sizeSchema>;

const sizesSchema = z.pipe(
  z.array(sizeSchema).check(
    z.maxLength(MAX_NAMED_SIZES, `A store has ${MAX_NAMED_SIZES} sizes of its own at most.`),
    z.superRefine((sizes, context) => {
      const seen = new Set<string>(PRESET_NAMES);
      sizes.forEach(({ name }, index) => {
        if (seen.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message: 'The name is taken.' });
        seen.add(name);
      });
    }),
  ),
  z.transform((sizes) =>
    sizes.map(({ fit, background, ...size }): NamedSize => ({ ...size, fit: toFit(fit, background) })),
  ),
);

/** Returns the fit of a size; `background` is a colour with its `#`. */
export const toFit = (kind: Fit['kind'], background = DEFAULT_BACKGROUND): Fit =>
  kind === 'pad' ? { kind, background: background.slice(1) } : { kind };

/** The most web origins of a store: each of its tokens carries all of them. */
const MAX_ORIGINS = 50;

const originSchema = z.string().check(z.refine(isWebOrigin, 'must be a web origin, such as https://shop.example'));

const languagesSchema = z
  .array(z.string().check(z.refine(isLanguageTag, 'must be a BCP 47 tag in canonical form, such as en or pt-BR')))
  .check(
    z.minLength(1),
    z.maxLength(MAX_LANGUAGES, `A store has ${MAX_LANGUAGES} languages at most.`),
    z.superRefine((languages, context) => {
      languages.forEach((language, index) => {
        if (languages.indexOf(language) === index) return;
        context.addIssue({ code: 'custom', path: [index], message: 'The language comes twice.' });
      });
    }),
  );

/** The fields of settings that a store can change by itself, besides its sizes. */
export const SETTING_FIELDS = {
  registeredProductsOnly: z.boolean(),
  publicOriginals: z.boolean(),
  trashDays: z.int().check(z.minimum(0), z.maximum(365)),
  historyDays: z.int().check(z.minimum(1), z.maximum(365)),
  placeholderMediaId: z.int().check(z.minimum(1)),
  origins: z.array(originSchema).check(z.maxLength(MAX_ORIGINS)),
  languages: languagesSchema,
  quality: z.int().check(z.minimum(1), z.maximum(100)),
  smallUpToPx: z.int().check(z.minimum(0), z.maximum(12_000)),
};

const qualitiesSchema = (defaults: Qualities) => {
  const { quality } = SETTING_FIELDS;
  return z.prefault(
    z.strictObject({
      avif: z._default(quality, defaults.avif),
      jpeg: z._default(quality, defaults.jpeg),
      webp: z._default(quality, defaults.webp),
    }),
    {},
  );
};

/** Settings as the database stores them; absent ones have their defaults (BC3-11, SH-52, ST-36). */
const settingsSchema = z.pipe(
  z.strictObject({
    registeredProductsOnly: z._default(SETTING_FIELDS.registeredProductsOnly, false),
    signing: z._default(z.enum(['off', 'accepted', 'required']), 'off'),
    requestQuota: z.optional(quotaSchema),
    // The view current_sizes has the same defaults, for presets and cuts.
    presets: z.prefault(
      z.strictObject({
        zoom: z._default(boxSchema, { widthPx: 1280, heightPx: 1280 }),
        standard: z._default(boxSchema, { widthPx: 386, heightPx: 513 }),
        thumbnail: z._default(boxSchema, { widthPx: 220, heightPx: 290 }),
        tiny: z._default(boxSchema, { widthPx: 44, heightPx: 58 }),
      }),
      {},
    ),
    cuts: z.prefault(
      z.strictObject({
        big: z._default(boxSchema, { widthPx: 1024, heightPx: 768 }),
        detail: z._default(boxSchema, { widthPx: 360, heightPx: 270 }),
        category: z._default(boxSchema, { widthPx: 216, heightPx: 105 }),
        related: z._default(boxSchema, { widthPx: 100, heightPx: 100 }),
      }),
      {},
    ),
    sizes: z.prefault(sizesSchema, []),
    quality: z.prefault(
      z.strictObject({
        regular: qualitiesSchema({ avif: 60, jpeg: 85, webp: 82 }),
        small: qualitiesSchema({ avif: 55, jpeg: 80, webp: 75 }),
        smallUpToPx: z._default(SETTING_FIELDS.smallUpToPx, 256),
      }),
      {},
    ),
    placeholderMediaId: z.optional(SETTING_FIELDS.placeholderMediaId),
    // The view job_limits has the same defaults.
    jobs: z.prefault(
      z.strictObject({
        maxOpen: z._default(z.int().check(z.minimum(1), z.maximum(1_000)), 200),
        maxWaitingItems: z._default(z.int().check(z.minimum(1), z.maximum(100_000)), 20_000),
      }),
      {},
    ),
    publicOriginals: z._default(SETTING_FIELDS.publicOriginals, false),
    // The view keep_days has the same defaults.
    trashDays: z._default(SETTING_FIELDS.trashDays, 30),
    historyDays: z._default(SETTING_FIELDS.historyDays, 30),
    origins: z._default(SETTING_FIELDS.origins, []),
    languages: z._default(SETTING_FIELDS.languages, ['en']),
    shoptet: z.pipe(
      z.prefault(
        z.strictObject({
          needsJobWebhook: z._default(z.boolean(), false),
          maxUnfinishedJobReads: z.optional(z.int().check(z.minimum(0))),
        }),
        {},
      ),
      z.transform(({ maxUnfinishedJobReads, ...rest }) => ({ ...rest, maxUnfinishedJobReads })),
    ),
  }),
  z.transform(({ requestQuota, placeholderMediaId, ...settings }): StoreSettings => ({
    ...settings,
    requestQuota,
    placeholderMediaId,
  })),
);

/**
 * Parses a store's settings and fills in the defaults.
 *
 * @throws a `z.core.$ZodError` that names the wrong settings; the operator's tool shows it.
 */
export function parseSettings(json: string): StoreSettings {
  return settingsSchema.parse(JSON.parse(json));
}
