import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { productGuid } from '../../src/model/product-guid.ts';
import { fail } from '../../src/platform/result.ts';
import { MOVED_TABLES, rowsOf } from '../../src/storage/moved-tables.ts';
import { runSchedule } from '../../src/worker/schedule.ts';
import { tidyMoves } from '../../src/worker/run-store-move.ts';
import { runStorageSweep } from '../../src/worker/run-storage-sweep.ts';
import { atShard } from '../../src/worker/shards.ts';
import { operation } from '../faults/gallery-store.ts';
import { create } from '../gallery/commands.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { send } from '../support/shoptet.ts';
import { storeApi } from '../support/store-api.ts';
import { v1 } from '../support/v1.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';
import { createWebhook } from '../support/webhooks.ts';
import { exports } from 'cloudflare:workers';
import { fillEverything } from './full-store.ts';
import { ageLeftRows, askToMove, databaseOf, move, newStoreIn, shardsWithRows } from './shards.ts';

/** The tables of which rows belong to no store, or stay where they are. */
const UNMOVED = ['d1_migrations', 'dropped_keys', 'shard_epochs', 'store_moves', 'store_places', 'sweep_cursors'];

/** Writes that are let through while a store moves, as reads make them, or what cleans up behind all stores. */
const LENIENT = [
  'store_counts INSERT',
  'store_counts UPDATE',
  'store_counts DELETE',
  'signing_sessions UPDATE',
  'signing_sessions DELETE',
];

describe('a store that is leaving', () => {
  it('has every table moved that has rows of stores [SHARD-8]', async () => {
    const { results } = await env.DB.prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' ORDER BY name`,
    ).all<{ name: string }>();
    const moved = MOVED_TABLES.map(({ name }) => name);
    expect(results.map(({ name }) => name)).toEqual([...moved, ...UNMOVED].toSorted());
  });

  it('is written to by nothing, whatever the table, and its neighbour is [SHARD-10]', async () => {
    const [store, neighbour] = [await newStoreIn('DB', { origins: ['https://a.example'] }), await newStoreIn('DB')];
    await fillEverything(store, 'DB');
    await env.DB_2?.prepare('ALTER TABLE media RENAME COLUMN alt_text TO other_text').run();
    // The target cannot take it, and so it stays on its way.
    expect(await askToMove(store, 'DB_2')).toMatchObject({ phase: 'failed' });
    loggedEntries();
    for (const table of MOVED_TABLES) {
      const row = `${table.name} WHERE ${rowsOf(table)}`;
      const column =
        table.name === 'journal'
          ? 'key_scope'
          : table.name === 'jobs'
            ? 'status'
            : table.name === 'blobs'
              ? 'sha256'
              : (table.key[0] ?? '');
      const writes = {
        INSERT: `INSERT INTO ${table.name} SELECT * FROM ${row} LIMIT 1`,
        UPDATE: `UPDATE ${row.replace(' WHERE', ` SET ${column} = ${column} WHERE`)}`,
        DELETE: `DELETE FROM ${row}`,
      };
      for (const [kind, sql] of Object.entries(writes)) {
        if (LENIENT.includes(`${table.name} ${kind}`)) continue;
        const written = env.DB.prepare(sql).bind(store.id).run();
        await expect(written, `${kind} ${table.name}`).rejects.toThrow('store_is_moving');
      }
    }
    await createImage(neighbour, 7, TINY_PNG);
    const busy: readonly Promise<Response>[] = [
      v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG) }),
      v3(store, 'DELETE', '/catalog/products/8/images/4'),
      v1(store, 'POST', '/tokens', { json: { label: 'x', scope: 'read' } }),
      v1(store, 'PATCH', '/store', { json: { settings: { placeholderMediaId: null } } }),
      v1(store, 'POST', '/uploads', { json: { productId: 7 } }),
      send(store, 'DELETE', '/webhooks/1'),
      storeApi(store, 'POST', '/media', {}),
    ];
    for (const response of await Promise.all(busy)) {
      expect([response.url, response.status < 500 || response.headers.has('Retry-After')]).toEqual([
        response.url,
        true,
      ]);
    }
    expect((await v3(store, 'GET', '/catalog/products/7/images')).status).toBe(200);
    expect((await v1(store, 'GET', '/store')).status).toBe(200);
    await env.DB_2?.prepare('ALTER TABLE media RENAME COLUMN other_text TO alt_text').run();
    loggedEntries();
    expect(await askToMove(store, '', '&abort=true')).toEqual({ phase: 'taken-back', shard: 'DB' });
    await createImage(store, 7, TINY_PNG);
  });

  it('answers a write with 503 and Retry-After in the form of each API [SHARD-10]', async () => {
    const store = await newStoreIn('DB');
    await env.DB_2?.prepare('ALTER TABLE media RENAME COLUMN alt_text TO other_text').run();
    await askToMove(store, 'DB_2');
    await env.DB_2?.prepare('ALTER TABLE media RENAME COLUMN other_text TO alt_text').run();
    loggedEntries();
    const answers = {
      v3: await v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(sample('cup-square.webp')) }),
      v2: await exports.default.fetch(`http://vitrine.test/stores/${store.hash}/v2/products/7/images`, {
        method: 'POST',
        headers: { 'X-Auth-Token': store.token },
        body: imageForm(TINY_PNG),
      }),
      v1: await v1(store, 'POST', '/webhooks', { json: { url: 'http://pictures.test:8080/hook', events: ['*'] } }),
      shoptet: await send(store, 'POST', '/webhooks', {
        json: { data: [{ event: 'job:finished', url: 'http://pictures.test:8080/hook' }] },
      }),
    };
    for (const [api, response] of Object.entries(answers)) {
      expect([api, response.status, response.headers.get('Retry-After')]).toEqual([api, 503, '5']);
    }
    loggedEntries();
    await askToMove(store, '', '&abort=true');
  });

  it('is refused to whom it cannot be given, and taken back by naming where it is [SHARD-15]', async () => {
    const store = await newStoreIn('DB');
    expect(await askToMove({ ...store, hash: 'nobody' }, 'DB_2')).toMatchObject({
      phase: 'refused',
      reason: 'There is no store nobody.',
    });
    expect(await askToMove(store, 'DB_9')).toMatchObject({
      phase: 'refused',
      reason: expect.stringContaining('no database DB_9'),
    });
    await env.DB_3?.prepare(`INSERT INTO d1_migrations (name) VALUES ('0002_later.sql')`).run();
    expect(await askToMove(store, 'DB_3')).toMatchObject({
      phase: 'refused',
      reason: expect.stringContaining('schema'),
    });
    await env.DB_3?.prepare(`DELETE FROM d1_migrations WHERE name = '0002_later.sql'`).run();
    expect(await askToMove(store, 'DB')).toMatchObject({ phase: 'moved', shard: 'DB' });
    await env.DB_2?.prepare('ALTER TABLE media RENAME COLUMN alt_text TO other_text').run();
    await askToMove(store, 'DB_2');
    await env.DB_2?.prepare('ALTER TABLE media RENAME COLUMN other_text TO alt_text').run();
    loggedEntries();
    expect(await askToMove(store, 'DB_3')).toMatchObject({
      phase: 'refused',
      reason: expect.stringContaining('on its way to DB_2'),
    });
    expect(await askToMove(store, 'DB')).toEqual({ phase: 'taken-back', shard: 'DB' });
    expect(await shardsWithRows(store.id)).toEqual(['DB']);
  });
});

