import { toLatin } from '../platform/latin.ts';

/** Characters of an original name that are kept: what file systems allow. */
const MAX_NAME_CHARACTERS = 255;

/** Characters of a stem: it stands in every URL of the picture, between two ids and three numbers. */
const MAX_STEM_CHARACTERS = 60;

/** An extension is kept when a long name is cut; longer ones are a part of the name. */
const EXTENSION = /\.[a-z0-9]{1,8}$/i;

/** The stem of a name of which nothing can be kept. */
const DEFAULT_STEM = 'image';

/**
 * Controls, line separators, byte order marks, and marks that turn the reading direction (to hide an extension, say).
 */
const INVISIBLE = /[\p{Cc}\u2028\u2029\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The name that is kept with a media, so that a client finds its own file again: without path, controls and
 * surrounding white space, at most 255 characters (UTF-16), else as sent. Empty where nothing is left.
 */
export function originalName(name: string): string {
  const visible = name.toWellFormed().replace(INVISIBLE, '');
  const last = visible.split(/[/\\]/).findLast((piece) => piece.trim() !== '') ?? '';
  // The drive of a Windows path whose backslashes a header parser has already eaten.
  const withoutDrive = last.trim().replace(/^(?:[a-z]:(?!\s))+/i, '');
  return /^\.*$/.test(withoutDrive) ? '' : truncateName(withoutDrive);
}

/**
 * The stem of a picture's public file name, made from the name that its sender gave it: 1 to 60 of `a-z 0-9 - _`,
 * never two underscores in a row, because those part the stem from its number (IMG-6, BC3-9:
 * `{stem}__{5 digits}.{ext}`). Letters lose their accents; what is not Latin falls away, and `image` stands for
 * nothing.
 */
export function safeStem(name: string): string {
  const stem = originalName(name).replace(EXTENSION, '');
  const dashed = toLatin(stem)
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/_+/g, '_')
    .replace(/-+/g, '-');
  return trimSeparators(trimSeparators(dashed).slice(0, MAX_STEM_CHARACTERS)) || DEFAULT_STEM;
}

/** Cuts the middle out of a long name, so that its extension stays. */
function truncateName(name: string): string {
  if (name.length <= MAX_NAME_CHARACTERS) return name;
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  const kept = name.slice(0, MAX_NAME_CHARACTERS - extension.length);
  // Half of a surrogate pair at the cut goes too.
  return (kept.isWellFormed() ? kept : kept.slice(0, -1)).trimEnd() + extension;
}

function trimSeparators(stem: string): string {
  return stem.replace(/^[-_]+|[-_]+$/g, '');
}
