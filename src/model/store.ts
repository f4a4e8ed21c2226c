/** A bounding box in pixels; pictures are fitted into it and never enlarged. */
export interface Box {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The size presets that BigCommerce's image object shows. */
export type PresetName = 'zoom' | 'standard' | 'thumbnail' | 'tiny';

/** The sizes that Shoptet's URLs name; `orig` is the original and needs no box. */
export type CutName = 'big' | 'detail' | 'category' | 'related';

/** What a store that speaks Shoptet decides for itself. */
export interface ShoptetSettings {
  /** Asynchronous calls need an address that is told of their end. */
  readonly needsJobWebhook: boolean;
  /** How often an unfinished job may be read; undefined: as often as they like. */
  readonly maxUnfinishedJobReads: number | undefined;
}

/** How many requests a store's clients may make in a window of time. */
export interface RequestQuota {
  readonly requests: number;
  readonly windowMs: number;
}

/** What a store decides for itself. */
export interface StoreSettings {
  /** Unknown products are 404 instead of products without images. */
  readonly registeredProductsOnly: boolean;
  /** Whether calls of the Store API may or must be signed. */
  readonly signing: 'off' | 'accepted' | 'required';
  /** undefined: as many requests as they like. */
  readonly requestQuota: RequestQuota | undefined;
  readonly presets: Readonly<Record<PresetName, Box>>;
  readonly cuts: Readonly<Record<CutName, Box>>;
  readonly shoptet: ShoptetSettings;
}

/** A tenant. */
export interface Store {
  readonly id: number;
  /** Public name in paths, `/stores/{hash}/…`; never changes. */
  readonly hash: string;
  readonly name: string;
  readonly settings: StoreSettings;
  /** Rises with every change of the settings. */
  readonly settingsVersion: number;
  /** 0 where they never have. */
  readonly settingsChangedAtMs: number;
}
