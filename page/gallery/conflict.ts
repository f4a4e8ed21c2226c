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

/**
 * Returns the first text of a command that somebody else has changed to something else, between what was shown here and
 * what the service has now.
 */
export function findConflict(
  command: Command,
  before: GalleryView | undefined,
  now: GalleryView | undefined,
): TextConflict | undefined {
  if (command.kind !== 'patch') return undefined;
  for (const patch of command.patches) {
    const [shown, current] = [before, now].map((view) => view?.images.find(({ id }) => id === patch.id));
    if (shown === undefined || current === undefined) continue;
    const found = textsOf(patch).find(({ language, ours }) => {
      const theirs = textOf(current, language);
      return theirs !== textOf(shown, language) && theirs !== ours;
    });
    if (found) return { imageId: patch.id, ...found, theirs: textOf(current, found.language) };
  }
  return undefined;
}

const textsOf = ({ alt, alts = {} }: ImagePatch): readonly Pick<TextConflict, 'language' | 'ours'>[] => [
  ...(alt === undefined ? [] : [{ language: undefined, ours: alt }]),
  ...Object.entries(alts).map(([language, text]) => ({ language, ours: text ?? '' })),
];
