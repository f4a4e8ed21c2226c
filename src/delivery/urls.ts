import type { Media } from '../model/media.ts';
import type { PictureFormat } from '../model/picture.ts';
import type { ProductImage, VariantImage } from '../model/product.ts';
import type { PictureSize } from './picture-size.ts';
import { urlExtension, urlStem } from './picture-name.ts';
import { formatPicturePath, MEDIA_REVISION, type PicturePath } from './picture-path.ts';

/** What the URL of a product image says of it. */
export type NamedImage = Pick<ProductImage, 'id' | 'productId' | 'fileStem' | 'format' | 'revision'>;

/** Returns the URL path of a product image in the given size. */
export function imagePath(storeHash: string, image: NamedImage, size: PictureSize | 'original'): PicturePath {
  return {
    storeHash,
    owner: { kind: 'image', productId: image.productId, imageId: image.id },
    stem: urlStem(image),
    revision: image.revision,
    size,
    extension: urlExtension(image.format),
  };
}

/** Returns the URL path of a variant's own picture. */
export function variantPath(
  storeHash: string,
  { productId, variant, revision }: VariantImage,
  picture: { readonly fileStem: string; readonly format: PictureFormat },
  size: PictureSize | 'original',
): PicturePath {
  return {
    storeHash,
    owner: { kind: 'variant', productId, variant },
    stem: urlStem({ ...picture, id: productId }),
    revision,
    size,
    extension: urlExtension(picture.format),
  };
}

/** Returns the URL path of a media of the library. */
export function mediaPath(
  storeHash: string,
  media: Pick<Media, 'id' | 'fileStem' | 'format'>,
  size: PictureSize | 'original',
): PicturePath {
  return {
    storeHash,
    owner: { kind: 'media', mediaId: media.id },
    stem: urlStem(media),
    revision: MEDIA_REVISION,
    size,
    extension: urlExtension(media.format),
  };
}

/** What the URLs of all pictures end in: BigCommerce's do, and clients compare whole URLs. */
export const URL_QUERY = '?c=1';

/** Returns the full URL of a picture. */
export function pictureUrl(origin: string, path: PicturePath): string {
  return `${origin}${formatPicturePath(path)}${URL_QUERY}`;
}
