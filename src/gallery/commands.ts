import type { Alts, AltsPatch } from '../model/alts.ts';
import type { FocalPoint } from '../model/focal-point.ts';
import type { Upload } from '../model/media.ts';
import type { GalleryName } from '../model/product.ts';

/** What a new image shows: uploaded bytes, or a media of the library. */
export type MediaSource =
  { readonly kind: 'upload'; readonly upload: Upload } | { readonly kind: 'media'; readonly mediaId: number };

/**
 * Asks for the thumbnail flag only where an image has it that this job created, that is shown later, and where nobody
 * else has changed the product since.
 */
export interface AmongImagesOf {
  readonly jobId: string;
}

/** An image to place on the product; undefined fields take their defaults (IMG-16, IMG-17). */
export interface NewImage {
  readonly gallery: GalleryName;
  readonly sortOrder: number | undefined;
  /** Its place in display order, counted from 0 when its turn comes: others move. Takes the place of a sort order. */
  readonly position?: number | undefined;
  readonly isThumbnail: boolean | undefined | AmongImagesOf;
  readonly description: string;
  /** Texts in languages other than the default one; blank ones are left out. */
  readonly alts?: Alts;
  readonly focalPoint?: FocalPoint;
  readonly source: MediaSource;
}

/** The changes to one image; undefined fields stay as they are. */
export interface ImageUpdate {
  readonly imageId: number;
  readonly sortOrder: number | undefined;
  readonly isThumbnail: boolean | undefined;
  readonly description: string | undefined;
  /** Changes of the texts in other languages: null and blank texts take one away. */
  readonly alts?: AltsPatch | undefined;
  /** null: none. Where it is undefined and the bytes are replaced, it stays if the new ones have a similar shape. */
  readonly focalPoint: FocalPoint | null | undefined;
  readonly upload: Upload | undefined;
}

/** Another order of the images of one gallery. */
export type Arrangement =
  /** Names every image of the gallery once, in its new order. */
  | { readonly kind: 'order'; readonly imageIds: readonly number[] }
  /** Moves images, in the order in which they are named, before another one; null: to the end. */
  | { readonly kind: 'move'; readonly imageIds: readonly number[]; readonly beforeId: number | null };

/** A variant's picture: one of the product's own images, or bytes of its own. */
export type VariantPicture =
  { readonly kind: 'reference'; readonly imageId: number } | { readonly kind: 'own'; readonly upload: Upload };

/** The image of its product that a variant refers to; null: none. */
export interface VariantReference {
  readonly variant: string;
  readonly imageId: number | null;
}

/** One change to one product's images. */
export type Command =
  | {
      readonly kind: 'create';
      /** They are placed one after another, in this order. */
      readonly images: readonly NewImage[];
      /** The answer has everything that is shown of them, and is kept so; undefined: their rows alone. */
      readonly shows?: {
        /** What the caller wants to find in the answer again, also in a repeated one. It means nothing here. */
        readonly note: string;
      };
    }
  | {
      readonly kind: 'update';
      /** Images of other galleries count as missing; undefined: they may be of any. */
      readonly gallery: GalleryName | undefined;
      readonly updates: readonly ImageUpdate[];
      /** Applied one after the other, after the updates; undefined: none. */
      readonly arrangements?: readonly Arrangement[];
      /** True: images at or after the new place move back by one (BigCommerce); false: only the sort order is set. */
      readonly makeRoom: boolean;
      /** The answer includes the id of the product's main image. */
      readonly returnsMainImage?: true;
      /** 'skip': images that do not exist are skipped; otherwise they fail the command. */
      readonly whenMissing?: 'skip';
    }
  | {
      readonly kind: 'delete';
      /** Images of other galleries count as missing; undefined: they may be of any. */
      readonly gallery: GalleryName | undefined;
      readonly imageIds: readonly number[];
      /**
       * What happens where a variant refers to an image. 'refuse': the command fails; 'skip': the image stays;
       * undefined: the image is deleted and the reference cleared.
       */
      readonly references?: 'refuse' | 'skip';
      readonly whenMissing?: 'skip';
    }
  /** Deletes one page of the gallery's images in ascending order of ids, as they are when the command is executed. */
  | {
      readonly kind: 'delete-page';
      readonly gallery: GalleryName;
      readonly offset: number;
      /** undefined: all images after the first `offset`. */
      readonly limit: number | undefined;
    }
  | { readonly kind: 'set-variant-image'; readonly variant: string; readonly picture: VariantPicture }
  | {
      readonly kind: 'set-variant-references';
      readonly references: readonly VariantReference[];
      /** 'skip': references to images that do not exist are skipped; otherwise they fail the command. */
      readonly whenMissing?: 'skip';
    }
  /** Takes the product back to an earlier version. */
  | { readonly kind: 'undo'; readonly toVersion: number }
  /** Brings images back from the trash. */
  | { readonly kind: 'restore'; readonly imageIds: readonly number[] };

/** A command that brings something back, and is decided on what the journal and the trash have of it. */
type CommandOnPast = Extract<Command, { kind: 'undo' | 'restore' }>;

/** A command that is decided on the product as it is. */
export type CommandOnPresent = Exclude<Command, CommandOnPast>;

/** Returns the uploads of a command, so that their bytes can be removed where the command fails. */
export function uploadsOf(command: Command): readonly Upload[] {
  switch (command.kind) {
    case 'create':
      return command.images.flatMap(({ source }) => (source.kind === 'upload' ? source.upload : []));
    case 'update':
      return command.updates.flatMap((update) => update.upload ?? []);
    case 'delete':
    case 'set-variant-references':
    case 'delete-page':
    case 'undo':
    case 'restore':
      return [];
    case 'set-variant-image':
      return command.picture.kind === 'own' ? [command.picture.upload] : [];
    default:
      return command satisfies never;
  }
}
