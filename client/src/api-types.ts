// Written by `npm run client:types` from the descriptions in reference/v1, as the OpenAPI document is. Do not edit it.

/** The token, or the job. */
export type Actor =
  | {
      readonly tokenId: string;
      readonly label: string;
    }
  | {
      readonly jobId: string;
    };

/** What was sent to a webhook, or waits. */
export interface Delivery {
  readonly id: number;
  readonly seq: number;
  readonly type: string;
  readonly productId: number | null;
  readonly status: 'pending' | 'delivered' | 'given-up';
  /** When the event happened. */
  readonly at: string;
  /** Null where it has ended, or waits for an earlier one of its product. */
  readonly nextAttemptAt: string | null;
  readonly attempts: readonly {
    /** In ISO 8601. */
    readonly at: string;
    readonly url: string;
    readonly outcome: string;
  }[];
}

/** What one command has done. */
export interface VitrineEvent {
  /** Counts from 1, without gaps. */
  readonly seq: number;
  readonly type:
    | 'images.created'
    | 'images.updated'
    | 'images.reordered'
    | 'images.deleted'
    | 'images.restored'
    | 'variants.updated'
    | 'media.created'
    | 'media.updated'
    | 'media.deleted'
    | 'job.accepted'
    | 'job.finished'
    | 'trash.emptied'
    | 'webhooks.updated'
    | 'sizes.updated'
    | 'keys.updated'
    | 'tokens.updated'
    | 'settings.updated'
    | 'uploads.granted'
    | 'store.restored';
  /** In ISO 8601. */
  readonly at: string;
  readonly productId: number | null;
  readonly by: Actor | null;
  readonly data: ProductEventData | OtherEventData;
}

/** What was done to a product by one command. */
export interface HistoryEntry {
  /** The version of the product after it. */
  readonly version: number;
  /** Its number in the journal of the store. */
  readonly seq: number;
  /** In ISO 8601. */
  readonly at: string;
  readonly by: Actor | null;
  /** The API that it came through; null for the operator. */
  readonly api: string | null;
  readonly kind: string;
  /** What has changed, in a few words and numbers. */
  readonly summary: string;
  /** Whether the product can go back to the version before it. */
  readonly canUndo: boolean;
}

/** An image of a product. */
export interface Image {
  readonly id: number;
  readonly gallery: 'shop' | 'shop360';
  /** Counts from 0 in display order within the gallery. */
  readonly position: number;
  readonly isMain: boolean;
  /** The alternative text in the default language; empty where there is none. */
  readonly alt: string;
  /** The alternative texts in the other languages of the store, by their tags. */
  readonly alts: Readonly<Record<string, string>>;
  /** What crops are made around, in fractions of width and height; null: the middle. */
  readonly focalPoint: {
    readonly x: number;
    readonly y: number;
  } | null;
  /** Rises whenever the URLs change. */
  readonly revision: number;
  readonly media: Media;
  /** The URLs of the picture by the names of the sizes: the four that every store has, and its own. */
  readonly urls: {
    readonly zoom: string;
    readonly standard: string;
    readonly thumbnail: string;
    readonly tiny: string;
    readonly [name: string]: string;
  };
  /** The value of the attribute `srcset`. */
  readonly srcset: string;
  /** In ISO 8601. */
  readonly createdAt: string;
  /** In ISO 8601. */
  readonly updatedAt: string;
}

/** Work that is done later. */
export interface Job {
  readonly id: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed' | 'expired' | 'killed';
  /** How many items have succeeded. */
  readonly done: number;
  /** How many have failed. */
  readonly failed: number;
  readonly total: number;
  /** In ISO 8601. */
  readonly createdAt: string;
  /** In ISO 8601. */
  readonly finishedAt: string | null;
  /** Of its first items, in their order. */
  readonly results: readonly {
    /** 202 while it waits; then the status that a request of its own would have had. */
    readonly status: number;
    /** As it is now; null where it has been deleted since. */
    readonly image?: Image | null;
    readonly problem?: Problem;
  }[];
}

