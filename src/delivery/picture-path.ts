import type { Box } from '../catalogue/model.ts';

/** Whose picture a URL names: an image of the product, or a variant's own picture. */
export type Subject =
  { readonly kind: 'image'; readonly imageId: number } | { readonly kind: 'variant'; readonly variant: string };

/** What a delivery URL names: image, revision and box (design: "Delivering"). */
export interface PicturePath {
  readonly storeHash: string;
  readonly productId: number;
  readonly subject: Subject;
  /** `{stem}__{5 digits}` */
  readonly stem: string;
  readonly revision: number;
  /** The box to fit into, or the original as it was uploaded. */
  readonly size: Box | 'original';
  readonly extension: string;
}

/** The longest side that a URL may ask for, px: the hosted Images limit. */
const MAX_BOX_PX = 12_000;

const PATTERN =
  /^\/s-(?<store>[a-z0-9]{1,32})\/products\/(?<product>[1-9]\d{0,15})\/(?:images\/(?<image>[1-9]\d{0,15})|variants\/(?<variant>[\w-]{1,64}))\/(?<stem>[a-z0-9._-]{1,120})\.(?<revision>[1-9]\d{0,11})\.(?:(?<width>[1-9]\d{0,4})\.(?<height>[1-9]\d{0,4})|original)\.(?<extension>[a-z]{2,5})$/;

/** Reads a URL's path; undefined where it is none of ours. */
export function parsePicturePath(pathname: string): PicturePath | undefined {
  const groups = PATTERN.exec(pathname)?.groups;
  if (groups === undefined) return undefined;
  const { store = '', product, image, variant, stem = '', revision, width, height, extension = '' } = groups;
  const size = width === undefined ? 'original' : { widthPx: Number(width), heightPx: Number(height) };
  if (size !== 'original' && (size.widthPx > MAX_BOX_PX || size.heightPx > MAX_BOX_PX)) return undefined;
  return {
    storeHash: store,
    productId: Number(product),
    subject: variant === undefined ? { kind: 'image', imageId: Number(image) } : { kind: 'variant', variant },
    stem,
    revision: Number(revision),
    size,
    extension,
  };
}

/** The path of a picture, as `parsePicturePath` reads it. */
export function formatPicturePath(path: PicturePath): string {
  const owner = path.subject.kind === 'image' ? `images/${path.subject.imageId}` : `variants/${path.subject.variant}`;
  const size = path.size === 'original' ? 'original' : `${path.size.widthPx}.${path.size.heightPx}`;
  return `/s-${path.storeHash}/products/${path.productId}/${owner}/${path.stem}.${path.revision}.${size}.${path.extension}`;
}
