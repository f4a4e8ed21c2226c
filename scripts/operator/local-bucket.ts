import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The name of the bucket in wrangler.toml. */
const BUCKET = 'vitrine';

/** A file of this machine, and the key that it gets. */
export interface FileToPut {
  readonly file: string;
  readonly key: string;
}

/**
 * Puts files into the bucket of the local state, beside a running service too. Miniflare writes them by itself, which
 * takes half the time of starting Wrangler for it.
 *
 * @throws where a file cannot be read, or the bucket cannot be opened.
 */
export async function putLocally(stateDir: string, files: readonly FileToPut[]): Promise<void> {
  // Imported only here, because no other command needs it.
  const { Log, LogLevel, Miniflare } = await import('miniflare');
  const miniflare = new Miniflare({
    port: 0,
    log: new Log(LogLevel.NONE),
    cf: false,
    enableDevRegistry: false,
    resourcePersistencePath: join(stateDir, 'v3'),
    workers: [
      {
        config: {
          name: 'import',
          compatibilityDate: '2026-11-01',
          manifest: { mainModule: 'none.js', modules: { 'none.js': { type: 'esm', contents: 'export default {}' } } },
          env: { BUCKET: { type: 'r2', name: BUCKET } },
        },
      },
    ],
  });
  try {
    const bucket = await miniflare.getR2Bucket('BUCKET');
    for (const { file, key } of files) await bucket.put(key, await readFile(file));
  } finally {
    await miniflare.dispose();
  }
}