/** A file of the library. */
export interface LibraryMedia {
  readonly id: number;
  readonly fileName: string;
  readonly format: 'bmp' | 'gif' | 'jpeg' | 'png' | 'wbmp' | 'webp' | 'xbm';
  /** In pixels, as displayed. */
  readonly width: number;
  /** In pixels, as displayed. */
  readonly height: number;
  readonly bytes: number;
  /** 1, or those of an animation. */
  readonly frames: number;
  /** A ThumbHash in base64, to show until the picture has come. */
  readonly thumbHash: string | null;
  /** The dominant colour, `#rrggbb`. */
  readonly color: string | null;
  readonly folder: 'general' | 'product';
  /** The SHA-256 of the file as it came, in hexadecimal. Equal files have the same one. */
  readonly sha256: string;
  /** The text of the library, which is not that of an image. */
  readonly alt: string;
  /** How many images and variants show it, counted up to 1000. */
  readonly uses: number;
  /** The URLs of the picture by the names of the sizes: the four that every store has, and its own. */
  readonly urls: {
    readonly zoom: string;
    readonly standard: string;
    readonly thumbnail: string;
    readonly tiny: string;
    readonly [name: string]: string;
  };
  /** The value of the attribute `srcset`. */
  readonly srcset: string;
  /** In ISO 8601. */
  readonly createdAt: string;
  /** In ISO 8601. */
  readonly updatedAt: string;
}

/** A job without its results. */
export interface ListedJob {
  readonly id: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed' | 'expired' | 'killed';
  /** How many items have succeeded. */
  readonly done: number;
  /** How many have failed. */
  readonly failed: number;
  readonly total: number;
  /** In ISO 8601. */
  readonly createdAt: string;
  /** In ISO 8601. */
  readonly finishedAt: string | null;
}

/** A product without its images. */
export interface ListedProduct {
  /** Null for a product that was named by a GUID of yours and was never seen. */
  readonly id: number | null;
  readonly guid: string;
  /** Rises by one with each change. */
  readonly version: number;
  /** In ISO 8601. */
  readonly changedAt: string | null;
  /** In all galleries. */
  readonly imageCount: number;
  /** How many images of gallery `shop` have no text, by the languages of the store. */
  readonly missingAlts: Readonly<Record<string, number>>;
  /** The main image; null where there is none. */
  readonly cover: {
    readonly imageId: number;
    readonly alt: string;
    readonly thumbHash: string | null;
    readonly color: string | null;
    readonly width: number;
    readonly height: number;
    /** The URLs of the picture by the names of the sizes: the four that every store has, and its own. */
    readonly urls: {
      readonly zoom: string;
      readonly standard: string;
      readonly thumbnail: string;
      readonly tiny: string;
      readonly [name: string]: string;
    };
    /** The value of the attribute `srcset`. */
    readonly srcset: string;
  } | null;
  readonly problems: readonly ('no-image' | 'no-alt' | 'too-small' | 'duplicate')[];
}

/** The file that an image shows. */
export interface Media {
  readonly id: number;
  readonly fileName: string;
  readonly format: 'bmp' | 'gif' | 'jpeg' | 'png' | 'wbmp' | 'webp' | 'xbm';
  /** In pixels, as displayed. */
  readonly width: number;
  /** In pixels, as displayed. */
  readonly height: number;
  readonly bytes: number;
  /** 1, or those of an animation. */
  readonly frames: number;
  /** A ThumbHash in base64, to show until the picture has come. */
  readonly thumbHash: string | null;
  /** The dominant colour, `#rrggbb`. */
  readonly color: string | null;
}

/** An image, or a variant with a picture of its own. */
export type MediaUse =
  | {
      readonly productId: number;
      readonly imageId: number;
      readonly gallery: 'shop' | 'shop360';
    }
  | {
      readonly productId: number;
      readonly variant: string;
    };

