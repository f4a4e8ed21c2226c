import type { Command } from './command.ts';
import { type GalleryView, imagesOf, type Target } from './view.ts';

/**
 * Returns what is left of a command after others have deleted some of what it names; undefined where nothing is. A place
 * before an image that is gone is the place before the one that followed it.
 *
 * @param before what was there when the command was made.
 */
export function leftOf(command: Command, before: GalleryView, now: GalleryView): Command | undefined {
  const here = new Set(now.images.map(({ id }) => id));
  const isHere = (id: number): boolean => here.has(id);
  switch (command.kind) {
    case 'move': {
      const ids = command.ids.filter(isHere);
      const main = command.main !== undefined && isHere(command.main) ? command.main : undefined;
      return ids.length === 0 ? undefined : { ...command, ids, main, before: placeLeft(command, before, isHere) };
    }
    case 'patch': {
      const patches = command.patches.filter(({ id }) => isHere(id));
      return patches.length === 0 ? undefined : { ...command, patches };
    }
    case 'delete': {
      const ids = command.ids.filter(isHere);
      return ids.length === 0 ? undefined : { ...command, ids };
    }
    case 'variants': {
      const choices = command.choices.filter(({ imageId }) => imageId === null || isHere(imageId));
      return choices.length === 0 ? undefined : { ...command, choices };
    }
    default:
      return command satisfies never;
  }
}

function placeLeft(
  command: Extract<Command, { kind: 'move' }>,
  before: GalleryView,
  isHere: (id: number) => boolean,
): Target {
  if (command.before === null || isHere(command.before)) return command.before;
  const gallery = before.images.find(({ id }) => id === command.before)?.gallery;
  const ordered = gallery === undefined ? [] : imagesOf(before, gallery).map(({ id }) => id);
  const moved = new Set(command.ids);
  const following = ordered.slice(ordered.indexOf(command.before) + 1);
  return following.find((id) => isHere(id) && !moved.has(id)) ?? null;
}
