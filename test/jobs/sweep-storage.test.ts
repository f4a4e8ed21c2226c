import { env, exports } from 'cloudflare:workers';
import { createScheduledController } from 'cloudflare:test';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import worker from '../../src/worker/index.ts';
import {
  DROPPED_GRACE_MS,
  ORPHAN_GRACE_MS,
  sweep,
  type SweepBucket,
  type SweepStore,
} from '../../src/jobs/sweep-storage.ts';
import { runStorageSweep } from '../../src/worker/run-storage-sweep.ts';
import { Bucket } from '../../src/platform/bucket.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1SweepStore, sweepBucket } from '../../src/storage/sweep-store.ts';
import { Barrier } from '../faults/barrier.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { ImageUpdate } from '../../src/gallery/commands.ts';
import { create, remove as removal, update, upload } from '../gallery/commands.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, ORIGIN, v3 } from '../support/v3.ts';

const NO_LAG = { droppedKeysMs: 0, walkMs: 0 };

/** A store whose deleted and replaced bytes go at once, so that nothing but the grace keeps them. */
const withoutTrash = (): Promise<TestStore> => newStore({ trashDays: 0 });

/** Returns a time at which everything that exists now is old enough to be swept. */
const later = (): number => Date.now() + ORPHAN_GRACE_MS + 60_000;
const run = (isDryRun = false, nowMs = later()) => runStorageSweep(env, { nowMs, isDryRun });

const keys = async (prefix: string): Promise<string[]> =>
  (await env.BUCKET.list({ prefix })).objects.map(({ key }) => key);
const originals = (store: TestStore): Promise<string[]> => keys(`originals/${store.hash}/`);
const isServed = async (url: string): Promise<boolean> => (await exports.default.fetch(url)).ok;
const remove = (store: TestStore, id: number): Promise<Response> =>
  v3(store, 'DELETE', `/catalog/products/7/images/${id}`);

function ports(): { store: SweepStore; bucket: SweepBucket } {
  return {
    store: new D1SweepStore(new Database(env.DB, noCost())),
    bucket: sweepBucket(new Bucket(env.BUCKET, noCost())),
  };
}

beforeEach(async () => {
  await run();
});

describe('the storage sweep removes', () => {
  it('an original without a row, once it is old enough', async () => {
    await env.BUCKET.put('originals/nobody/orphan.png', TINY_PNG);
    await run(false, Date.now() + ORPHAN_GRACE_MS - 60_000);
    expect(await keys('originals/nobody/')).toHaveLength(1);
    expect((await run()).orphans).toEqual(['originals/nobody/orphan.png']);
    expect(await keys('originals/nobody/')).toEqual([]);
  });

  it('the original and the render source of a deleted image', async () => {
    const store = await withoutTrash();
    await createImage(store, 7, sample('cup.wbmp'));
    expect(await originals(store)).toHaveLength(2);
    await remove(store, 1);
    await run(false, Date.now() + DROPPED_GRACE_MS - 60_000);
    expect(await originals(store)).toHaveLength(2);
    await run(false, Date.now() + DROPPED_GRACE_MS + 60_000);
    expect(await originals(store)).toEqual([]);
  });

  it('the original of a replaced image, and not the new one', async () => {
    const store = await withoutTrash();
    await createImage(store, 7, TINY_PNG);
    const [before] = await originals(store);
    await v3(store, 'PUT', '/catalog/products/7/images/1', { body: imageForm(sample('cup-landscape.jpg')) });
    await run();
    const after = await originals(store);
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
  });

  it('a rendition that was stored after its image was deleted', async () => {
    const store = await withoutTrash();
    await createImage(store, 7, TINY_PNG);
    await remove(store, 1);
    await run();
    await env.BUCKET.put(`derived/${store.hash}/7/1/5/preset-44x58.webp.png`, TINY_PNG);
    await run();
    expect(await keys(`derived/${store.hash}/`)).toEqual([]);
  });

  it('the renditions of a deletion whose Worker died after its batch', async () => {
    const store = await newStore();
    const image = await createImage(store, 7, sample('cup-landscape.jpg'));
    expect(await isServed(image.url_tiny)).toBe(true);
    await new CommandHandler().execute(operation(removal(image.id)), openGalleryStore(store, 7), Date.now);
    expect(await keys(`derived/${store.hash}/`)).toHaveLength(1);
    const listed = await v3(store, 'GET', '/catalog/products/7/images');
    expect(await listed.json()).toMatchObject({ data: [] });
    await run();
    expect(await keys(`derived/${store.hash}/`)).toEqual([]);
    expect(await isServed(image.url_tiny)).toBe(false);
  });

  it('the answer of an Idempotency-Key that has expired [REQ-1]', async () => {
    const store = await newStore();
    await v3(store, 'POST', '/catalog/products/7/images', {
      body: imageForm(TINY_PNG),
      headers: { 'Idempotency-Key': 'k' },
    });
    const count = (): Promise<unknown> => env.DB.prepare('SELECT count(*) AS n FROM answers').first('n');
    await run(false, Date.now() + 23 * 60 * 60 * 1000);
    expect(await count()).toBe(1);
    expect((await run(false, Date.now() + 25 * 60 * 60 * 1000)).expiredRows).toBe(1);
    expect(await count()).toBe(0);
  });
});

