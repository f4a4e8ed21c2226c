import type { Image } from 'vitrine-client';
import type { Command } from './command.ts';
import type { GalleryView, ImagePatch } from './view.ts';

/** A text that somebody else has changed while it was edited here. */
export interface TextConflict {
  readonly imageId: number;
  /** Undefined for the default language. */
  readonly language: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

/** Returns the text of an image in a language; undefined names the default language. */
export const textOf = (image: Image, language: string | undefined): string =>
  language === undefined ? image.alt : (image.alts[language] ?? '');

/** A command without the changes that would overwrite somebody else's texts, and what those are about. */
interface Separated {
  readonly command: Command;
  readonly conflicts: readonly TextConflict[];
}

/**
 * Takes out of a command what changes texts that somebody else has changed to something else, between what was shown
 * when it was done and what the service has now. The other images of the command get what they were to get.
 */
export function withoutConflicts(
  command: Command,
  shown: GalleryView | undefined,
  now: GalleryView | undefined,
): Separated {
  if (command.kind !== 'patch') return { command, conflicts: [] };
  const [shownById, nowById] = [byId(shown), byId(now)];
  const conflictsOf = (patch: ImagePatch): readonly TextConflict[] => {
    const [before, current] = [shownById.get(patch.id), nowById.get(patch.id)];
    if (before === undefined || current === undefined) return [];
    return textsOf(patch)
      .filter(({ language, ours }) => {
        const theirs = textOf(current, language);
        return theirs !== textOf(before, language) && theirs !== ours;
      })
      .map(({ language, ours }) => ({ imageId: patch.id, language, ours, theirs: textOf(current, language) }));
  };
  const patches = command.patches.filter((patch) => conflictsOf(patch).length === 0);
  return { command: { ...command, patches }, conflicts: command.patches.flatMap(conflictsOf) };
}

/** Whether nothing is left of a command. */
export const isEmpty = (command: Command): boolean => command.kind === 'patch' && command.patches.length === 0;

const byId = (view: GalleryView | undefined): ReadonlyMap<number, Image> =>
  new Map(view?.images.map((image) => [image.id, image]));

const textsOf = ({ alt, alts = {} }: ImagePatch): readonly Pick<TextConflict, 'language' | 'ours'>[] => [
  ...(alt === undefined ? [] : [{ language: undefined, ours: alt }]),
  ...Object.entries(alts).map(([language, text]) => ({ language, ours: text ?? '' })),
];
