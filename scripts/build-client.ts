/** `npm run build:client`: compiles the client to client/dist, and prints what it weighs in a page. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { PROJECT_DIR } from './wrangler.ts';

const FOLDER = `${PROJECT_DIR}/client/dist`;

/** What the client may weigh, minified and gzipped. */
const MAX_BYTES = 8_000;

/** Returns the bytes of a program, minified and gzipped, with what it takes of the client. */
async function weigh(program: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: FOLDER },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).byteLength, 0);
}

rmSync(FOLDER, { recursive: true, force: true });
execFileSync(process.execPath, [`${PROJECT_DIR}/node_modules/typescript/bin/tsc`, '-p', 'client'], {
  cwd: PROJECT_DIR,
  stdio: 'inherit',
});
const whole = await weigh(`export * from './index.js';`);
const srcset = await weigh(`export { srcsetOf } from './index.js';`);
console.log(`The client has ${whole} bytes, minified and gzipped; srcsetOf alone has ${srcset}.`);
if (whole > MAX_BYTES) throw new Error(`That is more than ${MAX_BYTES}.`);
