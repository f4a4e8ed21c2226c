import type { Actor } from './actor.ts';
import type { EventType } from './event.ts';

/** An image that a command moved, by its places in the order in which its gallery is shown, from 0. */
export interface Move {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

/** What a command changed on its product. Fields that nothing belongs to are left out. */
export interface GalleryChange {
  /** How many images it created; they have the ids after `lastImageIdBefore` of the row. */
  readonly created?: number;
  readonly deleted?: readonly number[];
  readonly restored?: readonly number[];
  /** The images whose place it changed, with those that made room. */
  readonly placed?: readonly number[];
  /** The images that only got or lost the flag of the main image. */
  readonly flagged?: readonly number[];
  readonly moves?: readonly Move[];
  /** The image that became the thumbnail; null: none has the flag any more. */
  readonly main?: number | null;
  readonly undoneTo?: number;
  /** The images whose own texts, and whose bytes, it changed. */
  readonly texts?: readonly number[];
  readonly files?: readonly number[];
  /** The images whose focal point it changed. */
  readonly focals?: readonly number[];
  readonly variants?: readonly string[];
  /** The library's text of a media, which these images show because they have none of their own. */
  readonly mediaAlt?: { readonly mediaId: number; readonly imageIds: readonly number[] };
}

/** One row of the journal: one command, or what a command has changed besides. */
export interface JournalRecord {
  /** Counts the rows of the store, in the order in which they were committed. */
  readonly seq: number;
  readonly atMs: number;
  /** The product with its version after the command; undefined where it belongs to none. */
  readonly product: { readonly id: number; readonly version: number } | undefined;
  readonly actor: Actor;
  readonly type: EventType;
  readonly lastImageIdBefore: number;
  readonly change: GalleryChange;
  /** What is told of a row without a product, such as the id of a media or the counts of a job. */
  readonly about: Readonly<Record<string, unknown>>;
}

/** Returns the ids of the images that a row is about: created, changed, brought back, or deleted. */
export function imageIdsOf({ change, lastImageIdBefore }: JournalRecord): readonly number[] {
  const {
    created = 0,
    deleted = [],
    restored = [],
    placed = [],
    flagged = [],
    texts = [],
    files = [],
    focals = [],
    mediaAlt,
  } = change;
  const createdIds = Array.from({ length: created }, (_, index) => lastImageIdBefore + 1 + index);
  const ids = [
    ...createdIds,
    ...restored,
    ...placed,
    ...flagged,
    ...texts,
    ...files,
    ...focals,
    ...(mediaAlt?.imageIds ?? []),
    ...deleted,
  ];
  return [...new Set(ids)];
}
