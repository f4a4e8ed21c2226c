import { Miniflare, convertV4MiniflareOptions } from 'miniflare';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { demoSql } from '../../scripts/demo-store.ts';
import { withLocalDatabase } from '../../scripts/local-state.ts';
import { fillDatabase, hotRendition } from './fill.ts';
import { readTrackedConfig } from '../../scripts/deploy/config.ts';

/** The bytes of the rendition that is served hot: as many as a WebP of 386 pixels has. */
const RENDITION_BYTES = 9_000;

/** Makes the state of both sides, `floor` and `service` in a folder, which are equal. */
export async function prepareState(workDir: string): Promise<void> {
  const stateDir = join(workDir, 'floor');
  await makeStores(stateDir);
  const demo = await demoSql();
  withLocalDatabase(stateDir, (database) => fillDatabase(database, demo));
  cpSync(stateDir, join(workDir, 'service'), { recursive: true });
}

/** Has the runtime make an empty database, and a bucket with one rendition. */
async function makeStores(stateDir: string): Promise<void> {
  const [{ database_id: database }] = readTrackedConfig().d1_databases;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: 'worker',
      modules: true,
      script: 'export default {};',
      d1Databases: { DB: database },
      r2Buckets: { BUCKET: 'vitrine' },
      resourcePersistencePath: join(stateDir, 'v3'),
    }),
  );
  try {
    await (await miniflare.getD1Database('DB')).prepare('SELECT 1').all();
    const { key, stem } = hotRendition();
    await (await miniflare.getR2Bucket('BUCKET')).put(key, new Uint8Array(RENDITION_BYTES).fill(7), {
      httpMetadata: { contentType: 'image/webp' },
      customMetadata: { stem },
    });
  } finally {
    await miniflare.dispose();
  }
}
