import type {
  CreateImagesAnswer,
  CreateImagesBody,
  Image,
  ListedProduct,
  ProductEventData,
  SetSizesBody,
  SetVariantsBody,
  SignUrlsBody,
  UpdateImagesBody,
  VitrineEvent,
} from './api-types.ts';
import type { FileSource } from './multipart.ts';

/** The number of a product, or its GUID. */
export type ProductName = number | string;

/** The main image of a product, as lists show it. */
export type Cover = NonNullable<ListedProduct['cover']>;

/** The URLs of a picture by the names of the sizes: the four that every store has, and its own. */
export type PictureUrls = Image['urls'];

/** What is said of a new image besides its picture. */
export type NewImageWords = Omit<CreateImagesBody['images'][number], 'url' | 'mediaId'>;

/** A new image from a file. */
export type NewImageFile = NewImageWords & {
  readonly file: FileSource;
  /** That of a File, where it is not given. */
  readonly fileName?: string | undefined;
};

/** A new image from a URL, or from a media of the library. */
export type NewImageReference = NewImageWords &
  ({ readonly url: string; readonly mediaId?: undefined } | { readonly mediaId: number; readonly url?: undefined });

/** What became of one of several new images: `image`, or `problem` where its picture is bad. */
export type NewImageResult = CreateImagesAnswer['results'][number];

/** What changes of an image; the rest stays. */
export type ImageChange = NonNullable<UpdateImagesBody['images']>[number];

/** Which image a variant shows. */
export type VariantChoice = SetVariantsBody['variants'][number];

/** A size to offer. */
export type NewSize = SetSizesBody['sizes'][number];

/** A URL to sign, and what it is to be opened as. */
export type UrlToSign = SignUrlsBody['urls'][number];

/** An event that says what has changed of a product. */
export type ProductEvent = VitrineEvent & { readonly productId: number; readonly data: ProductEventData };

/** Whether an event says what has changed of a product. */
export const isProductEvent = (event: VitrineEvent): event is ProductEvent =>
  event.productId !== null && 'version' in event.data && 'imageIds' in event.data;
