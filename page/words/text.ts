import type { Image } from 'vitrine-client';
import { textOf } from '../gallery/conflict.ts';
import type { ImagePatch } from '../gallery/view.ts';

/** The most characters that the service keeps of a text. */
export const MAX_TEXT_CHARACTERS = 65_535;

/** Where the Store API, which many shops still read, cuts texts (ST-18). */
export const CUT_CHARACTERS = 100;

/** Returns a text as it is saved: in one line, without spaces that nobody sees. */
export const toText = (typed: string): string => typed.replaceAll(/\s+/g, ' ').trim();

/** Counts characters as people do, so that a letter beyond the basic plane counts once. */
export const countCharacters = (text: string): number => Array.from(text).length;

/** Whether an image has no text in a language; undefined names the default language. */
export const lacksText = (image: Image, language: string | undefined): boolean => textOf(image, language).trim() === '';

/** Returns the change that gives an image a text in a language; an empty one takes it away. */
export function toTextPatch(id: number, language: string | undefined, text: string): ImagePatch {
  if (language === undefined) return { id, alt: text };
  return { id, alts: { [language]: text === '' ? null : text } };
}

/** The most images that one command changes. */
const MAX_IMAGES_OF_COMMAND = 250;

/** Returns changes in as many parts as commands are needed. */
export function toCommands(patches: readonly ImagePatch[]): readonly (readonly ImagePatch[])[] {
  const count = Math.ceil(patches.length / MAX_IMAGES_OF_COMMAND);
  return Array.from({ length: count }, (_, at) =>
    patches.slice(at * MAX_IMAGES_OF_COMMAND, (at + 1) * MAX_IMAGES_OF_COMMAND),
  );
}
