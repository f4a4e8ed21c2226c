import type { Upload } from '../model/media.ts';
import type { GalleryName } from '../model/product.ts';
import type { MediaSource, VariantPicture } from './commands.ts';

/** A row to insert; its id is given by the database. */
export interface InsertedImage {
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  readonly description: string;
  readonly source: MediaSource;
  readonly revision: number;
}

/** A row to change, with all that decides its place. */
export interface UpdatedImage {
  readonly id: number;
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  /** undefined: as it was. */
  readonly description: string | undefined;
  /** undefined: the bytes stay. */
  readonly replacement: { readonly upload: Upload; readonly revision: number } | undefined;
}

export interface SetVariantImage {
  readonly variant: string;
  readonly picture: VariantPicture | { readonly kind: 'none' };
  readonly revision: number;
}

/** What a decision wants written: rows, and nothing else. */
export interface Changes {
  readonly inserted: readonly InsertedImage[];
  readonly updated: readonly UpdatedImage[];
  readonly deleted: readonly { readonly id: number; readonly gallery: GalleryName }[];
  /** At most one of them has bytes of its own. */
  readonly variants: readonly SetVariantImage[];
}

export const NO_CHANGES: Changes = { inserted: [], updated: [], deleted: [], variants: [] };

/** True when there is nothing to write. */
export function isEmpty(changes: Changes): boolean {
  return (
    changes.inserted.length === 0 &&
    changes.updated.length === 0 &&
    changes.deleted.length === 0 &&
    changes.variants.length === 0
  );
}
