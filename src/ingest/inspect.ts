import type { Result } from '../platform/result.ts';
import type { IngestFault } from './faults.ts';
import { bmp } from './formats/bmp.ts';
import { gif } from './formats/gif.ts';
import { jpeg } from './formats/jpeg.ts';
import { describeUnsupported } from './formats/unsupported-formats.ts';
import { png } from './formats/png.ts';
import { unsupported, type FormatReader } from './formats/format-reader.ts';
import { wbmp } from './formats/wbmp.ts';
import { webp } from './formats/webp.ts';
import { xbm } from './formats/xbm.ts';
import type { Picture } from '../model/picture.ts';

/**
 * The readers, in the order in which they are asked: the most common formats first, and WBMP last, because it has
 * almost no signature.
 */
const READERS: readonly FormatReader[] = [jpeg, png, webp, gif, bmp, xbm, wbmp];

const ACCEPTED_FORMATS = 'Send a BMP, GIF, JPEG, PNG, WBMP, WEBP or XBM picture.';

/** Returns the reason for refusing bytes that no reader recognizes. */
const unsupportedReason = (bytes: Uint8Array): string => {
  if (bytes.length === 0) return `The file is empty. ${ACCEPTED_FORMATS}`;
  const name = describeUnsupported(bytes);
  return name ? `The file is ${name}. ${ACCEPTED_FORMATS}` : `The file is no picture that we know. ${ACCEPTED_FORMATS}`;
};

/**
 * Recognizes which of the seven formats of IMG-1 the bytes are in, by the bytes alone and never by a file name or a
 * header, and reads the picture's size and properties. Sizes are in pixels and come from the picture's header. The
 * file's structure is checked to its end, but no pixel is decoded. Never throws.
 *
 * Faults: `picture-unsupported` (none of the seven formats), `picture-corrupt` (incomplete or broken),
 * `picture-too-large` (beyond limits.ts).
 */
export const inspectPicture = (bytes: Uint8Array): Result<Picture, IngestFault> => {
  const reader = READERS.find(({ matches }) => matches(bytes));
  return reader ? reader.inspect(bytes) : unsupported(unsupportedReason(bytes));
};
