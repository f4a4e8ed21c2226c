import type { ShardName } from '../../src/model/shard.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1DeliveryStore } from '../../src/storage/delivery-store.ts';
import { D1JobStore } from '../../src/storage/job-store.ts';
import { setSigning, upload } from '../support/store-api.ts';
import { guidOf, PICTURE_URL, postImages, send } from '../support/shoptet.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import type { TestStore } from '../support/stores.ts';
import { newUploadUrl } from '../support/uploads.ts';
import { v1 } from '../support/v1.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';
import { createWebhook, HOOK_URL } from '../support/webhooks.ts';
import { databaseOf } from './shards.ts';

/** What the tests need to know of a store that has something of everything. */
export interface FullStore {
  readonly webhookId: number;
  readonly uploadUrl: string;
  readonly pictureUrl: string;
}

/** Fills a store in a shard with rows in every table, by the APIs where they can. */
export async function fillEverything(store: TestStore, shard: ShardName): Promise<FullStore> {
  const webhook = await createWebhook(store, { events: ['images.*'] });
  await send(store, 'POST', '/webhooks', { json: { data: [{ event: 'job:finished', url: HOOK_URL }] } });
  const first = await createImage(store, 7, TINY_PNG, { description: 'Žlutý "kůň"' });
  const second = await createImage(store, 7, sample('mug-alpha.webp'));
  await createImage(store, 7, TINY_PNG);
  await createImage(store, 8, sample('cup-landscape.jpg'));
  const keyed = { headers: { 'Idempotency-Key': 'a key' } };
  await v3(store, 'POST', '/catalog/products/8/images', { body: imageForm(TINY_PNG), ...keyed });
  await v3(store, 'POST', '/catalog/products/7/variants/5/image', { body: imageForm(sample('cup-square.webp')) });
  const focal = { json: { images: [{ id: second.id, focalPoint: { x: 0.1234567890123, y: 1 / 3 } }] } };
  await v1(store, 'PATCH', '/products/7/images', focal);
  await v3(store, 'DELETE', `/catalog/products/7/images/${first.id}`);
  await postImages(store, guidOf(store, 9), [{ sourceUrl: PICTURE_URL }, { sourceUrl: PICTURE_URL }]);
  await setSigning(store, 'accepted');
  await upload(store, sample('cup-static.gif'));
  await v1(store, 'POST', '/signing-keys', { json: { label: 'shop' } });
  await v1(store, 'GET', '/store');
  const uploadUrl = await newUploadUrl(store);
  const database = new Database(databaseOf(shard), noCost());
  await new D1DeliveryStore(database).handOut(store.id, Date.now());
  await new D1JobStore(database).dueItems(store.id, Date.now(), 10);
  await databaseOf(shard).batch(
    [
      `INSERT INTO store_usage (store_id, month, requests, renditions) VALUES (?1, '2025-11', 5, 6)`,
      `INSERT INTO signing_sessions (store_id, token_digest, client_signature, server_signature, expires_at)
        VALUES (?1, 'a', 'b', 'c', 9e15)`,
    ].map((sql) => databaseOf(shard).prepare(sql).bind(store.id)),
  );
  return { webhookId: webhook.id, uploadUrl, pictureUrl: second.url_tiny };
}