describe('the storage sweep keeps', () => {
  it('everything that an image or a variant still shows', async () => {
    const store = await newStore();
    const image = await createImage(store, 7, sample('cup.xbm'));
    const variant = await v3(store, 'POST', '/catalog/products/7/variants/3/image', {
      body: imageForm(sample('cup-static.gif')),
    });
    const { data } = await variant.json<{ data: { image_url: string } }>();
    for (const url of [image.url_zoom, image.url_tiny, data.image_url]) expect(await isServed(url)).toBe(true);
    const before = [...(await originals(store)), ...(await keys(`derived/${store.hash}/`))];
    expect(before).toHaveLength(6);
    const report = await run();
    expect([report.orphans, report.droppedKeys]).toEqual([[], []]);
    expect([...(await originals(store)), ...(await keys(`derived/${store.hash}/`))]).toEqual(before);
  });

  it('the renditions of a revision from before another focal point, until the bytes are replaced', async () => {
    const store = await withoutTrash();
    const { url_tiny: url } = await createImage(store, 7, sample('cup-landscape.jpg'));
    const execute = (fields: Partial<ImageUpdate>) =>
      new CommandHandler().execute(operation(update(1, fields)), openGalleryStore(store, 7), Date.now);
    await execute({ focalPoint: { x: 0.2, y: 0.5 } });
    expect(await isServed(url)).toBe(true);
    await run();
    const [kept] = await keys(`derived/${store.hash}/`);
    expect(kept).toBeDefined();
    // Without the removal that follows the command: what is left is for the sweep.
    await execute({ upload: upload('other') });
    await run();
    expect(await keys(`derived/${store.hash}/`)).toEqual([]);
    expect(await isServed(url)).toBe(false);
  });

  it('a blob that another image shares, with the sweep running between the deletions', async () => {
    const store = await withoutTrash();
    const [first, second] = [await createImage(store, 7, TINY_PNG), await createImage(store, 8, TINY_PNG)];
    await run();
    expect(await originals(store)).toHaveLength(1);
    await remove(store, first.id);
    await run();
    expect(await isServed(second.url_zoom)).toBe(true);
    await v3(store, 'DELETE', `/catalog/products/8/images/${second.id}`);
    await run();
    expect(await originals(store)).toEqual([]);
  });

  it('the blob of another store with the same bytes', async () => {
    const [store, other] = [await withoutTrash(), await newStore()];
    await createImage(store, 7, TINY_PNG);
    const image = await createImage(other, 7, TINY_PNG);
    await remove(store, 1);
    await run();
    expect(await isServed(image.url_zoom)).toBe(true);
  });

  it('bytes that were uploaded again after their deletion, under a new key', async () => {
    const store = await withoutTrash();
    await createImage(store, 7, TINY_PNG);
    await remove(store, 1);
    const again = await createImage(store, 7, TINY_PNG);
    await run();
    expect(await originals(store)).toHaveLength(1);
    expect(await isServed(again.url_zoom)).toBe(true);
  });

  it('everything in a dry run, which reports what it would remove', async () => {
    const store = await withoutTrash();
    await createImage(store, 7, TINY_PNG);
    await remove(store, 1);
    await env.BUCKET.put('originals/nobody/orphan.png', TINY_PNG);
    const report = await run(true);
    expect(report.isDryRun).toBe(true);
    expect(new Set(report.droppedKeys)).toEqual(
      new Set([...(await originals(store)), `derived/${store.hash}/7/1/`, `derived/${store.hash}/media/1/`]),
    );
    expect(report.orphans).toContain('originals/nobody/orphan.png');
    expect(await keys('originals/nobody/')).toHaveLength(1);
    expect(await originals(store)).toHaveLength(1);
  });
});