/** A key with its secret. */
export interface NewSigningKey {
  readonly id: string;
  readonly label: string;
  /** In ISO 8601. */
  readonly createdAt: string;
  /** No other answer shows it. */
  readonly secret: string;
}

/** A token that was just made. */
export interface NewToken {
  /** What the history calls it by. */
  readonly id: string;
  readonly label: string;
  readonly scope: 'read' | 'write' | 'admin';
  /** The APIs that it works for. */
  readonly apis: readonly ('v1' | 'v3' | 'v2' | 'shoptet' | 'store')[];
  /** In ISO 8601. */
  readonly createdAt: string;
  /** In ISO 8601. */
  readonly expiresAt: string | null;
  /** The token. No other answer shows it but that to a repeat with the same `Idempotency-Key`. */
  readonly token: string;
}

/** A webhook with its secret. */
export interface NewWebhook {
  readonly id: number;
  readonly url: string;
  /** Patterns: `*`, a group such as `images.*`, or the type of an event. */
  readonly events: readonly string[];
  /** Only the events of this product; null: of all. */
  readonly productId: number | null;
  readonly status: 'active' | 'disabled';
  readonly disabledReason: string | null;
  /** The last event that was handed out to it. */
  readonly position: number;
  /** In ISO 8601. */
  readonly createdAt: string;
  /** In ISO 8601. */
  readonly updatedAt: string;
  /** What deliveries are signed with. No other answer shows it. */
  readonly secret: string;
}

/** What an event of no product is about. */
export type OtherEventData = Readonly<Record<string, unknown>>;

/** What is wrong with a request (RFC 9457). */
export interface Problem {
  /** A URL that leads to the explanation and ends in a stable word. */
  readonly type: string;
  /** What is wrong, the same for all problems of a type. */
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** What is wrong this time, and what helps. */
  readonly detail: string;
  /** The id of the request, as in `X-Request-Id`. */
  readonly requestId: string;
  /** Of `scope-missing`: the scope that is needed. */
  readonly scope?: 'read' | 'write' | 'admin';
  /** Of `version-mismatch`: the version that the product has. */
  readonly currentVersion?: number;
  /** Of `image-used-by-variant`: the image. */
  readonly imageId?: number;
  /** Of `image-used-by-variant`: the variants that refer to it. */
  readonly variants?: readonly string[];
  /** Of `order-mismatch`: the images that it leaves out. */
  readonly missing?: readonly number[];
  /** Of `order-mismatch`: what it names and the gallery does not have. */
  readonly unknown?: readonly number[];
  /** Of `media-in-use`: how many images and variants show it. */
  readonly uses?: number;
  /** Of `item-failed`: the word of what went wrong. */
  readonly reason?: string;
  /** Of `events-gone`: the first event that is kept. */
  readonly oldestSeq?: number;
  /** The values that are wrong, 20 at most, and how many more there are. */
  readonly errors?: readonly ValueError[];
}

/** A product with its whole gallery and its variants. */
export interface Product {
  /** Null for a product that was named by a GUID of yours and was never seen. */
  readonly id: number | null;
  readonly guid: string;
  /** Rises by one with each change. */
  readonly version: number;
  /** In ISO 8601. */
  readonly changedAt: string | null;
  /** In all galleries. */
  readonly imageCount: number;
  /** How many images of gallery `shop` have no text, by the languages of the store. */
  readonly missingAlts: Readonly<Record<string, number>>;
  /** The main image; null where there is none. */
  readonly cover: {
    readonly imageId: number;
    readonly alt: string;
    readonly thumbHash: string | null;
    readonly color: string | null;
    readonly width: number;
    readonly height: number;
    /** The URLs of the picture by the names of the sizes: the four that every store has, and its own. */
    readonly urls: {
      readonly zoom: string;
      readonly standard: string;
      readonly thumbnail: string;
      readonly tiny: string;
      readonly [name: string]: string;
    };
    /** The value of the attribute `srcset`. */
    readonly srcset: string;
  } | null;
  readonly problems: readonly ('no-image' | 'no-alt' | 'too-small' | 'duplicate')[];
  readonly images: readonly Image[];
  readonly variants: readonly Variant[];
}

