import type { VariantChoice } from 'vitrine-client';
import {
  type GalleryView,
  type ImagePatch,
  imagesOf,
  moveImages,
  patchImages,
  removeImages,
  setVariants,
  type Target,
} from './view.ts';

/** What a person does to a product. Each is one command of `/v1`, one entry of the history, and one step of undo. */
export type Command =
  /** `main` becomes the main image by the same command, where the order is what says which one is. */
  | {
      readonly kind: 'move';
      readonly ids: readonly number[];
      readonly before: Target;
      readonly main?: number | undefined;
    }
  /** Texts, focal points, or the main image alone. */
  | { readonly kind: 'patch'; readonly patches: readonly ImagePatch[] }
  | { readonly kind: 'delete'; readonly ids: readonly number[]; readonly references: 'refuse' | 'clear' }
  | { readonly kind: 'variants'; readonly choices: readonly VariantChoice[] };

/** Returns what a command makes of a product, before the service has said so. What it names and is gone is left out. */
export function applyCommand(view: GalleryView, command: Command): GalleryView {
  switch (command.kind) {
    case 'move': {
      const moved = moveImages(view, command.ids, command.before);
      return command.main === undefined ? moved : patchImages(moved, [{ id: command.main, isMain: true }]);
    }
    case 'patch':
      return patchImages(view, command.patches);
    case 'delete':
      return removeImages(view, command.ids);
    case 'variants':
      return setVariants(view, command.choices);
    default:
      return command satisfies never;
  }
}

/**
 * Returns the command that moves images of a gallery. Where the first of `shop` is the main image, as it is in most
 * shops, the one that is first then becomes the main image as well, so that order and thumbnail stay one thing.
 */
export function toMove(view: GalleryView, ids: readonly number[], before: Target): Command {
  const moved = moveImages(view, ids, before);
  const [firstBefore, firstAfter] = [imagesOf(view, 'shop')[0], imagesOf(moved, 'shop')[0]];
  const isMainChanged = firstBefore?.isMain === true && firstAfter !== undefined && firstAfter.id !== firstBefore.id;
  return { kind: 'move', ids, before, main: isMainChanged ? firstAfter.id : undefined };
}

/** Returns the command that makes an image the main one, and the first as well. */
export function toMakeMain(view: GalleryView, id: number): Command {
  const first = imagesOf(view, 'shop').find((image) => image.id !== id);
  const isFirst = imagesOf(view, 'shop')[0]?.id === id;
  if (isFirst || first === undefined) return { kind: 'patch', patches: [{ id, isMain: true }] };
  return { kind: 'move', ids: [id], before: first.id, main: id };
}

/** Returns the images that a command changes, so that they can be shown as being saved. */
export function idsOf(command: Command): readonly number[] {
  switch (command.kind) {
    case 'move':
    case 'delete':
      return command.ids;
    case 'patch':
      return command.patches.map(({ id }) => id);
    case 'variants':
      return command.choices.flatMap(({ imageId }) => imageId ?? []);
    default:
      return command satisfies never;
  }
}