describe('interleavings (docs/garbage-collection.md)', () => {
  it('1. the upload commits between the listing and the look-up, which finds it', async () => {
    const store = await newStore();
    const { store: rows, bucket } = ports();
    const listed = new Barrier();
    const slow: SweepBucket = {
      ...bucket,
      list: async (prefix, startAfter, limit) => {
        const page = await bucket.list(prefix, startAfter, limit);
        if (prefix === 'originals/') await listed.pass();
        return page;
      },
    };
    const file = upload();
    await env.BUCKET.put(file.originalKey, TINY_PNG);
    const sweeping = sweep(rows, slow, { nowMs: later(), isDryRun: false });
    await listed.reached();
    await new CommandHandler().execute(
      operation(create({ source: { kind: 'upload', upload: file } })),
      openGalleryStore(store, 7),
      Date.now,
    );
    listed.open();
    expect((await sweeping).orphans).not.toContain(file.originalKey);
    expect(await env.BUCKET.head(file.originalKey)).not.toBeNull();
  });

  it('2. the upload tries to commit after the look-up, but is too old, and nothing is written', async () => {
    const store = await newStore();
    const old = { ...upload(), uploadedAtMs: Date.now() - 11 * 60 * 1000 };
    const result = await new CommandHandler().execute(
      operation(create({ source: { kind: 'upload', upload: old } })),
      openGalleryStore(store, 7),
      Date.now,
    );
    expect(result).toMatchObject({ ok: false, fault: { kind: 'busy' } });
    expect((await openGalleryStore(store, 7).load()).images).toEqual([]);
  });

  it('2b. bytes that may still be committed are younger than any that are swept', () => {
    const maxUploadAgeMs = 600_000;
    expect(DROPPED_GRACE_MS).toBeGreaterThan(maxUploadAgeMs);
    expect(ORPHAN_GRACE_MS).toBeGreaterThan(DROPPED_GRACE_MS);
    const trigger = env.MIGRATIONS.flatMap(({ queries }) => queries).find((sql) => sql.includes('blobs_are_fresh'));
    expect(trigger).toContain(`- ${maxUploadAgeMs}`);
  });

  it('3. the same bytes are uploaded while their only image is deleted, with a consistent result in either order', async () => {
    const store = await withoutTrash();
    await createImage(store, 7, TINY_PNG);
    const [, again] = await Promise.all([remove(store, 1), createImage(store, 8, TINY_PNG)]);
    await run();
    expect(await isServed(again.url_zoom)).toBe(true);
    expect(await originals(store)).toHaveLength(1);
  });

  it('4. the sweep dies between the objects and their rows, which the next one removes', async () => {
    const store = await withoutTrash();
    await createImage(store, 7, TINY_PNG);
    await remove(store, 1);
    const { store: rows, bucket } = ports();
    const dying: SweepStore = {
      droppedKeys: (...args) => rows.droppedKeys(...args),
      removeDroppedRows: () => Promise.reject(new Error('died here')),
      unreferenced: (...args) => rows.unreferenced(...args),
      readCursor: (...args) => rows.readCursor(...args),
      saveCursor: (...args) => rows.saveCursor(...args),
      removeOldHistory: (...args) => rows.removeOldHistory(...args),
      begunWalks: () => rows.begunWalks(),
      lag: (nowMs) => rows.lag(nowMs),
    };
    await expect(sweep(dying, bucket, { nowMs: later(), isDryRun: false })).rejects.toThrow('died here');
    expect(await originals(store)).toEqual([]);
    await run();
    expect((await run()).droppedKeys).toEqual([]);
  });

  it('5. two sweeps at once remove the same things once', async () => {
    const store = await withoutTrash();
    const kept = await createImage(store, 7, sample('cup-landscape.jpg'));
    for (const product of [8, 9]) await createImage(store, product, TINY_PNG);
    await v3(store, 'DELETE', '/catalog/products/8/images/2');
    await v3(store, 'DELETE', '/catalog/products/9/images/3');
    await Promise.all([run(), run()]);
    expect(await originals(store)).toHaveLength(1);
    expect(await isServed(kept.url_zoom)).toBe(true);
  });

  it('6. the image is deleted while its rendition is made, which is then removed', async () => {
    const store = await newStore();
    const image = await createImage(store, 7, sample('cup-landscape.jpg'));
    const [response] = await Promise.all([exports.default.fetch(image.url_zoom), remove(store, 1)]);
    await response.arrayBuffer();
    expect(await keys(`derived/${store.hash}/`)).toEqual([]);
    expect(await isServed(image.url_zoom)).toBe(false);
  });
});

