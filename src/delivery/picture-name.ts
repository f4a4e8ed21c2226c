import { FORMATS, type PictureFormat } from '../model/picture.ts';

/** What the names of a picture are made from. */
export interface PictureNameParts {
  readonly id: number;
  readonly fileStem: string;
  readonly format: PictureFormat;
}

/** Returns a pseudo-random 32-bit number that depends on the id and the salt only, so that it need not be stored. */
function pseudoRandom(id: number, salt: number): number {
  let hash = (id ^ Math.floor(id / 2 ** 32) ^ salt) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Returns `{stem}__{5 digits}`, the stem in `image_file` and in every URL (BC3-9, BC3-10). */
export function urlStem({ id, fileStem }: PictureNameParts): string {
  return `${fileStem}__${stemNumber(id)}`;
}

/**
 * Returns the value of `image_file`: `{letter}/{3 digits}/{stem}__{5 digits}.{ext}`. Letter and digits are derived from
 * the id.
 */
export function imageFilePath(picture: PictureNameParts): string {
  return `${imageFileFolder(picture.id)}${urlStem(picture)}.${FORMATS[picture.format].extension}`;
}

/**
 * True where a path is an `image_file` that the image with this id has, or had before its picture was replaced: folder
 * and number are derived from the id.
 */
export function isImageFilePathOf(id: number, path: string): boolean {
  const fileName = path.startsWith(imageFileFolder(id)) ? path.slice(imageFileFolder(id).length) : '';
  return /^[^/]+__(\d{5})\.[a-z]{2,5}$/.exec(fileName)?.[1] === stemNumber(id);
}

function imageFileFolder(id: number): string {
  const letter = String.fromCharCode('a'.charCodeAt(0) + (pseudoRandom(id, 0x1b87) % 26));
  return `${letter}/${String(pseudoRandom(id, 0x68e3) % 1000).padStart(3, '0')}/`;
}

const stemNumber = (id: number): string => String(pseudoRandom(id, 0x5bd1) % 100_000).padStart(5, '0');

/**
 * Returns the extension of the rendition for clients without WebP: the original's, or PNG when browsers do not show the
 * original's format.
 */
export function urlExtension(format: PictureFormat): string {
  return isShownByBrowsers(format) ? FORMATS[format].extension : 'png';
}

/** Returns whether browsers show a format. BMP, WBMP and XBM are delivered as PNG. */
export function isShownByBrowsers(format: PictureFormat): boolean {
  return format !== 'bmp' && format !== 'wbmp' && format !== 'xbm';
}

/** Returns the Content-Type of a URL's extension: what clients get that take neither AVIF nor WebP. */
export function plainContentType(extension: string): string {
  const format = Object.values(FORMATS).find((known) => known.extension === extension);
  return (format ?? FORMATS.png).contentType;
}