/** What an event says of its product. */
export interface ProductEventData {
  /** That of the product after the command. */
  readonly version: number;
  readonly changed: readonly ('images' | 'order' | 'alt' | 'main' | 'file' | 'focalPoint' | 'variants')[];
  /** The images that it is about, as they are now. */
  readonly images: readonly Image[];
  /** Those that it is about and that are gone. */
  readonly imageIds: readonly number[];
}

/** Who the caller is. */
export interface Session {
  readonly tokenId: string;
  /** The label of the token. */
  readonly label: string;
  readonly scope: 'read' | 'write' | 'admin';
  /** The APIs that the token works for. */
  readonly apis: readonly ('v1' | 'v3' | 'v2' | 'shoptet' | 'store')[];
  readonly store: {
    readonly hash: string;
    readonly name: string;
  };
  /** When the session ends; null for a caller with a token. */
  readonly endsAt: string | null;
}

/** A key that signs URLs of the store. */
export interface SigningKey {
  readonly id: string;
  readonly label: string;
  /** In ISO 8601. */
  readonly createdAt: string;
}

/** A size that pictures are shown in. */
export interface Size {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly fit: 'contain' | 'cover' | 'pad';
  /** Of `pad` alone, `#rrggbb`. */
  readonly background?: string;
  /** The store offers it no more, and its URLs go on. */
  readonly retired?: true;
}

/** The settings of a store, and what it uses. */
export interface Store {
  /** The name of the store in URLs, which never changes. */
  readonly hash: string;
  readonly name: string;
  /** The languages of its texts, as BCP 47 tags; the first is the default. */
  readonly languages: readonly string[];
  /** The web origins whose pages may read answers of this API. */
  readonly origins: readonly string[];
  /** For how many days deleted images can come back. */
  readonly trashDays: number;
  /** For how many days history, undo and events reach back. */
  readonly historyDays: number;
  /** The media that is shown in place of missing pictures. */
  readonly placeholderMediaId: number | null;
  /** Whether products that were never registered are 404. */
  readonly registeredProductsOnly: boolean;
  /** Whether everybody gets originals by the numbers of their images. */
  readonly publicOriginals: boolean;
  readonly quality: {
    /** Of pictures. */
    readonly regular: {
      readonly avif: number;
      readonly jpeg: number;
      readonly webp: number;
    };
    /** Of small ones. */
    readonly small: {
      readonly avif: number;
      readonly jpeg: number;
      readonly webp: number;
    };
    /** Sizes of at most so many pixels on both sides are small. */
    readonly smallUpToPx: number;
  };
  /** Whether calls of the Store API are signed. Set by the operator. */
  readonly signing: 'off' | 'accepted' | 'required';
  /** How many requests the store may send in a window. Set by the operator. */
  readonly requestQuota: {
    readonly requests: number;
    readonly windowSeconds: number;
  } | null;
  readonly usage: {
    readonly products: number;
    /** Of all galleries. */
    readonly images: number;
    readonly media: number;
    /** Of originals; equal ones count once. */
    readonly bytes: number;
    /** Of this month in UTC, by callers who were let in. */
    readonly requests: number;
    /** Pictures that were made this month in UTC, placeholders included. */
    readonly renditions: number;
    /** When products, images, media and bytes were counted. */
    readonly countedAt: string;
  };
}