it('the storage sweep continues where it ended, and from the beginning after the last page', async () => {
  const objects = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ key: `originals/${name}`, uploadedAtMs: 0 }));
  const seen: string[] = [];
  let cursor: string | undefined;
  const store: SweepStore = {
    droppedKeys: () => Promise.resolve([]),
    removeDroppedRows: () => Promise.resolve(),
    unreferenced: (_prefix, page) => (seen.push(page.join(' ')), Promise.resolve([])),
    readCursor: (prefix) => Promise.resolve(prefix === 'originals/' ? cursor : undefined),
    saveCursor: (prefix, key) => ((cursor = prefix === 'originals/' ? key : cursor), Promise.resolve()),
    removeOldHistory: () => Promise.resolve({ removed: 0, lastStoreId: undefined, isLast: true }),
    begunWalks: () => Promise.resolve([]),
    lag: () => Promise.resolve(NO_LAG),
  };
  const bucket: SweepBucket = {
    list: (prefix, startAfter) => {
      const rest = prefix === 'originals/' ? objects.filter(({ key }) => key > (startAfter ?? '')) : [];
      return Promise.resolve({ objects: rest.slice(0, 2), isLast: rest.length <= 2 });
    },
    delete: () => Promise.resolve(),
    deletePrefixes: () => Promise.resolve(),
  };
  const complete = [];
  for (let index = 0; index < 4; index += 1) {
    complete.push((await sweep(store, bucket, { nowMs: later(), isDryRun: false })).isComplete);
  }
  expect(seen).toEqual([
    'originals/a originals/b',
    'originals/c originals/d',
    'originals/e',
    'originals/a originals/b',
  ]);
  expect(complete).toEqual([false, false, true, false]);
});

it('the walk begins once a day, and goes on every minute', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const runCron = (cron: string) => worker.scheduled(createScheduledController({ scheduledTime: later(), cron }), env);
  const { store } = ports();
  await env.BUCKET.put('originals/nobody/orphan.png', TINY_PNG);
  await runCron('* * * * *');
  expect(await keys('originals/nobody/')).toHaveLength(1);
  await store.saveCursor('originals/', 'originals/a', later());
  await runCron('* * * * *');
  expect(await keys('originals/nobody/')).toEqual([]);
  expect(await store.begunWalks()).toEqual([]);
  await env.BUCKET.put('originals/nobody/orphan.png', TINY_PNG);
  await runCron('* * * * *');
  expect(await keys('originals/nobody/')).toHaveLength(1);
  await runCron('17 3 * * *');
  expect(await keys('originals/nobody/')).toEqual([]);
  expect(log.mock.calls.map(([entry]) => entry)).toEqual(
    [1, 1].map((orphans) => expect.objectContaining({ event: 'swept', orphans })),
  );
});

