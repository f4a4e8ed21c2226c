import type { Command } from '../gallery/commands.ts';
import type { RenditionFormat } from './negotiate.ts';
import type { PicturePath, Subject } from './picture-path.ts';

/** Everything made from one image, variant picture or media lies under this prefix; the triggers write the same. */
export function subjectPrefix(storeHash: string, subject: Subject): string {
  switch (subject.kind) {
    case 'image':
      return `derived/${storeHash}/${subject.productId}/${subject.imageId}/`;
    case 'variant':
      return `derived/${storeHash}/${subject.productId}/v${subject.variant}/`;
    case 'media':
      return `derived/${storeHash}/media/${subject.mediaId}/`;
    default:
      return subject satisfies never;
  }
}

/**
 * The key of a stored rendition. Signed sizes lie apart from presets, so that a stored one never answers a request
 * without a signature.
 */
export function renditionKey(path: PicturePath, format: RenditionFormat, isSigned: boolean): string {
  const size = path.size === 'original' ? 'original' : `${path.size.widthPx}x${path.size.heightPx}`;
  const prefix = subjectPrefix(path.storeHash, path.subject);
  return `${prefix}${path.revision}/${isSigned ? 'signed' : 'preset'}-${size}.${format}.${path.extension}`;
}

/** The prefixes of renditions that a command made obsolete; `deletedIds` are the images that it deleted. */
export function renditionPrefixes(
  storeHash: string,
  productId: number,
  command: Command,
  deletedIds: readonly number[],
): readonly string[] {
  const imagePrefix = (imageId: number): string => subjectPrefix(storeHash, { kind: 'image', productId, imageId });
  switch (command.kind) {
    case 'create':
      return [];
    case 'update':
      return command.updates.filter(({ upload }) => upload !== undefined).map(({ imageId }) => imagePrefix(imageId));
    case 'delete':
      return command.imageIds.map(imagePrefix);
    case 'delete-page':
      return deletedIds.map(imagePrefix);
    case 'set-variant-image':
      return [subjectPrefix(storeHash, { kind: 'variant', productId, variant: command.variant })];
    case 'set-variant-references':
      return command.references.map(({ variant }) => subjectPrefix(storeHash, { kind: 'variant', productId, variant }));
    default:
      return command satisfies never;
  }
}

/** The cache tag of everything under a prefix, for purging the edge. */
export function cacheTag(prefix: string): string {
  return prefix.replaceAll('/', '-').replace(/-$/, '');
}
