/** What a file is by its first bytes, whatever it is called. */
export type PictureKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'bmp' | 'heic' | 'avif' | 'tiff' | 'unknown';

/** How the kinds are called. */
export const KIND_NAMES: Readonly<Record<PictureKind, string>> = {
  jpeg: 'JPEG',
  png: 'PNG',
  gif: 'GIF',
  webp: 'WebP',
  bmp: 'BMP',
  heic: 'HEIC',
  avif: 'AVIF',
  tiff: 'TIFF',
  unknown: '?',
};

/** How many bytes of a file say what it is. */
export const HEAD_BYTES = 64;

/** Brands of files in the container of HEIF, which both formats use. */
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'];
const AVIF_BRANDS = ['avif', 'avis'];

/** Returns what a file is by its first bytes. WBMP and XBM say little of themselves, and are `unknown`. */
export function kindOf(head: Uint8Array): PictureKind {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  if (text.startsWith('\u{FF}\u{D8}\u{FF}')) return 'jpeg';
  if (text.startsWith('\u{89}PNG\r\n')) return 'png';
  if (text.startsWith('GIF8')) return 'gif';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (text.startsWith('BM')) return 'bmp';
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'tiff';
  return text.slice(4, 8) === 'ftyp' ? kindOfBrands(text) : 'unknown';
}

function kindOfBrands(text: string): PictureKind {
  const [major = '', , ...compatible] = text.slice(8).match(/.{4}/gs) ?? [];
  // Either may have the general brand first, and its own among those that it is compatible with.
  const brands = [major, ...compatible];
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return 'avif';
  return brands.some((brand) => HEIC_BRANDS.includes(brand)) ? 'heic' : 'unknown';
}

/** Whether the first bytes say that it moves: a WebP tells, and of a GIF it is taken for granted. */
export const isAnimated = (kind: PictureKind, head: Uint8Array): boolean =>
  kind === 'gif' || (kind === 'webp' && String.fromCharCode(...head.subarray(12, 16)) === 'VP8X' && isBitSet(head[20]));

/** The flag `animation` of a WebP's VP8X chunk. */
const isBitSet = (flags = 0): boolean => Math.floor(flags / 2) % 2 === 1;

const PICTURE_NAME = /\.(?:jpe?g|jfif|png|gif|webp|bmp|dib|wbmp|xbm|hei[cf]|avif|tiff?|svg)$/i;

/** Whether a file says of itself that it is a picture, by its type or its name. */
export const claimsToBePicture = ({ name, type }: Pick<File, 'name' | 'type'>): boolean =>
  type.startsWith('image/') || PICTURE_NAME.test(name);
