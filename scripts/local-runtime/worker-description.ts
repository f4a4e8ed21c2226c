import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MiniflareOptions } from 'miniflare';

/** How Miniflare is told of a Worker: its bindings, Durable Objects, schedules and compatibility, without its modules. */
export type WorkerDescription = Omit<MiniflareOptions['workers'][number]['config'], 'manifest'>;

const FILE = 'miniflare.json';

/**
 * Writes beside a built Worker how Miniflare is told of it, as Wrangler itself reads it from a configuration. This is done
 * once for each bundle, because Wrangler takes a second to load.
 *
 * Images are left out: the local service has its own (docs/decisions/050-local-images.md). So are assets, which would put a
 * router in front of every request (docs/decisions/067-docs-site.md).
 */
export async function writeWorkerDescription(folder: string, config: string): Promise<void> {
  const [{ unstable_getMiniflareWorkerOptions: readOptions }, { convertV4MiniflareOptions: convert }] =
    await Promise.all([import('wrangler'), import('miniflare')]);
  const { assets: _assets, images: _images, modulesRules: _rules, ...options } = readOptions(config).workerOptions;
  const { workers } = convert({ ...options, name: 'vitrine', modules: true, script: '' });
  const [worker] = workers;
  if (worker === undefined) throw new Error(`Wrangler finds no Worker in ${config}.`);
  const { manifest: _manifest, ...description } = worker.config;
  writeFileSync(join(folder, FILE), `${JSON.stringify(description, undefined, 2)}\n`);
}

/** Reads what `writeWorkerDescription` has written. @throws where there is none. */
export function readWorkerDescription(folder: string): WorkerDescription {
  // What Miniflare wrote itself, it also checks itself.
  return JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
}

/** Returns the schedules of a built Worker, as wrangler.toml has them. */
export const readCrons = (folder: string): readonly string[] =>
  (readWorkerDescription(folder).triggers ?? []).flatMap((trigger) =>
    trigger.type === 'scheduled' ? [trigger.schedule] : [],
  );
