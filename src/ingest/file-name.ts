import { toLatin } from '../platform/latin.ts';
import { trimOf } from '../platform/trim.ts';

/** The longest original name that is kept, in characters: the limit of common file systems. */
const MAX_NAME_CHARACTERS = 255;

/** The longest stem, in characters. It is part of every URL of the picture. */
const MAX_STEM_CHARACTERS = 60;

/** An extension, which stays when a long name is truncated. Longer endings count as a part of the name. */
const EXTENSION = /\.[a-z0-9]{1,8}$/i;

/** The characters that a stem neither begins nor ends with. */
const SEPARATORS = '-_';

/** The stem for a name without any usable character. */
const DEFAULT_STEM = 'image';

/**
 * Control characters, line separators, byte order marks, and marks that change the text direction, which can hide an
 * extension.
 */
const INVISIBLE = /[\p{Cc}\u2028\u2029\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Returns the file name that is stored with a media, so that clients recognize their own files. Path, control
 * characters and surrounding white space are removed, and a long name is truncated to 255 UTF-16 characters. Returns an
 * empty string when nothing is left.
 */
export function originalName(name: string): string {
  const visible = name.toWellFormed().replace(INVISIBLE, '');
  const last = visible.split(/[/\\]/).findLast((piece) => piece.trim() !== '') ?? '';
  // This removes the drive of a Windows path whose backslashes were removed by a header parser.
  const withoutDrive = last.trim().replace(/^(?:[a-z]:(?!\s))+/i, '');
  return /^\.*$/.test(withoutDrive) ? '' : truncateName(withoutDrive);
}

/**
 * Makes the stem of a picture's public file name, `{stem}__{5 digits}.{ext}`, from the name that the client gave it
 * (IMG-6, BC3-9). The stem has 1 to 60 characters of `a-z 0-9 - _`, and never two underscores in a row, because these
 * separate it from the digits. Letters lose their accents, other characters become dashes, and the stem is `image` when
 * nothing is left.
 */
export function safeStem(name: string): string {
  const stem = originalName(name).replace(EXTENSION, '');
  const dashed = toLatin(stem)
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/_+/g, '_')
    .replace(/-+/g, '-');
  return trimOf(trimOf(dashed, SEPARATORS).slice(0, MAX_STEM_CHARACTERS), SEPARATORS) || DEFAULT_STEM;
}

/** Truncates a long name before its extension. */
function truncateName(name: string): string {
  if (name.length <= MAX_NAME_CHARACTERS) return name;
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  const kept = name.slice(0, MAX_NAME_CHARACTERS - extension.length);
  // A surrogate pair that was cut in half is removed whole.
  return (kept.isWellFormed() ? kept : kept.slice(0, -1)).trimEnd() + extension;
}
