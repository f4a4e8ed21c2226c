import { formatSize, type PictureSize, readSize, SIZE_PATTERN } from './picture-size.ts';

/** What a picture's URL belongs to: a product image, a variant's own picture, or a media of the library. */
export type PictureOwner =
  | { readonly kind: 'image'; readonly productId: number; readonly imageId: number }
  | { readonly kind: 'variant'; readonly productId: number; readonly variant: string }
  | { readonly kind: 'media'; readonly mediaId: number };

/** What the URL path of a picture names (DEL-5; docs/architecture.md, Delivering). */
export interface PicturePath {
  readonly storeHash: string;
  readonly owner: PictureOwner;
  /** The file name without extension, `{stem}__{5 digits}`. */
  readonly stem: string;
  readonly revision: number;
  /** The size of a rendition, or the original as it was uploaded. */
  readonly size: PictureSize | 'original';
  readonly extension: string;
}

/**
 * The revision in URLs of media. It is always the same: the bytes of a media never change, and its id is never used
 * again.
 */
export const MEDIA_REVISION = 1;

const OWNER_PATTERN = String.raw`(?:media/(?<media>[1-9]\d{0,15})|products/(?<product>[1-9]\d{0,15})/(?:images/(?<image>[1-9]\d{0,15})|variants/(?<variant>[\w-]{1,64})))`;

const PICTURE_PATH = new RegExp(
  String.raw`^/s-(?<store>[a-z0-9]{1,32})/${OWNER_PATTERN}/(?<stem>[a-z0-9._-]{1,120})\.(?<revision>[1-9]\d{0,11})\.(?:${SIZE_PATTERN}|original)\.(?<extension>[a-z]{2,5})$`,
);

/** Parses the URL path of a picture. Returns undefined for any other path. */
export function parsePicturePath(pathname: string): PicturePath | undefined {
  const groups = PICTURE_PATH.exec(pathname)?.groups;
  if (groups === undefined) return undefined;
  const { store = '', stem = '', revision, width, extension = '' } = groups;
  const size = width === undefined ? 'original' : readSize(groups);
  if (size === undefined) return undefined;
  return {
    storeHash: store,
    owner: readOwner(groups),
    stem,
    revision: Number(revision),
    size,
    extension,
  };
}

function readOwner({ media, product, image, variant }: Readonly<Record<string, string | undefined>>): PictureOwner {
  if (media !== undefined) return { kind: 'media', mediaId: Number(media) };
  const productId = Number(product);
  return variant === undefined
    ? { kind: 'image', productId, imageId: Number(image) }
    : { kind: 'variant', productId, variant };
}

/** Returns the URL path of a picture, which `parsePicturePath` parses. */
export function formatPicturePath(path: PicturePath): string {
  const size = path.size === 'original' ? 'original' : formatSize(path.size);
  return `${pathBeforeSize(path)}${size}.${path.extension}`;
}

/** Returns what the paths of all sizes of a picture begin with, up to the size. */
export const pathBeforeSize = ({ storeHash, owner, stem, revision }: Omit<PicturePath, 'size' | 'extension'>): string =>
  `/s-${storeHash}/${ownerPath(owner)}/${stem}.${revision}.`;

function ownerPath(owner: PictureOwner): string {
  switch (owner.kind) {
    case 'image':
      return `products/${owner.productId}/images/${owner.imageId}`;
    case 'variant':
      return `products/${owner.productId}/variants/${owner.variant}`;
    case 'media':
      return `media/${owner.mediaId}`;
    default:
      return owner satisfies never;
  }
}
