import type { RenditionFormat } from './negotiate-format.ts';
import type { PicturePath, PictureOwner } from './picture-path.ts';
import { formatSize } from './picture-size.ts';

/**
 * Returns the prefix of the keys of all renditions of one image, variant picture or media. Database triggers write the
 * same prefixes.
 */
export function ownerPrefix(storeHash: string, owner: PictureOwner): string {
  switch (owner.kind) {
    case 'image':
      return `derived/${storeHash}/${owner.productId}/${owner.imageId}/`;
    case 'variant':
      return `derived/${storeHash}/${owner.productId}/v${owner.variant}/`;
    case 'media':
      return `derived/${storeHash}/media/${owner.mediaId}/`;
    default:
      return owner satisfies never;
  }
}

/**
 * Who may get a stored rendition: `open` everybody, `signed` signed URLs, `cut` the URLs of cuts, for which the
 * catalogue is asked every time. `full` is what a picture shows at most in the proportions of a size: it is served in
 * place of larger widths, and no URL names it.
 */
export type RenditionKind = 'open' | 'signed' | 'cut' | 'full';

/**
 * Returns the key of a stored rendition. Each kind has keys of its own, so that one is never served in place of
 * another.
 */
export function renditionKey(path: PicturePath, format: RenditionFormat, kind: RenditionKind): string {
  const size = path.size === 'original' ? 'original' : formatSize(path.size);
  const prefix = ownerPrefix(path.storeHash, path.owner);
  return `${prefix}${path.revision}/${kind}-${size}.${format}.${path.extension}`;
}

/** The tags of a picture's answers at the edge, by which the edge cache is purged: the coarser one, the more it names. */
export interface CacheTags {
  /** Of one image, variant or media. */
  readonly owner: string;
  /** Of one product, or of all media of a store. */
  readonly folder: string;
  readonly store: string;
}

/** Returns the tags of everything under a prefix of renditions, which may name a revision. */
export function cacheTags(prefix: string): CacheTags {
  const [derived = '', storeHash = '', folder = '', owner = ''] = prefix.split('/');
  const store = `${derived}-${storeHash}`;
  return { owner: `${store}-${folder}-${owner}`, folder: `${store}-${folder}`, store };
}

/** Returns the value of the header Cache-Tag for a picture. */
export function cacheTagHeader(storeHash: string, owner: PictureOwner): string {
  return Object.values(cacheTags(ownerPrefix(storeHash, owner))).join(',');
}
