import type { PictureFormat } from '../model/picture.ts';
import { toLatin } from '../platform/latin.ts';
import { trimOf } from '../platform/trim.ts';
import { urlExtension } from './picture-name.ts';

/** The most characters of the description in a name. */
const MAX_SLUG_CHARACTERS = 80;

/** What the names of an image are made from. */
export interface ImageNameParts {
  readonly id: number;
  readonly format: PictureFormat;
  readonly description: string;
}

/** Returns `{id}.{ext}`, the file name by which Shoptet's API identifies an image (SH-15). */
export function imageName({ id, format }: Pick<ImageNameParts, 'id' | 'format'>): string {
  return `${id}.${urlExtension(format)}`;
}

/** Returns `{id}_{slug of the description}.{ext}`, or `{id}.{ext}` when there is no description. */
export function seoName(image: ImageNameParts): string {
  const dashed = toLatin(image.description).replace(/[^a-z0-9]+/g, '-');
  const slug = trimOf(dashed.slice(0, MAX_SLUG_CHARACTERS), '-');
  return slug === '' ? imageName(image) : `${image.id}_${slug}.${urlExtension(image.format)}`;
}

/**
 * Returns the id in an image's name, or undefined when the text is not such a name. The extension is ignored: a
 * replaced picture may have another one, and a client that kept the old name still means this image
 * (docs/decisions/020).
 */
export function parseImageName(name: string): number | undefined {
  const digits = /^([1-9]\d{0,15})\.[a-z]{2,5}$/i.exec(name)?.[1];
  const id = Number(digits);
  return digits !== undefined && Number.isSafeInteger(id) ? id : undefined;
}
