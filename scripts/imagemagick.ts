import { execFileSync } from 'node:child_process';

/** ImageMagick 6 under the name that only Debian's package gives it, since `convert` may be some other program. */
const PROGRAM = 'convert-im6.q16';

/** Runs ImageMagick with these arguments; throws with its words when it fails. */
export const runImageMagick = (...args: readonly string[]): void => {
  execFileSync(PROGRAM, args, { stdio: ['ignore', 'inherit', 'inherit'] });
};

/** Decodes any picture to red, green, blue and alpha bytes, from the top. */
export const decodeWithImageMagick = (path: string): Buffer =>
  execFileSync(PROGRAM, [path, '-depth', '8', 'RGBA:-'], { maxBuffer: 64 * 1024 * 1024 });
