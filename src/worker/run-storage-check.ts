import { makeRenderFile } from '../catalogue/render-file.ts';
import { inspectPicture } from '../ingest/inspect.ts';
import type { NamedObject } from '../jobs/check-file.ts';
import { checkStorage, type CheckOptions, type CheckReport } from '../jobs/check-storage.ts';
import { Bucket } from '../platform/bucket.ts';
import { noCost, type Cost } from '../platform/cost.ts';
import type { Database } from '../platform/database.ts';
import { checkBucket, D1CheckStore } from '../storage/check-store.ts';
import { D1RefusedOriginals } from '../storage/refused-originals.ts';
import { SharedBucketCheckStore } from '../storage/shared-bucket.ts';
import { openShards } from './shards.ts';

/** Checks one page of the deployment's bucket against its database, for the operator. */
export async function runStorageCheck(
  env: Pick<Cloudflare.Env, 'DB' | 'SHARD' | 'BUCKET'>,
  options: CheckOptions,
  cost: Cost = noCost(),
): Promise<CheckReport> {
  const bucket = new Bucket(env.BUCKET, cost);
  const shards = openShards(env, cost);
  const [database] = shards;
  const deps = {
    store: shards.length === 1 ? new D1CheckStore(database) : new SharedBucketCheckStore(shards),
    bucket: checkBucket(bucket),
    remakeRenderSource: (named: NamedObject) => remakeRenderSource(bucket, shards, named),
  };
  return await checkStorage(deps, options);
}

/** Makes a render source again. One that Images asked for (decision 042) is made when it asks again. */
async function remakeRenderSource(bucket: Bucket, shards: readonly Database[], named: NamedObject): Promise<boolean> {
  const original = await bucket.get(named.originalKey);
  if (original === null || !('body' in original)) return false;
  const bytes = new Uint8Array(await original.arrayBuffer());
  const inspected = inspectPicture(bytes);
  const file = inspected.ok ? await makeRenderFile(bytes, inspected.value) : inspected;
  if (!file.ok) return false;
  const key = file.value && `originals/${named.storeHash}/${crypto.randomUUID()}.render.${file.value.extension}`;
  if (file.value !== undefined && key !== undefined) {
    await bucket.put(key, file.value.bytes, { httpMetadata: { contentType: file.value.contentType } });
  }
  const picture = { originalKey: named.originalKey, renderKey: named.key };
  for (const database of shards) {
    if (await new D1RefusedOriginals(database).replaceRenderSource(picture, key ?? null)) return true;
  }
  return false;
}
