import type { Alts } from '../model/alts.ts';
import type { FocalPoint } from '../model/focal-point.ts';
import type { GalleryName } from '../model/product.ts';
import type { KeptMedia } from './changes.ts';

/** A media that a variant showed earlier, with the revision in its URLs. */
export interface EarlierBytes {
  readonly media: KeptMedia;
  readonly revision: number;
}

/** What an image showed earlier, with the revision in its URLs. */
export interface EarlierPicture {
  readonly revision: number;
  /** undefined: nothing has changed its bytes since. */
  readonly media: KeptMedia | undefined;
  /** Absent: nothing has changed its focal point since. */
  readonly focal: { readonly point: FocalPoint | undefined } | undefined;
}

/** The texts that an image had earlier. */
export interface EarlierTexts {
  readonly description: string;
  readonly alts: Alts;
}

/** What a variant showed earlier. */
export interface EarlierVariant {
  /** undefined: the variant had neither a picture nor a reference, or was not known. */
  readonly picture: { readonly kind: 'reference'; readonly imageId: number } | EarlierBytes | undefined;
  /** undefined: the variant was not known. */
  readonly revision: number | undefined;
}

/** An image as it lies in the trash. */
export interface TrashedImage {
  readonly id: number;
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  readonly media: KeptMedia;
  readonly focalPoint: FocalPoint | undefined;
  readonly revision: number;
  readonly lastRevision: number;
}

/**
 * How a product was at an earlier version, as far as commands have changed it since: what the journal says of the
 * version of each thing that is the oldest after it.
 */
export interface Past {
  /** The product's version when this was read. */
  readonly version: number;
  /** How many versions after the earlier one the journal still has. */
  readonly versionCount: number;
  /** Whether an image was on the product, by id. Images that are not here were neither created nor deleted since. */
  readonly wasThere: ReadonlyMap<number, boolean>;
  readonly places: ReadonlyMap<number, { readonly sortOrder: number; readonly isThumbnail: boolean }>;
  readonly texts: ReadonlyMap<number, EarlierTexts>;
  readonly pictures: ReadonlyMap<number, EarlierPicture>;
  readonly variants: ReadonlyMap<string, EarlierVariant>;
}

/** What of the past can come back. */
export interface Kept {
  /** The trashed images of the product that were asked for, by id. */
  readonly trashed: ReadonlyMap<number, TrashedImage>;
  /** The media that were asked for and that still are in the library or in the trash. */
  readonly mediaIds: ReadonlySet<number>;
}