/** What is known of a token. */
export interface Token {
  /** What the history calls it by. */
  readonly id: string;
  readonly label: string;
  readonly scope: 'read' | 'write' | 'admin';
  /** The APIs that it works for. */
  readonly apis: readonly ('v1' | 'v3' | 'v2' | 'shoptet' | 'store')[];
  /** In ISO 8601. */
  readonly createdAt: string;
  /** In ISO 8601. */
  readonly expiresAt: string | null;
}

/** A deleted image. */
export interface TrashedImage {
  readonly imageId: number;
  readonly productId: number;
  /** In ISO 8601. */
  readonly deletedAt: string;
  /** From then on it can be gone for good. */
  readonly goneAt: string;
  readonly by: Actor | null;
  readonly gallery: 'shop' | 'shop360';
  readonly alt: string;
  readonly fileName: string;
  /** A ThumbHash in base64, which shows what it was. */
  readonly thumbHash: string | null;
  /** The dominant colour, `#rrggbb`. */
  readonly color: string | null;
  /** The URLs that it has again once it is back. */
  readonly urls: {
    readonly zoom: string;
    readonly standard: string;
    readonly thumbnail: string;
    readonly tiny: string;
    readonly [name: string]: string;
  };
}

/** What is wrong with one value of the request. */
export interface ValueError {
  /** The field, as a JSON pointer into the body. */
  readonly pointer?: string;
  /** The name of the parameter. */
  readonly parameter?: string;
  /** The name of the header. */
  readonly header?: string;
  /** What is wrong with it. */
  readonly detail: string;
}

/** The picture of a variant. */
export interface Variant {
  readonly variant: string;
  /** The image of the product that it shows, where it shows one. */
  readonly imageId: number | null;
  /** Its own picture, where it has one. */
  readonly media: Media | null;
  readonly urls: {
    readonly zoom: string;
    readonly standard: string;
    readonly thumbnail: string;
    readonly tiny: string;
    readonly [name: string]: string;
  } | null;
  readonly srcset: string | null;
}

/** Whom the service tells of events. */
export interface Webhook {
  readonly id: number;
  readonly url: string;
  /** Patterns: `*`, a group such as `images.*`, or the type of an event. */
  readonly events: readonly string[];
  /** Only the events of this product; null: of all. */
  readonly productId: number | null;
  readonly status: 'active' | 'disabled';
  readonly disabledReason: string | null;
  /** The last event that was handed out to it. */
  readonly position: number;
  /** In ISO 8601. */
  readonly createdAt: string;
  /** In ISO 8601. */
  readonly updatedAt: string;
}

/** The query of: List products. */
export interface ListProductsQuery {
  /** How many items the page has at most. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. Left out, the list begins. */
  readonly cursor?: string | undefined;
  /** A number or a GUID names the product. Other text is looked for in file names and in texts of images. */
  readonly search?: string | undefined;
  /** Only products with this problem in gallery `shop`. */
  readonly problem?: 'no-image' | 'no-alt' | 'too-small' | 'duplicate' | undefined;
  /** Only products with an image that has no text in this language of the store. */
  readonly missingAlt?: string | undefined;
  /** By number, or the last changed first. */
  readonly order?: 'id' | '-changedAt' | undefined;
}

/** The body of: Create images. */
export interface CreateImagesBody {
  readonly images: readonly {
    readonly url?: string | undefined;
    readonly mediaId?: number | undefined;
    readonly alt?: string | undefined;
    readonly alts?: Readonly<Record<string, string | null>> | undefined;
    readonly gallery?: 'shop' | 'shop360' | undefined;
    readonly position?: number | undefined;
    readonly isMain?: boolean | undefined;
    readonly focalPoint?:
      | {
          readonly x: number;
          readonly y: number;
        }
      | null
      | undefined;
  }[];
}

/** The answer to: Create images. */
export interface CreateImagesAnswer {
  /** The version of the product. */
  readonly version: number;
  /** One for each image, in the order of the request. */
  readonly results: readonly (
    | {
        readonly status: 201;
        readonly image: Image;
      }
    | {
        /** That of the problem. */
        readonly status: number;
        readonly problem: Problem;
      }
  )[];
}

