import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The largest allowed size of a deployment's scripts, gzipped (docs/performance.md). */
export const MAX_GZIPPED_BYTES = 200_000;

/**
 * Measures the gzipped size of a build's scripts.
 *
 * @returns the size in a sentence.
 * @throws with that sentence where they are too large, or where there are none.
 */
export function checkBundleSize(folder: string): string {
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  if (scripts.length === 0) throw new Error(`There is no script in ${folder}.`);
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0);
  const size = `Bundle: ${bytes} bytes gzipped, of ${MAX_GZIPPED_BYTES} allowed.`;
  if (bytes > MAX_GZIPPED_BYTES) throw new Error(size);
  return size;
}
