import type { Upload } from './media.ts';
import { FORMATS } from './picture.ts';

/** Returns the first `maxCharacters` of a text, counted in code points, as the database counts them. */
export function truncate(text: string, maxCharacters: number): string {
  // A text has no more code points than code units, and to take it apart costs more than all else of a listed image.
  return text.length <= maxCharacters ? text : Array.from(text).slice(0, maxCharacters).join('');
}

/** The longest file name of a media (ST-23). */
export const MAX_FILENAME_CHARACTERS = 100;

/** Characters kept free for the suffix that makes a taken name unique: `-` and a number of up to seven digits. */
const SUFFIX_CHARACTERS = 8;

const EXTENSION = /\.[a-z0-9]{1,8}$/i;

/** A file name in two parts, so that a number fits between them: `shoe.png`, `shoe-2.png` and so on. */
export interface NumberedName {
  readonly base: string;
  /** Includes its dot. */
  readonly extension: string;
}

/** Returns an upload's name for the library: its original name, with the extension of the format of its bytes. */
export function libraryName({ originalName, format }: Pick<Upload, 'originalName' | 'format'>): NumberedName {
  const extension = `.${FORMATS[format].extension}`;
  const maxCharacters = MAX_FILENAME_CHARACTERS - SUFFIX_CHARACTERS - extension.length;
  const base = truncate(originalName.replace(EXTENSION, ''), maxCharacters);
  return { base: base.trim() || 'image', extension };
}
