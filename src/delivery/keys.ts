import type { Command } from '../gallery/commands.ts';
import type { RenditionFormat } from './negotiate.ts';
import type { PicturePath, Subject } from './picture-path.ts';

/** Everything made from one image or variant picture lies under this prefix; the triggers write the same. */
export function subjectPrefix(storeHash: string, productId: number, subject: Subject): string {
  const name = subject.kind === 'image' ? subject.imageId : `v${subject.variant}`;
  return `derived/${storeHash}/${productId}/${name}/`;
}

/**
 * The key of a stored rendition. Signed sizes lie apart from presets, so that a stored one never answers a request
 * without a signature.
 */
export function renditionKey(path: PicturePath, format: RenditionFormat, isSigned: boolean): string {
  const size = path.size === 'original' ? 'original' : `${path.size.widthPx}x${path.size.heightPx}`;
  const prefix = subjectPrefix(path.storeHash, path.productId, path.subject);
  return `${prefix}${path.revision}/${isSigned ? 'signed' : 'preset'}-${size}.${format}.${path.extension}`;
}

/** The prefixes of renditions that a command makes obsolete. */
export function renditionPrefixes(storeHash: string, productId: number, command: Command): readonly string[] {
  const prefix = (subject: Subject): string => subjectPrefix(storeHash, productId, subject);
  switch (command.kind) {
    case 'create':
      return [];
    case 'update':
      return command.updates
        .filter(({ upload }) => upload !== undefined)
        .map(({ imageId }) => prefix({ kind: 'image', imageId }));
    case 'delete':
      return command.imageIds.map((imageId) => prefix({ kind: 'image', imageId }));
    case 'set-variant-image':
      return [prefix({ kind: 'variant', variant: command.variant })];
    case 'set-variant-references':
      return command.references.map(({ variant }) => prefix({ kind: 'variant', variant }));
    default:
      return command satisfies never;
  }
}

/** The cache tag of everything under a prefix, for purging the edge. */
export function cacheTag(prefix: string): string {
  return prefix.replaceAll('/', '-').replace(/-$/, '');
}
