import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { digestOf } from '../site/fingerprint.ts';
import { PROJECT_DIR, runWrangler } from './wrangler.ts';

/** All that the Worker is bundled from, its libraries and what bundles it included. */
const SOURCES = ['src/**/*', 'wrangler.toml', 'tsconfig.json', 'package-lock.json'];

/**
 * Bundles the Worker into a folder, unless it is there already, of the same sources: that takes longer than all else at
 * a start. The mark beside it is written last, so that half a bundle counts as none.
 *
 * @param config the path of the configuration.
 */
export async function writeLocalWorker(folder: string, config: string): Promise<void> {
  const mark = `${folder}.sha256`;
  const wanted = digestOf(PROJECT_DIR, SOURCES);
  if (existsSync(folder) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  rmSync(mark, { force: true });
  await runWrangler(['deploy', '--dry-run', '--outdir', folder, '--config', config]);
  writeFileSync(mark, wanted);
}
