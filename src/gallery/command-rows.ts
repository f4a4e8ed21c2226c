import type { Command } from './commands.ts';
import type { RowSelection } from './ports.ts';

/** Returns the id of the media that each image of a command places; undefined for an image with its own bytes. */
export function mediaIdsOf(command: Command): readonly (number | undefined)[] {
  if (command.kind !== 'create') return [];
  return command.images.map(({ source }) => (source.kind === 'media' ? source.mediaId : undefined));
}

/** Returns which existing rows the answer to a command shows. */
export function rowSelectionOf(command: Command): RowSelection {
  switch (command.kind) {
    case 'create':
      return { imageIds: [], variants: [], includesMainImage: false };
    case 'update':
      return {
        imageIds: command.updates.map((update) => update.imageId),
        variants: [],
        includesMainImage: command.returnsMainImage === true,
      };
    case 'delete':
      return {
        imageIds: command.references === 'skip' ? command.imageIds : [],
        variants: [],
        includesMainImage: false,
      };
    case 'delete-page':
      return { imageIds: [], variants: [], includesMainImage: false };
    case 'set-variant-image':
      return {
        imageIds: command.picture.kind === 'reference' ? [command.picture.imageId] : [],
        variants: [command.variant],
        includesMainImage: false,
      };
    case 'set-variant-references':
      return {
        imageIds: command.references.flatMap(({ imageId }) => imageId ?? []),
        variants: command.references.map(({ variant }) => variant),
        includesMainImage: false,
      };
    case 'undo':
      return { imageIds: [], variants: [], includesMainImage: false };
    case 'restore':
      return { imageIds: command.imageIds, variants: [], includesMainImage: false };
    default:
      return command satisfies never;
  }
}