describe('a round of the sweep is not complete', () => {
  const FULL = 500;
  const nothing: SweepStore = {
    droppedKeys: () => Promise.resolve([]),
    removeDroppedRows: () => Promise.resolve(),
    unreferenced: () => Promise.resolve([]),
    readCursor: () => Promise.resolve(undefined),
    saveCursor: () => Promise.resolve(),
    removeOldHistory: () => Promise.resolve({ removed: 0, lastStoreId: undefined, isLast: true }),
    begunWalks: () => Promise.resolve([]),
    lag: () => Promise.resolve(NO_LAG),
  };
  const empty: SweepBucket = {
    list: () => Promise.resolve({ objects: [], isLast: true }),
    delete: () => Promise.resolve(),
    deletePrefixes: () => Promise.resolve(),
  };
  const isComplete = async (store: Partial<SweepStore>, bucket: Partial<SweepBucket> = {}): Promise<boolean> =>
    (await sweep({ ...nothing, ...store }, { ...empty, ...bucket }, { nowMs: later(), isDryRun: false })).isComplete;
  const keysOf = (count: number) =>
    Array.from({ length: count }, (_, id) => ({ id, kind: 'object', key: `k${id}` }) as const);

  it('where as much was found of a kind as one round takes on', async () => {
    expect(await isComplete({})).toBe(true);
    expect(await isComplete({ droppedKeys: () => Promise.resolve(keysOf(FULL - 1)) })).toBe(true);
    expect(await isComplete({ droppedKeys: () => Promise.resolve(keysOf(FULL)) })).toBe(false);
    const more = { removed: FULL, lastStoreId: undefined, isLast: false };
    expect(await isComplete({ removeOldHistory: () => Promise.resolve(more) })).toBe(false);
  });

  it('where one of the walks has not come to its end', async () => {
    for (const unfinished of ['originals/', 'derived/']) {
      const list = (prefix: string) => Promise.resolve({ objects: [], isLast: prefix !== unfinished });
      expect(await isComplete({}, { list })).toBe(false);
    }
  });
});

it('the sweep walks through a bucket of many pages, and finds the orphan behind them', async () => {
  const { store, bucket } = ports();
  for (let index = 0; index < 7; index += 1) await env.BUCKET.put(`originals/walk/${index}.png`, TINY_PNG);
  const smallPages: SweepBucket = { ...bucket, list: (prefix, startAfter) => bucket.list(prefix, startAfter, 2) };
  const orphans: string[] = [];
  for (let pages = 0; pages < 40 && (await keys('originals/walk/')).length > 0; pages += 1) {
    orphans.push(...(await sweep(store, smallPages, { nowMs: later(), isDryRun: false })).orphans);
  }
  expect(await keys('originals/walk/')).toEqual([]);
  expect(orphans.filter((key) => key.startsWith('originals/walk/'))).toHaveLength(7);
});

it('removes in the next run what a dry run has seen, on whichever page it is', async () => {
  const { store, bucket } = ports();
  for (const prefix of ['originals/', 'derived/'] as const) await store.saveCursor(prefix, undefined, 1);
  for (let index = 0; index < 3; index += 1) await env.BUCKET.put(`originals/0-dry/${index}.png`, TINY_PNG);
  const smallPages: SweepBucket = { ...bucket, list: (prefix, startAfter) => bucket.list(prefix, startAfter, 2) };
  const dry = await sweep(store, smallPages, { nowMs: later(), isDryRun: true });
  const real = await sweep(store, smallPages, { nowMs: later(), isDryRun: false });
  expect(dry.orphans).toEqual(['originals/0-dry/0.png', 'originals/0-dry/1.png']);
  expect(real.orphans).toEqual(dry.orphans);
});

it('keeps the place where each of its walks goes on', async () => {
  const { store } = ports();
  await store.saveCursor('originals/', 'originals/a', 1);
  await store.saveCursor('derived/', 'derived/b', 1);
  await store.saveCursor('originals/', 'originals/c', 1);
  expect([await store.readCursor('originals/'), await store.readCursor('derived/')]).toEqual([
    'originals/c',
    'derived/b',
  ]);
  await store.saveCursor('originals/', undefined, 1);
  expect([await store.readCursor('originals/'), await store.readCursor('derived/')]).toEqual([undefined, 'derived/b']);
});

describe('the operator’s sweep route', () => {
  const ask = (headers: Record<string, string>, query = '?dry_run=true'): Promise<Response> =>
    exports.default.fetch(new Request(`${ORIGIN}/operator/sweep${query}`, { method: 'POST', headers }));

  it('is for the operator only, and answers 404 to others', async () => {
    const statuses = [];
    for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Authorization: 'Basic operator-of-the-tests' }]) {
      statuses.push((await ask(headers)).status);
    }
    expect(statuses).toEqual([404, 404, 404]);
  });

  it('answers with the report', async () => {
    const response = await ask({ Authorization: 'Bearer operator-of-the-tests' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ isDryRun: true, isComplete: true });
  });
});
