import type { Result } from '../result.ts';
import type { IngestFault } from './faults.ts';
import { gif } from './formats/gif.ts';
import { jpeg } from './formats/jpeg.ts';
import { png } from './formats/png.ts';
import type { FormatReader } from './formats/verdicts.ts';
import { unsupported } from './formats/verdicts.ts';
import { webp } from './formats/webp.ts';
import type { Picture } from './picture.ts';

/** The likeliest first. */
const READERS: readonly FormatReader[] = [jpeg, png, webp, gif];

/**
 * Says what picture the bytes are: one of the seven types of the seed (BMP, GIF, JPEG, PNG, WBMP, XBM, WEBP), told by the
 * bytes alone and never by a name or a header. Sizes are in pixels and come from the picture's header; the file's structure is
 * walked to its end, but no pixel is decoded. Never throws.
 *
 * Faults: `picture-unsupported` (none of the seven), `picture-corrupt` (cut off or broken), `picture-too-large` (limits.ts).
 */
export const inspectPicture = (bytes: Uint8Array): Result<Picture, IngestFault> => {
  const reader = READERS.find(({ matches }) => matches(bytes));
  return reader ? reader.inspect(bytes) : unsupported('The file is no BMP, GIF, JPEG, PNG, WBMP, WEBP or XBM picture.');
};