describe('a store that has left', () => {
  it('is not written to by a gallery that was called for where it was, before and after its rows are gone [SHARD-13]', async () => {
    const store = await newStoreIn('DB');
    await createImage(store, 7, TINY_PNG);
    await move(store, 'DB_2');
    const product = { storeId: store.id, productId: 8 };
    const address = { product, guid: productGuid(product), shard: 'DB' } as const;
    const call = async () =>
      (await env.GALLERIES.getByName(`${store.id}:8`).execute(address, operation(create({})))).result;
    expect(await call()).toEqual(fail({ kind: 'busy', retryAfterSeconds: 5 }));
    await ageLeftRows('DB');
    await tidyMoves(env, Date.now());
    expect(await call()).toEqual(fail({ kind: 'busy', retryAfterSeconds: 5 }));
    expect(await shardsWithRows(store.id)).toEqual(['DB_2']);
  });

  it('gets ids of webhooks that no other store of any shard has [SHARD-16]', async () => {
    const ids: number[] = [];
    const stores = await Promise.all((['DB', 'DB_2', 'DB_3'] as const).map((shard) => newStoreIn(shard)));
    for (const to of ['DB_2', 'DB_3', 'DB'] as const) {
      for (const store of stores) ids.push((await createWebhook(store)).id);
      for (const store of stores) {
        for (const shard of ['DB', 'DB_2', 'DB_3'] as const) await ageLeftRows(shard);
        await move(store, to);
      }
    }
    for (const store of stores) ids.push((await createWebhook(store)).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(Number.isSafeInteger)).toBe(true);
    for (const shard of ['DB', 'DB_2', 'DB_3'] as const) await ageLeftRows(shard);
    await tidyMoves(env, Date.now());
  });
});

describe('the schedule', () => {
  it('serves all shards while one of them is broken, and says which [SHARD-18]', async () => {
    await env.DB_3?.prepare(
      `INSERT INTO dropped_keys (kind, key, dropped_at) VALUES ('object', 'originals/x/y', 1)`,
    ).run();
    const broken = {
      ...env,
      DB_2: {
        withSession: () => ({ prepare: () => ({ bind: () => ({}) }), batch: () => Promise.reject(new Error('away')) }),
      },
    };
    await runSchedule({ cron: '* * * * *', scheduledTime: Date.now() }, broken as unknown as Cloudflare.Env);
    const left = await env.DB_3?.prepare(`SELECT count(*) AS n FROM dropped_keys WHERE key = 'originals/x/y'`).first(
      'n',
    );
    expect(left).toBe(0);
    expect(loggedEntries().length).toBeGreaterThan(0);
  });

  it('removes no object that a store of another shard refers to [SHARD-18]', async () => {
    const urls: string[] = [];
    for (const shard of ['DB', 'DB_2', 'DB_3'] as const) {
      const store = await newStoreIn(shard);
      urls.push((await createImage(store, 7, sample('cup-landscape.jpg'))).url_zoom);
    }
    const later = Date.now() + 3 * 60 * 60 * 1000;
    for (const shard of ['DB', 'DB_2', 'DB_3'] as const) {
      const at = atShard(env, shard);
      for (let isComplete = false; !isComplete;) {
        ({ isComplete } = await runStorageSweep(at, { nowMs: later, isDryRun: false }));
      }
    }
    for (const url of urls) expect((await exports.default.fetch(url)).status).toBe(200);
    const database = databaseOf('DB_2');
    await database.prepare(`DELETE FROM dropped_keys`).run();
  });
});
