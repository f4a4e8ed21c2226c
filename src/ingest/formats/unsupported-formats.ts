import { hasAscii } from './bytes.ts';

/** How much of a file is searched for the beginning of a drawing: all that may stand before it, and little of others. */
const PREFIX_BYTES = 1024;

/** Files that people send by mistake, by the characters of one byte each that they have at an offset. */
const SIGNATURES: readonly (readonly [offset: number, characters: string, name: string])[] = [
  [0, 'II*\0', 'a TIFF picture'],
  [0, 'MM\0*', 'a TIFF picture'],
  ...['avif', 'avis', 'heic', 'heim', 'heis', 'heix', 'hevc', 'hevm', 'hevs', 'hevx', 'mif1', 'msf1'].map(
    (brand) => [4, `ftyp${brand}`, 'a HEIC or AVIF picture'] as const,
  ),
  [0, '8BPS', 'a Photoshop document'],
  [0, '\0\0\x01\0', 'an icon file'],
  [0, '\0\0\x02\0', 'a cursor file'],
  [4, 'JXL ', 'a JPEG XL picture'],
  [0, '\xff\x0a', 'a JPEG XL picture'],
  [4, 'jP  ', 'a JPEG 2000 picture'],
  [0, '\xff\x4f\xff\x51', 'a JPEG 2000 picture'],
  ...['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'PF'].map((magic) => [0, magic, 'a PNM picture'] as const),
  [0, 'DDS ', 'a DDS texture'],
  [0, 'icns', 'an icon file'],
  [0, '%PDF', 'a PDF document'],
  [0, 'PK\x03\x04', 'a ZIP archive or an office document'],
  [0, 'BA', 'an OS/2 bitmap array'],
  [0, '/* XPM */', 'an XPM picture'],
  [0, '<!DOCTYPE html', 'a web page'],
  [0, '<!doctype', 'a web page'],
  [0, '<html', 'a web page'],
  [0, '{', 'JSON'],
];

/**
 * Names the format of bytes that are in none of the seven formats, for the reason of the refusal. Returns undefined
 * when it is not recognized.
 */
export function describeUnsupported(bytes: Uint8Array): string | undefined {
  const name = SIGNATURES.find(([offset, characters]) => hasAscii(bytes, offset, characters))?.[2];
  if (name !== undefined) return name;
  const prefix = new TextDecoder('latin1').decode(bytes.subarray(0, PREFIX_BYTES));
  if (/<svg[\s>]/.test(prefix)) return 'an SVG drawing, which can carry scripts';
  return prefix.startsWith('<!DOCTYPE') ? 'a web page' : undefined;
}
