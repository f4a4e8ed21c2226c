import type { GalleryName, Upload } from '../catalogue/model.ts';

/** What a new image shows: bytes that came with the request, or a media of the library. */
export type MediaSource =
  { readonly kind: 'upload'; readonly upload: Upload } | { readonly kind: 'media'; readonly mediaId: number };

/** An image to place on the product; what is undefined takes the default of the contract. */
export interface NewImage {
  readonly gallery: GalleryName;
  readonly sortOrder: number | undefined;
  readonly isThumbnail: boolean | undefined;
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

/** One change to one product's images. */
export type Command =
  | { readonly kind: 'create'; readonly images: readonly NewImage[] }
  | {
      readonly kind: 'update';
      readonly gallery: GalleryName;
      readonly updates: readonly ImageUpdate[];
      /** BigCommerce makes room for a moved image; the other dialects set the number and move nobody. */
      readonly makeRoom: boolean;
    }
  | { readonly kind: 'delete'; readonly gallery: GalleryName; readonly imageIds: readonly number[] }
  /** Which images these are is decided in the gallery's turn: of its images by id, `limit` after the first `offset`. */
  | {
      readonly kind: 'delete-page';
      readonly gallery: GalleryName;
      readonly offset: number;
      /** undefined: all that follow. */
      readonly limit: number | undefined;
    }
  | { readonly kind: 'set-variant-image'; readonly variant: string; readonly picture: VariantPicture };

/** The uploads that a command carries, so that those of a refused command can be dropped. */
export function uploadsOf(command: Command): readonly Upload[] {
  switch (command.kind) {
    case 'create':
      return command.images.flatMap(({ source }) => (source.kind === 'upload' ? source.upload : []));
    case 'update':
      return command.updates.flatMap((update) => update.upload ?? []);
    case 'delete':
    case 'delete-page':
      return [];
    case 'set-variant-image':
      return command.picture.kind === 'own' ? [command.picture.upload] : [];
    default:
      return command satisfies never;
  }
}
