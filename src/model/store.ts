/** A bounding box in pixels; pictures are fitted into it and never enlarged. */
export interface Box {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * How a picture is put into a box, never enlarged: `contain` fits it in, `cover` fills the box with a part of it around
 * its focal point, and `pad` fits it in and fills the rest with a colour.
 */
export type Fit =
  | { readonly kind: 'contain' }
  | { readonly kind: 'cover' }
  /** `background` is a colour as six lower-case hex digits. */
  | { readonly kind: 'pad'; readonly background: string };

/** A size of a store's own, besides the presets: it has a URL by its name in the own API. */
export interface NamedSize extends Box {
  readonly name: string;
  readonly fit: Fit;
}

/** The sizes for which BigCommerce's image object has a URL. */
export const PRESET_NAMES = ['zoom', 'standard', 'thumbnail', 'tiny'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** The qualities of lossy formats, from 1 to 100. */
export interface Qualities {
  readonly avif: number;
  readonly jpeg: number;
  readonly webp: number;
}

/** The qualities of a store's renditions. */
export interface QualitySettings {
  readonly regular: Qualities;
  /** Of renditions that have at most `smallUpToPx` pixels on both sides. */
  readonly small: Qualities;
  readonly smallUpToPx: number;
}

/** The sizes that Shoptet's URLs name; `orig` is the original and needs no box. */
export type CutName = 'big' | 'detail' | 'category' | 'related';

/** A store's settings for the Shoptet API. */
export interface ShoptetSettings {
  /** True: asynchronous calls are refused while no webhook for finished jobs is registered. */
  readonly needsJobWebhook: boolean;
  /** How often an unfinished job may be read; undefined: without limit. */
  readonly maxUnfinishedJobReads: number | undefined;
}

/** How much work for later a store may have waiting; more is refused until some of it has ended. */
export interface JobLimits {
  readonly maxOpen: number;
  /** Items that have not ended, in all jobs together. */
  readonly maxWaitingItems: number;
}

/** How many requests a store's clients may make in a window of time. */
export interface RequestQuota {
  readonly requests: number;
  readonly windowMs: number;
}

/** A store's settings. */
export interface StoreSettings {
  /** True: unknown products are answered with 404, not as products without images. */
  readonly registeredProductsOnly: boolean;
  /** Whether calls of the Store API may or must be signed. */
  readonly signing: 'off' | 'accepted' | 'required';
  /** undefined: no limit. */
  readonly requestQuota: RequestQuota | undefined;
  readonly presets: Readonly<Record<PresetName, Box>>;
  readonly cuts: Readonly<Record<CutName, Box>>;
  readonly sizes: readonly NamedSize[];
  readonly quality: QualitySettings;
  /** The media of the library that is shown in place of pictures that do not exist; undefined: none. */
  readonly placeholderMediaId: number | undefined;
  readonly jobs: JobLimits;
  /** True: originals are served to everybody by their images' numbers, as the cut `orig`. */
  readonly publicOriginals: boolean;
  /** For how many days deleted images can come back; 0: their bytes go at once. */
  readonly trashDays: number;
  /** For how many days the journal is kept: history, undo and events reach back as far. */
  readonly historyDays: number;
  /** The languages of its texts, at least one: the first is the default, whose texts other APIs call descriptions. */
  readonly languages: readonly string[];
  /** The web origins whose pages may read the answers of `/v1`, as browsers spell them. */
  readonly origins: readonly string[];
  readonly shoptet: ShoptetSettings;
}

/** A tenant. */
export interface Store {
  readonly id: number;
  /** Public name in paths, `/stores/{hash}/…`; never changes. */
  readonly hash: string;
  readonly name: string;
  readonly settings: StoreSettings;
  /** Rises by one with every change of the settings. */
  readonly settingsVersion: number;
  /** 0 where the settings were never changed. */
  readonly settingsChangedAtMs: number;
  /** True: somebody is to be told of what happens in it. */
  readonly hasWebhooks: boolean;
}
