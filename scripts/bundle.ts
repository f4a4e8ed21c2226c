/** `npm run bundle`: builds what a deployment would upload, prints its size, and fails where it is too large. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { PROJECT_DIR, runWrangler } from './wrangler.ts';

/** design.md, "Dimensions to hold": Worker bundle, gzipped. */
const MAX_GZIPPED_BYTES = 200_000;

const outDir = `${PROJECT_DIR}/dist/deploy`;
rmSync(outDir, { recursive: true, force: true });
console.log(await runWrangler(['deploy', '--dry-run', '--minify', '--outdir', outDir]));
const scripts = readdirSync(outDir).filter((name) => name.endsWith('.js'));
const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(`${outDir}/${name}`)).length, 0);
console.log(`Bundle: ${bytes} bytes gzipped, of ${MAX_GZIPPED_BYTES} allowed.`);
if (bytes > MAX_GZIPPED_BYTES) process.exitCode = 1;
