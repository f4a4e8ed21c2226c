import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { PROJECT_DIR } from './wrangler.ts';

/** What the whole client may weigh in a page, in bytes (CLI-1). */
export const MAX_CLIENT_BYTES = 8_000;

/** Returns the bytes of a program as a page loads it, minified and gzipped, with what it takes of the built client. */
export async function weigh(program: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: PROJECT_DIR },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).byteLength, 0);
}
