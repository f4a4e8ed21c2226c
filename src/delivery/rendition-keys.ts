import type { RenditionFormat } from './negotiate-format.ts';
import type { PicturePath, PictureOwner } from './picture-path.ts';

/** Everything made from one image, variant picture or media lies under this prefix; the triggers write the same. */
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
 * What a stored rendition may be served to: `preset` to everybody, `signed` to signed URLs, `cut` to names in a cut's
 * folder, for which the catalogue is asked every time.
 */
export type RenditionKind = 'preset' | 'signed' | 'cut';

/** The key of a stored rendition. The kinds lie apart, so that one is never served in the place of another. */
export function renditionKey(path: PicturePath, format: RenditionFormat, kind: RenditionKind): string {
  const size = path.size === 'original' ? 'original' : `${path.size.widthPx}x${path.size.heightPx}`;
  const prefix = ownerPrefix(path.storeHash, path.owner);
  return `${prefix}${path.revision}/${kind}-${size}.${format}.${path.extension}`;
}

/** The cache tag of everything under a prefix, for purging the edge. */
export function cacheTag(prefix: string): string {
  return prefix.replaceAll('/', '-').replace(/-$/, '');
}
