import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { demoSql } from '../../scripts/demo-store.ts';
import { applyLocalMigrations } from '../../scripts/local-migrations.ts';
import { withLocalDatabase } from '../../scripts/local-state.ts';
import { fillDatabase, hotRendition } from './fill.ts';
import { stateDir } from './runtime.ts';

/** The bytes of the rendition that is served hot: as many as a WebP of 386 pixels has. */
const RENDITION_BYTES = 9_000;

/** Makes the states of both sides, which are equal. */
export async function prepareState(workDir: string): Promise<void> {
  const first = stateDir(workDir, 'floor');
  applyLocalMigrations(first);
  const demo = await demoSql();
  withLocalDatabase(first, (database) => fillDatabase(database, demo));
  await storeRendition(first);
  cpSync(first, stateDir(workDir, 'service'), { recursive: true });
}

/** Has the runtime store a rendition in the bucket. */
async function storeRendition(folder: string): Promise<void> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: 'worker',
      modules: true,
      script: 'export default {};',
      r2Buckets: { BUCKET: 'vitrine' },
      resourcePersistencePath: join(folder, 'v3'),
    }),
  );
  try {
    const { key, stem } = hotRendition();
    await (
      await miniflare.getR2Bucket('BUCKET')
    ).put(key, new Uint8Array(RENDITION_BYTES).fill(7), {
      httpMetadata: { contentType: 'image/webp' },
      customMetadata: { stem },
    });
  } finally {
    await miniflare.dispose();
  }
}
