import { FORMATS, type PictureFormat } from '../model/picture.ts';

/** What a picture's names are made of. */
export interface PictureNameParts {
  readonly id: number;
  readonly fileStem: string;
  readonly format: PictureFormat;
}

/** A number that looks random, the same for the same id: names differ without anything being stored. */
function pseudoRandom(id: number, salt: number): number {
  let hash = (id ^ Math.floor(id / 2 ** 32) ^ salt) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** `{stem}__{5 digits}`: the stem in `image_file` and in every URL (BC3-9, BC3-10). */
export function urlStem({ id, fileStem }: PictureNameParts): string {
  return `${fileStem}__${String(pseudoRandom(id, 0x5bd1) % 100_000).padStart(5, '0')}`;
}

/** `{letter}/{3 digits}/{stem}__{5 digits}.{ext}`, letter and digits derived from the id. */
export function imageFilePath(picture: PictureNameParts): string {
  const letter = String.fromCharCode('a'.charCodeAt(0) + (pseudoRandom(picture.id, 0x1b87) % 26));
  const digits = String(pseudoRandom(picture.id, 0x68e3) % 1000).padStart(3, '0');
  return `${letter}/${digits}/${urlStem(picture)}.${FORMATS[picture.format].extension}`;
}

/** The extension of what a client without WebP gets: PNG where the original's format is none that browsers show. */
export function urlExtension(format: PictureFormat): string {
  return isShownByBrowsers(format) ? FORMATS[format].extension : 'png';
}

/** BMP, WBMP and XBM are delivered as PNG. */
export function isShownByBrowsers(format: PictureFormat): boolean {
  return format !== 'bmp' && format !== 'wbmp' && format !== 'xbm';
}
