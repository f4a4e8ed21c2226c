import type { GalleryChange, JournalRecord } from '../model/journal.ts';

/** How many ids or names a summary has before it only counts them. */
const MAX_NAMED = 3;

/** Says in a few English words and numbers what a row of a product's journal has changed. */
export function summarize({ change }: JournalRecord): string {
  const parts = [
    change.undoneTo === undefined ? undefined : `went back to version ${change.undoneTo}`,
    count('added', change.created ?? 0),
    named('brought back', change.restored),
    named('deleted', change.deleted),
    moved(change),
    count('alt text of', change.texts?.length ?? 0),
    named('new file for', change.files),
    named('set the focal point of', change.focals),
    mainChange(change),
    variants(change),
    libraryText(change),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'nothing changed' : parts.join(', ');
}

const images = (number: number): string => (number === 1 ? '1 image' : `${number} images`);

const count = (verb: string, number: number): string | undefined =>
  number === 0 ? undefined : `${verb} ${images(number)}`;

function named(verb: string, ids: readonly number[] = []): string | undefined {
  if (ids.length === 0) return undefined;
  if (ids.length > MAX_NAMED) return `${verb} ${images(ids.length)}`;
  return `${verb} ${ids.length === 1 ? 'image' : 'images'} ${ids.join(', ')}`;
}

/** Places count from 0, as they do everywhere in this API. What undoing put back is said by its version. */
function moved({ moves = [], placed = [], undoneTo }: GalleryChange): string | undefined {
  const [only, second] = moves;
  if (only !== undefined && second === undefined) return `moved image ${only.id}: ${only.from} → ${only.to}`;
  if (moves.length > 1) return `moved ${images(moves.length)}`;
  return placed.length > 0 && undoneTo === undefined ? `order of ${images(placed.length)}` : undefined;
}

function mainChange({ main }: GalleryChange): string | undefined {
  if (main === undefined) return undefined;
  return main === null ? 'no main image' : `main image ${main}`;
}

function variants({ variants: names = [] }: GalleryChange): string | undefined {
  if (names.length === 0) return undefined;
  if (names.length > MAX_NAMED) return `pictures of ${names.length} variants`;
  return `${names.length === 1 ? 'picture of variant' : 'pictures of variants'} ${names.join(', ')}`;
}

const libraryText = ({ mediaAlt }: GalleryChange): string | undefined =>
  mediaAlt && `library text of media ${mediaAlt.mediaId}, shown by ${images(mediaAlt.imageIds.length)}`;
