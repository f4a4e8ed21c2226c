/** `npm run bundle`: builds what `npm run deploy` uploads, prints its gzipped size, and fails where it is too large. */
import { rmSync } from 'node:fs';
import { checkBundleSize } from './bundle-size.ts';
import { writeDeployedSite } from './deployed-site.ts';
import { PROJECT_DIR, runWrangler } from './wrangler.ts';

async function bundle(): Promise<void> {
  const folder = `${PROJECT_DIR}/dist/deploy`;
  rmSync(folder, { recursive: true, force: true });
  await writeDeployedSite();
  console.log(await runWrangler(['deploy', '--dry-run', '--outdir', folder]));
  console.log(checkBundleSize(folder));
}

await bundle().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
