import type { PictureFormat } from './picture.ts';

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

/** A named set of a product's images. */
export type GalleryName = 'shop' | 'shop360';

/** A media placed on a product. */
export interface ProductImage {
  readonly id: number;
  readonly productId: number;
  readonly gallery: GalleryName;
  readonly mediaId: number;
  /** Lower shows earlier; ties by id. int32. */
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  /** Alt text; empty when unset. */
  readonly description: string;
  /** The safe stem of the file's own name. */
  readonly fileStem: string;
  readonly format: PictureFormat;
  /** Rises whenever the bytes change. */
  readonly revision: number;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  /** Of the media, as displayed. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Stands in for an empty description in dialects that have such a rule; empty when unset. */
  readonly mediaAltText: string;
}

/** A part of the library; names are unique in one. */
export type MediaFolder = 'general' | 'product';

/** An uploaded file in the store's library. Its bytes never change. */
export interface Media {
  readonly id: number;
  readonly folder: MediaFolder;
  readonly filename: string;
  /** The safe stem of the file name, for URLs. */
  readonly fileStem: string;
  /** Empty when unset. */
  readonly altText: string;
  readonly format: PictureFormat;
  readonly byteCount: number;
  /** As displayed, after EXIF rotation. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly updatedAtMs: number;
}

/** A variant's picture: its own, a reference to an image of its product, or none since that image went. */
export interface VariantImage {
  readonly productId: number;
  readonly variant: string;
  readonly picture:
    | { readonly kind: 'own'; readonly mediaId: number; readonly fileStem: string; readonly format: PictureFormat }
    | { readonly kind: 'reference'; readonly imageId: number }
    | { readonly kind: 'none' };
  /** Rises with every change of the picture. */
  readonly revision: number;
}

/** Bytes that lie in the bucket under a new key, described, and not yet part of the catalogue. */
export interface Upload {
  readonly originalKey: string;
  /** The PNG made for formats that the Images service cannot read. */
  readonly renderKey: string | null;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly format: PictureFormat;
  readonly byteCount: number;
  /** As displayed, after EXIF rotation. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly frameCount: number;
  readonly hasAlpha: boolean;
  /** The name that the file came with, for people. */
  readonly originalName: string;
  readonly fileStem: string;
  readonly uploadedAtMs: number;
}

/** What a token may do: everything with products, or read them. */
export type Scope = 'modify' | 'read';

/** Who asks, once the token has been found. */
export interface Access {
  readonly store: Store;
  readonly scope: Scope;
}

/** One product of one store: the unit that commands run on, one at a time. */
export interface ProductKey {
  readonly storeId: number;
  readonly productId: number;
}
