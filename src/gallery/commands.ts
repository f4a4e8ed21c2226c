import type { Upload } from '../model/media.ts';
import type { GalleryName } from '../model/product.ts';

/** What a new image shows: bytes that came with the request, or a media of the library. */
export type MediaSource =
  { readonly kind: 'upload'; readonly upload: Upload } | { readonly kind: 'media'; readonly mediaId: number };

/** An image to place on the product; what is undefined takes its default (IMG-16, IMG-17). */
export interface NewImage {
  readonly gallery: GalleryName;
  readonly sortOrder: number | undefined;
  /** 'when-first': if no other image is the thumbnail, or the one that is shows later. */
  readonly isThumbnail: boolean | 'when-first' | undefined;
  readonly description: string;
  readonly source: MediaSource;
}

/** What to change of one image; what is undefined stays. */
export interface ImageUpdate {
  readonly imageId: number;
  readonly sortOrder: number | undefined;
  readonly isThumbnail: boolean | undefined;
  readonly description: string | undefined;
  readonly upload: Upload | undefined;
}

/** A variant's picture: one of the product's own images, or bytes of its own. */
export type VariantPicture =
  { readonly kind: 'reference'; readonly imageId: number } | { readonly kind: 'own'; readonly upload: Upload };

/** Which image of its product a variant shows; null: none. */
export interface VariantReference {
  readonly variant: string;
  readonly imageId: number | null;
}

/** One change to one product's images. */
export type Command =
  | { readonly kind: 'create'; readonly images: readonly NewImage[] }
  | {
      readonly kind: 'update';
      readonly gallery: GalleryName;
      readonly updates: readonly ImageUpdate[];
      /** BigCommerce makes room for a moved image; the other dialects set the number and move nobody. */
      readonly makeRoom: boolean;
      /** The answer tells which image shows as the product's main one. */
      readonly returnsMainImage?: true;
      /** 'skip': images that are not there are passed over instead of failing the command. */
      readonly whenMissing?: 'skip';
    }
  | {
      readonly kind: 'delete';
      readonly gallery: GalleryName;
      readonly imageIds: readonly number[];
      /** What an image that a variant refers to does to the deletion; undefined: its references are cleared. */
      readonly references?: 'refuse' | 'skip';
      readonly whenMissing?: 'skip';
    }
  /** Which images these are is decided in the gallery's turn: of its images by id, `limit` after the first `offset`. */
  | {
      readonly kind: 'delete-page';
      readonly gallery: GalleryName;
      readonly offset: number;
      /** undefined: all that follow. */
      readonly limit: number | undefined;
    }
  | { readonly kind: 'set-variant-image'; readonly variant: string; readonly picture: VariantPicture }
  /** References to images that are not there are passed over. */
  | { readonly kind: 'set-variant-references'; readonly references: readonly VariantReference[] };

/** The uploads that a command carries, so that those of a refused command can be dropped. */
export function uploadsOf(command: Command): readonly Upload[] {
  switch (command.kind) {
    case 'create':
      return command.images.flatMap(({ source }) => (source.kind === 'upload' ? source.upload : []));
    case 'update':
      return command.updates.flatMap((update) => update.upload ?? []);
    case 'delete':
    case 'set-variant-references':
    case 'delete-page':
      return [];
    case 'set-variant-image':
      return command.picture.kind === 'own' ? [command.picture.upload] : [];
    default:
      return command satisfies never;
  }
}
