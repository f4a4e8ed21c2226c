import type { Upload } from '../model/media.ts';
import type { GalleryName } from '../model/product.ts';
import type { MediaSource, VariantPicture } from './commands.ts';

/** An image row to insert; the database assigns its id. */
export interface InsertedImage {
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  readonly description: string;
  readonly source: MediaSource;
  readonly revision: number;
}

/** An image row to update, with its sort order and thumbnail flag as they are to be. */
export interface UpdatedImage {
  readonly id: number;
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  /** undefined: unchanged. */
  readonly description: string | undefined;
  /** The new bytes; undefined: unchanged. */
  readonly replacement: { readonly upload: Upload; readonly revision: number } | undefined;
}

/** A variant's picture to set or to clear. */
export interface SetVariantImage {
  readonly variant: string;
  readonly picture: VariantPicture | { readonly kind: 'none' };
  readonly revision: number;
}

/** The rows that a command changes: the result of a decision. */
export interface Changes {
  readonly inserted: readonly InsertedImage[];
  readonly updated: readonly UpdatedImage[];
  readonly deleted: readonly { readonly id: number; readonly gallery: GalleryName }[];
  /** At most one of them has its own bytes. */
  readonly variants: readonly SetVariantImage[];
}

export const NO_CHANGES: Changes = { inserted: [], updated: [], deleted: [], variants: [] };

/** True where there is nothing to write. */
export function hasNoChanges(changes: Changes): boolean {
  return (
    changes.inserted.length === 0 &&
    changes.updated.length === 0 &&
    changes.deleted.length === 0 &&
    changes.variants.length === 0
  );
}
