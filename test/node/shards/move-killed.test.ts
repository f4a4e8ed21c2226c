import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withLocalDatabase } from '../../../scripts/local-state.ts';
import type { ShardName } from '../../../src/model/shard.ts';
import { operator } from '../support/operator.ts';
import { newStateDir, startService, type RunningService } from '../support/service.ts';

const PRODUCTS = 12;
const IMAGES_EACH = 500;

let state: Awaited<ReturnType<typeof newStateDir>>;
let service: RunningService;
let token: string;

beforeAll(async () => {
  state = await newStateDir();
  service = await startService({ STATE_DIR: state.path, DATABASES: '2' });
});

afterAll(async () => {
  await service.stop();
  await state.remove();
});

/** Runs one statement in a shard and returns its first value. */
const ask = (shard: ShardName, sql: string): unknown =>
  withLocalDatabase(state.path, (database) => Object.values(database.prepare(sql).get() ?? {})[0], shard);

/** Fills a store with rows, so that its move takes a while. */
function fill(storeId: number): void {
  const products = Array.from({ length: PRODUCTS }, (_, index) => index + 1).map(
    (product) => `
    INSERT INTO products (store_id, id, guid, version, created_at, changed_at)
      VALUES (${storeId}, ${product}, 'guid-${product}', 1, 1, 1);
    INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${IMAGES_EACH})
      SELECT ${storeId}, '${product}-' || i, 'originals/acme/${product}-' || i, 'png', 1, 1, 1, 1, 0, unixepoch() * 1000 FROM n;
    INSERT INTO media (store_id, id, blob_id, folder, filename, original_name, file_stem, alt_text, is_pinned, format,
        byte_count, width_px, height_px, created_at, updated_at)
      SELECT ${storeId}, ${(product - 1) * IMAGES_EACH} + row_number() OVER (ORDER BY id), id, 'product', 'a-' || id, 'a', 'a',
          '', 0, 'png', 1, 1, 1, 1, 1 FROM blobs WHERE store_id = ${storeId} AND sha256 GLOB '${product}-*';
    INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description, file_stem,
        format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, blob_id)
      SELECT ${storeId}, ${product}, 'shop', id, id, id, 0, '', 'a', 'png', 1, 1, '', 1, 1, 1, 1, blob_id FROM media
        WHERE store_id = ${storeId} AND id > ${(product - 1) * IMAGES_EACH};`,
  );
  withLocalDatabase(state.path, (database) => database.exec(`BEGIN; ${products.join('\n')} COMMIT;`));
}

const list = async (): Promise<number> => {
  const path = '/stores/acme/v3/catalog/products/12/images?limit=250';
  const response = await fetch(service.origin + path, { headers: { 'X-Auth-Token': token } });
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: unknown[] }).data.length;
};

it('makes stores where there is room or where it is asked to, and lists where they are [SHARD-17, SHARD-21]', async () => {
  expect((await operator(service, 'store', 'create', 'acme', '--database', 'DB')).text).toContain('acme in DB.');
  expect((await operator(service, 'store', 'create', 'roomy')).text).toContain('roomy in DB_2');
  expect((await operator(service, 'store', 'create', 'roomy')).text).toContain('There is a store roomy already');
  expect((await operator(service, 'store', 'create', 'x', '--database', 'DB_9')).text).toContain(
    'There is no database DB_9',
  );
  token = (await operator(service, 'token', 'create', 'acme')).text.trim().split('\n').at(-1) ?? '';
  const roomy = (await operator(service, 'token', 'create', 'roomy')).text.trim().split('\n').at(-1) ?? '';
  const headers = { Authorization: `Bearer ${roomy}` };
  expect((await fetch(`${service.origin}/v1/store`, { headers })).status).toBe(200);
  const listed = (await operator(service, 'store', 'list')).text;
  expect(listed).toMatch(/DB \(\d\.\d MB\):[\s\S]*acme[\s\S]*DB_2 \(\d\.\d MB\):\nroomy/);
  const ids = [ask('DB', `SELECT id FROM stores WHERE hash = 'acme'`), ask('DB_2', 'SELECT id FROM stores')];
  expect(new Set(ids).size).toBe(2);
});

it('goes on with a move after the service was killed in its middle, and loses nothing [SHARD-9, SHARD-22]', async () => {
  const storeId = Number(ask('DB', `SELECT id FROM stores WHERE hash = 'acme'`));
  fill(storeId);
  const count = `SELECT count(*) FROM product_images WHERE store_id = ${storeId}`;
  const env = { ...process.env, STATE_DIR: state.path, PORT: new URL(service.origin).port };
  const tool = spawn(process.execPath, ['scripts/operator.ts', 'store', 'move', 'acme', '--to', 'DB_2'], { env });
  const ended = new Promise<number | null>((resolve) => tool.once('close', resolve));
  await expect.poll(() => Number(ask('DB_2', count)), { interval: 5 }).toBeGreaterThan(0);
  await service.kill();
  expect(await ended).toBe(1);
  expect(ask('DB', `SELECT phase FROM store_moves`)).toBe('leaving');
  const alone = await operator(service, 'store', 'move', 'acme', '--to', 'DB_2');
  expect([alone.code, alone.text]).toEqual([1, expect.stringContaining(`No service runs on ${state.path}`)]);
  service = await startService({ STATE_DIR: state.path });
  expect(await list()).toBe(250);
  expect((await operator(service, 'store', 'list')).text).toMatch(/acme .*on its way to DB_2: not written to/);
  const check = await operator(service, 'check');
  expect(check.text).toMatch(/notice {3}moves {2}acme: is on its way to DB_2 since /);
  expect(check.text).not.toContain('arriving:');
  expect((await operator(service, 'token', 'create', 'acme')).text).toContain('The store is on its way');
  const moved = await operator(service, 'store', 'move', 'acme', '--to', 'DB_2');
  expect(moved.text).toMatch(/acme lives in DB_2; nothing could be written to it for \d/);
  expect([ask('DB_2', count), await list()]).toEqual([PRODUCTS * IMAGES_EACH, 250]);
  const lastId = PRODUCTS * IMAGES_EACH;
  const written = await fetch(`${service.origin}/stores/acme/v3/catalog/products/${PRODUCTS}/images/${lastId}`, {
    method: 'PUT',
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' },
    body: JSON.stringify({ description: 'after' }),
  });
  expect(written.status).toBe(200);
});

it('leaves the demo store where it has moved to when it starts again [SHARD-2]', async () => {
  const stores = `SELECT group_concat(hash) FROM stores WHERE hash NOT GLOB '*:*' AND hash = 'demo'`;
  expect((await operator(service, 'store', 'move', 'demo', '--to', 'DB_2')).text).toContain('demo lives in DB_2');
  await service.stop();
  service = await startService({ STATE_DIR: state.path });
  expect([ask('DB', stores), ask('DB_2', stores)]).toEqual([null, 'demo']);
});

it('says that a store is in two databases, and moves none of both', async () => {
  withLocalDatabase(state.path, (database) =>
    database.exec(`INSERT INTO stores (id, hash, name, created_at) VALUES (9999, 'demo', 'another', 1)`),
  );
  const check = await operator(service, 'check', '--database-only');
  expect([check.code, check.text]).toEqual([1, expect.stringContaining('FAULT    stores  demo: is in DB and in DB_2')]);
  const refused = await operator(service, 'store', 'move', 'demo', '--to', 'DB');
  expect([refused.code, refused.text]).toEqual([1, expect.stringContaining('demo is in DB and in DB_2.')]);
});