/** The body of: Change images and their order. */
export interface UpdateImagesBody {
  readonly images?:
    | readonly {
        readonly id: number;
        readonly alt?: string | undefined;
        readonly alts?: Readonly<Record<string, string | null>> | undefined;
        readonly isMain?: boolean | undefined;
        readonly focalPoint?:
          | {
              readonly x: number;
              readonly y: number;
            }
          | null
          | undefined;
      }[]
    | undefined;
  readonly order?: readonly number[] | undefined;
  readonly move?:
    | {
        readonly ids: readonly number[];
        readonly before: number | null;
      }
    | undefined;
}

/** The answer to: Change images and their order. */
export interface UpdateImagesAnswer {
  /** The version of the product. */
  readonly version: number;
  /** Those that `images`, `move` and `order` name, without those that are gone; none with `Prefer: return=minimal`. */
  readonly images: readonly Image[];
}

/** The body of: Delete images. */
export interface DeleteImagesBody {
  readonly ids: readonly number[];
  readonly references?: 'refuse' | 'clear' | undefined;
}

/** The answer to: Delete images. */
export interface DeleteImagesAnswer {
  /** The version of the product. */
  readonly version: number;
  /** The ids of the images. */
  readonly deleted: readonly number[];
}

/** The query of: Delete an image. */
export interface DeleteImageQuery {
  /** `clear`: references of variants go with the image. */
  readonly references?: 'refuse' | 'clear' | undefined;
}

/** The answer to: Delete an image. */
export interface DeleteImageAnswer {
  /** The version of the product. */
  readonly version: number;
  /** The ids of the images. */
  readonly deleted: readonly number[];
}

/** The body of: Replace the file of an image. */
export interface ReplaceImageFileBody {
  readonly url: string;
}

/** The body of: Set the images of variants. */
export interface SetVariantsBody {
  readonly variants: readonly {
    readonly variant: string;
    readonly imageId: number | null;
  }[];
}

/** The answer to: Set the images of variants. */
export interface SetVariantsAnswer {
  /** The version of the product. */
  readonly version: number;
  readonly variants: readonly Variant[];
}

/** The query of: List what was done to a product. */
export interface ListProductHistoryQuery {
  /** How many items the page has at most. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. Left out, the list begins. */
  readonly cursor?: string | undefined;
}

/** The body of: Take a product back to an earlier version. */
export interface UndoProductBody {
  readonly toVersion: number;
}

/** The query of: List the media library. */
export interface ListMediaQuery {
  /** How many items the page has at most. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. Left out, the list begins. */
  readonly cursor?: string | undefined;
  /** A part of the file name or of the text, in any case of letters. */
  readonly search?: string | undefined;
  /** Only the media of this folder. */
  readonly folder?: 'general' | 'product' | undefined;
  /** Only the media of this format. */
  readonly format?: 'bmp' | 'gif' | 'jpeg' | 'png' | 'wbmp' | 'webp' | 'xbm' | undefined;
  /** `true`: only the media that nothing shows. */
  readonly unused?: 'true' | undefined;
}

/** The body of: Put a file into the library. */
export interface CreateMediaBody {
  readonly url: string;
  readonly fileName?: string | undefined;
  readonly folder?: 'general' | 'product' | undefined;
  readonly alt?: string | undefined;
}

/** The body of: Change a media. */
export interface UpdateMediaBody {
  readonly fileName?: string | undefined;
  readonly folder?: 'general' | 'product' | undefined;
  readonly alt?: string | undefined;
}

/** The query of: List where a media is used. */
export interface ListMediaUsesQuery {
  /** How many items the page has at most. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. Left out, the list begins. */
  readonly cursor?: string | undefined;
}

