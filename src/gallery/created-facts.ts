import type { ImagePlace } from '../model/product.ts';
import type { Changes } from './changes.ts';
import type { Command } from './commands.ts';
import { evolve } from './evolve.ts';
import type { CreatedFacts } from './ports.ts';
import { byDisplayOrder, type GalleryState } from './state.ts';

/** Returns what is answered of the images that a command creates; undefined where it does not ask. Pure. */
export function createdFacts(state: GalleryState, command: Command, changes: Changes): CreatedFacts | undefined {
  if (command.kind !== 'create' || command.shows === undefined) return undefined;
  // The ids that the database assigns are higher than all others, and that alone counts here.
  const lastImageIdBefore = state.images.at(-1)?.id ?? 0;
  const after = evolve(state, changes, { lastImageIdBefore, jobId: undefined });
  return toFacts(after, command, lastImageIdBefore);
}

/** Returns the same of images that were created already, as they stand in `state` now. Pure. */
export function factsOfCreated(
  state: GalleryState,
  command: Command,
  lastImageIdBefore: number,
): CreatedFacts | undefined {
  return command.kind === 'create' ? toFacts(state, command, lastImageIdBefore) : undefined;
}

function toFacts(
  { images, version }: GalleryState,
  { images: { length }, shows }: Extract<Command, { kind: 'create' }>,
  lastImageIdBefore: number,
): CreatedFacts | undefined {
  if (shows === undefined) return undefined;
  const places = new Map<number, ImagePlace>();
  const [shop = []] = (['shop', 'shop360'] as const).map((name) => {
    const inGallery = images.filter(({ gallery }) => gallery === name).toSorted(byDisplayOrder);
    inGallery.forEach(({ id }, position) => places.set(id, { position, isMain: false }));
    return inGallery;
  });
  const main = shop.find(({ isThumbnail }) => isThumbnail) ?? shop[0];
  if (main !== undefined) places.set(main.id, { position: shop.indexOf(main), isMain: true });
  const ids = Array.from({ length }, (_, index) => lastImageIdBefore + 1 + index);
  // An image that has been deleted since has no row either.
  return { version, places: ids.flatMap((id) => places.get(id) ?? []), note: shows.note };
}
