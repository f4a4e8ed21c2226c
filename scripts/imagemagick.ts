import { execFileSync } from 'node:child_process';

/** ImageMagick 6 by the name that it has in Debian's package; `convert` may be another program. */
const PROGRAM = 'convert-im6.q16';

/** Runs ImageMagick with these arguments; throws where it fails. */
export const runImageMagick = (...args: readonly string[]): void => {
  execFileSync(PROGRAM, args, { stdio: ['ignore', 'inherit', 'inherit'] });
};

/** Decodes a picture to red, green, blue and alpha bytes, in rows from the top. */
export const decodeWithImageMagick = (path: string): Buffer =>
  execFileSync(PROGRAM, [path, '-depth', '8', 'RGBA:-'], { maxBuffer: 64 * 1024 * 1024 });
