import type { Upload } from '../model/media.ts';
import { FORMATS } from '../model/picture.ts';

/** The first characters of a text, counted as the database counts them: by code point. */
export function truncate(text: string, maxCharacters: number): string {
  return Array.from(text).slice(0, maxCharacters).join('');
}

/** Characters of a media's file name (ST-23). */
export const MAX_FILENAME_CHARACTERS = 100;

/** Room for what makes a taken name unique: `-` and a number of seven digits. */
const SUFFIX_CHARACTERS = 8;

const EXTENSION = /\.[a-z0-9]{1,8}$/i;

/** A name that can be numbered: `shoe` and `.png` make `shoe.png`, `shoe-2.png` and so on. */
export interface NumberedName {
  readonly base: string;
  /** With its dot. */
  readonly extension: string;
}

/** The name of an upload in the library: its own, with the extension of what its bytes are. */
export function libraryName({ originalName, format }: Pick<Upload, 'originalName' | 'format'>): NumberedName {
  const extension = `.${FORMATS[format].extension}`;
  const maxCharacters = MAX_FILENAME_CHARACTERS - SUFFIX_CHARACTERS - extension.length;
  const base = truncate(originalName.replace(EXTENSION, ''), maxCharacters);
  return { base: base.trim() || 'image', extension };
}
