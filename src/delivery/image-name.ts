import type { PictureFormat } from '../model/picture.ts';
import { toLatin } from '../platform/latin.ts';
import { urlExtension } from './picture-name.ts';

/** Characters of a description that a name shows. */
const MAX_SLUG_CHARACTERS = 80;

/** What the names of an image are made of. */
export interface ImageNameParts {
  readonly id: number;
  readonly format: PictureFormat;
  readonly description: string;
}

/** `{id}.{ext}`: file name and identifier of an image (SH-15). */
export function imageName({ id, format }: Pick<ImageNameParts, 'id' | 'format'>): string {
  return `${id}.${urlExtension(format)}`;
}

/** `{id}_{slug of the description}.{ext}`; without description the plain name. */
export function seoName(image: ImageNameParts): string {
  const slug = toLatin(image.description)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG_CHARACTERS)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? imageName(image) : `${image.id}_${slug}.${urlExtension(image.format)}`;
}

/**
 * The id in an image's name; undefined where it is no name. The number alone decides: a replaced picture may have
 * another extension, and a client that kept the old name still means this image (docs/decisions/020).
 */
export function parseImageName(name: string): number | undefined {
  const digits = /^([1-9]\d{0,15})\.[a-z]{2,5}$/i.exec(name)?.[1];
  const id = Number(digits);
  return digits !== undefined && Number.isSafeInteger(id) ? id : undefined;
}