/** The query of: List jobs. */
export interface ListJobsQuery {
  /** How many items the page has at most. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. Left out, the list begins. */
  readonly cursor?: string | undefined;
}

/** The query of: List the trash. */
export interface ListTrashQuery {
  /** How many items the page has at most. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. Left out, the list begins. */
  readonly cursor?: string | undefined;
  /** Only the images of this product, by its number or its GUID. */
  readonly product?: string | undefined;
}

/** The body of: Bring images back. */
export interface RestoreFromTrashBody {
  readonly ids: readonly number[];
}

/** The answer to: Bring images back. */
export interface RestoreFromTrashAnswer {
  readonly results: readonly {
    readonly imageId: number;
    readonly productId: number | null;
    /** 200, or that of the problem. */
    readonly status: number;
    readonly problem?: Problem;
  }[];
}

/** The body of: Remove images for good. */
export interface EmptyTrashBody {
  readonly ids?: readonly number[] | undefined;
}

/** The answer to: Remove images for good. */
export interface EmptyTrashAnswer {
  readonly emptied: number;
  readonly left: number;
}

/** The body of: Begin a session. */
export interface CreateSessionBody {
  readonly token: string;
}

/** The body of: Change settings. */
export interface UpdateStoreBody {
  readonly name?: string | undefined;
  readonly registeredProductsOnly?: boolean | undefined;
  readonly publicOriginals?: boolean | undefined;
  readonly trashDays?: number | undefined;
  readonly historyDays?: number | undefined;
  readonly origins?: readonly string[] | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly placeholderMediaId?: number | null | undefined;
  readonly quality?:
    | {
        readonly regular?:
          | {
              readonly avif?: number | undefined;
              readonly jpeg?: number | undefined;
              readonly webp?: number | undefined;
            }
          | undefined;
        readonly small?:
          | {
              readonly avif?: number | undefined;
              readonly jpeg?: number | undefined;
              readonly webp?: number | undefined;
            }
          | undefined;
        readonly smallUpToPx?: number | undefined;
      }
    | undefined;
}

/** The answer to: List the sizes of the store. */
export interface GetSizesAnswer {
  readonly sizes: readonly Size[];
}

/** The body of: Set the sizes of the store. */
export interface SetSizesBody {
  readonly sizes: readonly {
    readonly name: string;
    readonly fit?: 'contain' | 'cover' | 'pad' | undefined;
    readonly background?: string | undefined;
    readonly width: number;
    readonly height: number;
    readonly retired?: boolean | undefined;
  }[];
}

/** The answer to: Set the sizes of the store. */
export interface SetSizesAnswer {
  readonly sizes: readonly Size[];
}

/** The body of: Sign URLs. */
export interface SignUrlsBody {
  readonly urls: readonly {
    readonly url: string;
    readonly width?: number | undefined;
    readonly height?: number | undefined;
    readonly fit?: 'contain' | 'cover' | 'pad' | undefined;
    readonly background?: string | undefined;
    readonly original?: boolean | undefined;
    readonly download?: boolean | undefined;
  }[];
  readonly expiresIn: number;
}

/** The answer to: Sign URLs. */
export interface SignUrlsAnswer {
  readonly urls: readonly string[];
  /** In ISO 8601. */
  readonly expiresAt: string;
}

/** The body of: Make a signing key. */
export interface CreateSigningKeyBody {
  readonly label: string;
}

/** The body of: Make a token. */
export interface CreateTokenBody {
  readonly label: string;
  readonly scope: 'read' | 'write' | 'admin';
  readonly apis?: readonly ('v1' | 'v3' | 'v2' | 'shoptet' | 'store' | 'bigcommerce')[] | undefined;
  /** In ISO 8601. */
  readonly expiresAt?: string | null | undefined;
}

/** The query of: List events. */
export interface ListEventsQuery {
  /** The `seq` of the last event that you have dealt with; 0 at the beginning, and `latest` for what happens from now on. */
  readonly after?: number | 'latest' | undefined;
  /** How many items the page has at most. */
  readonly limit?: number | undefined;
  /** How many seconds the answer waits for an event where there is none. */
  readonly wait?: number | undefined;
}

