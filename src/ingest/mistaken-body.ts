import { bmp } from './formats/bmp.ts';
import type { FormatReader } from './formats/format-reader.ts';
import { gif } from './formats/gif.ts';
import { jpeg } from './formats/jpeg.ts';
import { png } from './formats/png.ts';
import { webp } from './formats/webp.ts';

/** The formats that are recognized by bytes which no JSON, no XML and no form begins with. */
const BINARY_FORMATS: readonly (readonly [string, FormatReader])[] = [
  ['JPEG', jpeg],
  ['PNG', png],
  ['WEBP', webp],
  ['GIF', gif],
  ['BMP', bmp],
];

const DASH = 0x2d;

/** Returns what a body is that consists of a picture alone, such as "a JPEG picture"; undefined for any other body. */
export function describePictureBody(bytes: Uint8Array): string | undefined {
  const name = BINARY_FORMATS.find(([, { matches }]) => matches(bytes))?.[0];
  return name === undefined ? undefined : `a ${name} picture`;
}

/** Returns what a body is that should have been JSON, where people send that by mistake: a picture, or a form. */
export function describeMistakenBody(bytes: Uint8Array): string | undefined {
  return bytes[0] === DASH && bytes[1] === DASH ? 'a multipart form' : describePictureBody(bytes);
}
