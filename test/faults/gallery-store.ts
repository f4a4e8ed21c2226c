import { env } from 'cloudflare:workers';
import type { Command } from '../../src/gallery/commands.ts';
import type { SentOperation } from '../../src/gallery/operation.ts';
import type { CommitResult, GalleryStore, IdempotencyRecord, Transaction } from '../../src/gallery/ports.ts';
import { newOperationId } from '../../src/model/ids.ts';
import { type Cost, noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1GalleryStore } from '../../src/storage/gallery-store.ts';
import { ACTOR } from '../support/access.ts';
import type { TestStore } from '../support/stores.ts';

/** Opens a gallery's store on the real database. */
export function openGalleryStore(store: TestStore, productId: number, cost: Cost = noCost()): D1GalleryStore {
  const database = new Database(env.DB, cost);
  return new D1GalleryStore(database, { storeId: store.id, productId }, `guid-${store.id}-${productId}`);
}

/** Returns the same store with another `commit`, so that a test can inject faults. */
export function withCommit(
  inner: GalleryStore,
  commit: (transaction: Transaction, call: number) => Promise<CommitResult>,
): GalleryStore {
  let calls = 0;
  return {
    load: () => inner.load(),
    findCommitted: (...args) => inner.findCommitted(...args),
    readPast: (...args) => inner.readPast(...args),
    readKept: (...args) => inner.readKept(...args),
    readSizes: (...args) => inner.readSizes(...args),
    readRows: (...args) => inner.readRows(...args),
    missingMedia: (...args) => inner.missingMedia(...args),
    findRecord: (...args) => inner.findRecord(...args),
    commit: (transaction) => commit(transaction, (calls += 1)),
  };
}

/** Returns a new operation that sends a command. */
export function operation(command: Command, record?: IdempotencyRecord): SentOperation {
  return {
    operationId: newOperationId(),
    command,
    actor: ACTOR,
    rawProductId: '7',
    registeredProductsOnly: false,
    allowedVersions: undefined,
    record,
    uploadDigest: undefined,
    sentAtMs: Date.now(),
    isRepeat: false,
  };
}

/** Counts the product's images by their rows, and by every counter that the database keeps. */
export async function countImages(store: TestStore, productId: number): Promise<Record<string, number>> {
  const row = await env.DB.prepare(
    `SELECT (SELECT count(*) FROM product_images WHERE store_id = ?1 AND product_id = ?2) AS images,
       image_count AS counted, json_array_length(shop_image_ids) AS listed,
       (SELECT shop_image_count FROM store_counters WHERE store_id = ?1) AS inStore
     FROM products WHERE store_id = ?1 AND id = ?2`,
  )
    .bind(store.id, productId)
    .first<Record<string, number>>();
  return row ?? {};
}

/** Returns what `countImages` returns for the only product of a store, with `count` images. */
export const allCounts = (count: number): Record<string, number> => ({
  images: count,
  counted: count,
  listed: count,
  inStore: count,
});