/** The answer to: List events. */
export interface ListEventsAnswer {
  readonly events: readonly VitrineEvent[];
  /** The `after` of the next page. */
  readonly next: number;
}

/** The body of: Make an upload URL. */
export interface CreateUploadUrlBody {
  readonly productId: number | string;
  readonly maxFiles?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly expiresIn?: number | undefined;
  readonly origin?: string | undefined;
}

/** The answer to: Make an upload URL. */
export interface CreateUploadUrlAnswer {
  readonly uploadUrl: string;
  /** In ISO 8601. */
  readonly expiresAt: string;
}

/** The answer to: Upload a file. */
export interface UploadFileAnswer {
  /** The version of the product. */
  readonly version: number;
  /** One for each image, in the order of the request. */
  readonly results: readonly (
    | {
        readonly status: 201;
        readonly image: Image;
      }
    | {
        /** That of the problem. */
        readonly status: number;
        readonly problem: Problem;
      }
  )[];
}

/** The query of: List webhooks. */
export interface ListWebhooksQuery {
  /** How many items the page has at most. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. Left out, the list begins. */
  readonly cursor?: string | undefined;
}

/** The body of: Create a webhook. */
export interface CreateWebhookBody {
  readonly url: string;
  readonly events: readonly string[];
  readonly productId?: number | null | undefined;
}

/** The body of: Change a webhook. */
export interface UpdateWebhookBody {
  readonly url?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly productId?: number | null | undefined;
  readonly status?: 'active' | 'disabled' | undefined;
}

/** The query of: List the deliveries of a webhook. */
export interface ListDeliveriesQuery {
  /** How many items the page has at most. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. Left out, the list begins. */
  readonly cursor?: string | undefined;
}

/** The body of: Send events again. */
export interface ReplayWebhookBody {
  readonly after: number;
}

/** The last word of the type of a problem. */
export type ProblemWord =
  | 'body-invalid'
  | 'body-malformed'
  | 'body-mistaken'
  | 'body-not-json'
  | 'body-too-large'
  | 'busy'
  | 'cross-site'
  | 'download-failed'
  | 'events-gone'
  | 'fields-invalid'
  | 'file-misnamed'
  | 'file-too-large'
  | 'filename-taken'
  | 'image-ambiguous'
  | 'image-missing'
  | 'image-not-found'
  | 'image-used-by-variant'
  | 'import-missing'
  | 'in-maintenance'
  | 'internal-error'
  | 'item-abandoned'
  | 'item-failed'
  | 'job-expired'
  | 'job-limit-reached'
  | 'job-not-found'
  | 'key-invalid'
  | 'key-reused'
  | 'media-in-use'
  | 'media-missing'
  | 'media-not-found'
  | 'method-not-allowed'
  | 'operation-in-progress'
  | 'order-mismatch'
  | 'overloaded'
  | 'parameters-invalid'
  | 'past-lost'
  | 'picture-corrupt'
  | 'picture-too-large'
  | 'picture-unsupported'
  | 'product-full'
  | 'product-not-found'
  | 'product-texts-full'
  | 'query-invalid'
  | 'quota-exceeded'
  | 'route-not-found'
  | 'scope-missing'
  | 'settings-changed'
  | 'signing-key-not-found'
  | 'signing-unavailable'
  | 'token-empty'
  | 'token-missing'
  | 'token-not-found'
  | 'token-unknown'
  | 'too-many-signing-keys'
  | 'too-many-sizes'
  | 'too-many-tokens'
  | 'too-many-uploads'
  | 'too-many-webhooks'
  | 'upload-not-found'
  | 'url-invalid'
  | 'url-refused'
  | 'version-mismatch'
  | 'webhook-not-found';
