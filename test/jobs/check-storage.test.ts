import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  DATABASE_CHECKS,
  findFaults,
  repairFaults,
  type RunStatements,
} from '../../scripts/operator/check/run-checks.ts';
import { raiseStatements } from '../../scripts/operator/restore-sql.ts';
import { ORPHAN_GRACE_MS, type WalkedPrefix } from '../../src/jobs/sweep-storage.ts';
import type { CheckOptions, CheckReport } from '../../src/jobs/check-storage.ts';
import { runStorageCheck } from '../../src/worker/run-storage-check.ts';
import { withWrongAdler } from '../ingest/damage.ts';
import { fillProduct } from '../support/fill.ts';
import { getPicture } from '../support/get-picture.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { upload } from '../support/store-api.ts';
import { createImage, imageForm, ORIGIN, v3 } from '../support/v3.ts';

const DAY_MS = 86_400_000;

/** Looks at all pages, and returns what they found together. */
async function check(options: Partial<CheckOptions> = {}): Promise<CheckReport['findings']> {
  const findings: CheckReport['findings'][number][] = [];
  for (const prefix of ['originals/', 'derived/'] satisfies WalkedPrefix[]) {
    let after: string | undefined;
    do {
      const page = { prefix, after, nowMs: Date.now(), readsBytes: false, repairs: false, ...options };
      const report = await runStorageCheck(env, page);
      findings.push(...report.findings);
      after = report.next;
    } while (after !== undefined);
  }
  return findings;
}

const summary = async (options: Partial<CheckOptions> = {}): Promise<readonly string[]> =>
  (await check(options)).map((finding) => `${finding.check}: ${finding.place}: ${finding.detail}`);

const originalsOf = async (store: TestStore): Promise<readonly string[]> =>
  (await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects.map(({ key }) => key);

/** Returns a bucket that answers reads as `read` does. */
const withReads = (bucket: R2Bucket, read: () => Promise<never>): R2Bucket =>
  new Proxy(bucket, {
    get: (target, name) => {
      if (name === 'get') return read;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });

/** A store with one image, and the key of its original. What is deleted of it is gone at once. */
async function storeWithImage(bytes = TINY_PNG): Promise<{ store: TestStore; key: string; url: string }> {
  const store = await newStore({ trashDays: 0 });
  const image = await createImage(store, 7, bytes);
  const key = (await originalsOf(store)).find((each) => !each.includes('.render.')) ?? '';
  return { store, key, url: image.url_tiny };
}

it('a hosted database takes every statement of the check, and mends nothing where all is well', async () => {
  await storeWithImage();
  const run: RunStatements = async (statements) => {
    const results = await env.DB.batch(statements.map((sql) => env.DB.prepare(sql)));
    return z
      .array(z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))))
      .parse(results.map((each) => each.results));
  };
  const all = DATABASE_CHECKS.map(({ name, advice }) => ({
    check: name,
    place: '',
    detail: '',
    advice,
    isNotice: false,
    canBeMended: true,
  }));
  expect(await findFaults(run)).toEqual([]);
  expect(await repairFaults(run, all)).toEqual([]);
});

it('a hosted database takes every statement after a restore; ids go on later, and ETags of before count no more', async () => {
  const { store } = await storeWithImage();
  const images = '/catalog/products/7/images';
  const before = (await v3(store, 'GET', images)).headers.get('ETag') ?? '';
  await env.DB.batch(raiseStatements(1000).map((statement) => env.DB.prepare(statement)));
  const after = (await v3(store, 'GET', images, { headers: { 'If-None-Match': before } })).headers.get('ETag') ?? '';
  expect([before, after]).toEqual(['"v1.1"', '"v1.1001"']);
  const change = async (ifMatch: string): Promise<number> =>
    (await v3(store, 'PUT', `${images}/1`, { json: { sort_order: 5 }, headers: { 'If-Match': ifMatch } })).status;
  expect([await change(before), await change(after)]).toEqual([412, 200]);
  expect((await createImage(store, 7, TINY_PNG)).id).toBe(1002);
  const journal = await env.DB.prepare('SELECT seq, type FROM journal WHERE store_id = ? ORDER BY seq')
    .bind(store.id)
    .all();
  expect(journal.results).toEqual([
    { seq: 1, type: 'images.created' },
    { seq: 1001, type: 'store.restored' },
    { seq: 1002, type: 'images.reordered' },
    { seq: 1003, type: 'images.created' },
  ]);
});

describe('check of the bucket', () => {
  it('finds nothing where all is well, whatever is shown', async () => {
    const { store, url } = await storeWithImage(sample('cup-24-bits.bmp'));
    await upload(store, TINY_PNG, { filename: 'a.png' });
    await v3(store, 'POST', '/catalog/products/7/variants/3/image', { body: imageForm(sample('turf-grey.png')) });
    await getPicture(url);
    expect(await summary({ nowMs: Date.now() + 3 * DAY_MS, readsBytes: true })).toEqual([]);
  });

  it('finds an original that is gone, and says what shows it', async () => {
    const { store, key } = await storeWithImage();
    await v3(store, 'POST', '/catalog/products/8/variants/3/image', { body: imageForm(TINY_PNG) });
    await env.BUCKET.delete(key);
    const found = [`originals: ${key}: it is not in the bucket; shown by product 7 image 1, product 8 variant 3`];
    expect(await summary()).toEqual(found);
    expect(await summary({ repairs: true })).toEqual(found);
    await env.BUCKET.put(key, TINY_PNG);
  });

  it('finds an original that is gone and that only the trash has', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await v3(store, 'DELETE', '/catalog/products/7/images/1');
    const [key = ''] = await originalsOf(store);
    expect(await summary({ nowMs: Date.now() + DAY_MS })).toEqual([]);
    await env.BUCKET.delete(key);
    expect(await summary()).toEqual([`originals: ${key}: it is not in the bucket; shown by media 1 of the trash`]);
    await env.BUCKET.put(key, TINY_PNG);
  });

  it('has equal bytes stored anew where an original is gone, for they would share what is lost', async () => {
    const { store, key, url } = await storeWithImage(sample('turf-grey.png'));
    await env.BUCKET.delete(key);
    await createImage(store, 8, sample('turf-grey.png'));
    expect(await originalsOf(store)).toHaveLength(1);
    expect((await check({ repairs: true })).map(({ isMended }) => isMended)).toEqual([false]);
    const again = await createImage(store, 9, sample('turf-grey.png'));
    expect((await getPicture(again.url_tiny)).status).toBe(200);
    expect((await getPicture(url)).status).toBe(404);
    expect((await check({ repairs: true })).map(({ place }) => place)).toEqual([key]);
    await v3(store, 'DELETE', '/catalog/products/7/images/1');
    await v3(store, 'DELETE', '/catalog/products/8/images/2');
    expect(await summary()).toEqual([]);
  });

  it.each([
    ['of another size', () => sample('turf-grey.png'), 'original-sizes', false],
    ['with other bytes', () => TINY_PNG.with(60, 1), 'original-hashes', true],
  ])('finds an original %s', async (_, bytes, name, readsBytes) => {
    const { key } = await storeWithImage();
    await env.BUCKET.put(key, bytes());
    expect((await check({ readsBytes })).map(({ check: found, place }) => [found, place])).toEqual([[name, key]]);
    await env.BUCKET.put(key, TINY_PNG);
  });

  it('corrects a size that the database has wrong, also of the media, where the bytes are the right ones', async () => {
    const { key } = await storeWithImage();
    const raise = 'UPDATE blobs SET byte_count = byte_count + 1 WHERE original_key = ?';
    await env.DB.prepare(raise).bind(key).run();
    await env.DB.prepare(
      'UPDATE media SET byte_count = 1 WHERE blob_id = (SELECT id FROM blobs WHERE original_key = ?)',
    )
      .bind(key)
      .run();
    const detail = `it has ${TINY_PNG.length} bytes in place of ${TINY_PNG.length + 1}; its SHA-256 is right; shown by product 7 image 1`;
    expect(await summary()).toEqual([`original-sizes: ${key}: ${detail}`]);
    expect((await check({ repairs: true })).map(({ isMended }) => isMended)).toEqual([true]);
    expect(await summary()).toEqual([]);
    const rows = await env.DB.prepare(
      'SELECT m.byte_count AS media, b.sha256 FROM blobs b JOIN media m ON m.blob_id = b.id WHERE b.original_key = ?',
    )
      .bind(key)
      .all();
    expect(rows.results).toEqual([{ media: TINY_PNG.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  it('reads every original where it is told to, and finds one whose bytes cannot be had', async () => {
    const { key } = await storeWithImage();
    const bucket = withReads(env.BUCKET, () => Promise.reject(new Error('broken')));
    const page = { prefix: 'originals/', after: undefined, nowMs: Date.now(), repairs: false } as const;
    const { findings } = await runStorageCheck({ DB: env.DB, BUCKET: bucket }, { ...page, readsBytes: true });
    expect(findings.find(({ place }) => place === key)).toMatchObject({
      check: 'originals',
      detail: 'it is listed, but its bytes cannot be read; shown by product 7 image 1',
      isMended: false,
    });
    expect((await runStorageCheck({ DB: env.DB, BUCKET: bucket }, { ...page, readsBytes: false })).findings).toEqual(
      [],
    );
    expect(new Set(loggedErrors())).toEqual(new Set(['original-unreadable']));
    expect(await summary({ readsBytes: true })).toEqual([]);
  });

  it('knows the hash of what was uploaded without reading it', async () => {
    const { key } = await storeWithImage();
    const [listed] = (await env.BUCKET.list({ prefix: key })).objects;
    expect(listed?.checksums.sha256?.byteLength).toBe(32);
    await env.BUCKET.put(key, TINY_PNG.with(60, 1), {
      sha256: await crypto.subtle.digest('SHA-256', TINY_PNG.with(60, 1)),
    });
    expect((await check()).map(({ check: found }) => found)).toEqual(['original-hashes']);
    await env.BUCKET.put(key, TINY_PNG);
  });

  it('makes a lost render source again', async () => {
    const { store, url } = await storeWithImage(sample('cup-24-bits.bmp'));
    const lost = (await originalsOf(store)).find((key) => key.includes('.render.')) ?? '';
    await env.BUCKET.delete(lost);
    expect((await getPicture(url)).status).toBe(404);
    expect((await check()).map(({ check: found, place }) => [found, place])).toEqual([['render-sources', lost]]);
    expect((await check({ repairs: true })).map(({ isMended }) => isMended)).toEqual([true]);
    expect(await summary()).toEqual([]);
    expect((await getPicture(url)).status).toBe(200);
  });

  it('renders a picture from its original again where a copy is lost that was made on refusal', async () => {
    const { store, url } = await storeWithImage(withWrongAdler(sample('cup-palette.png')));
    await getPicture(url);
    const lost = (await originalsOf(store)).find((key) => key.includes('.render.')) ?? '';
    await env.BUCKET.delete(lost);
    expect((await check({ repairs: true })).map(({ isMended }) => isMended)).toEqual([true]);
    expect(await summary()).toEqual([]);
  });

  it('finds what belongs to nothing once the sweep should have come to it, and notes it for the sweep', async () => {
    const { store } = await storeWithImage();
    const orphans = [`originals/${store.hash}/orphan.png`, `derived/${store.hash}/7/1/5/preset-1x1.webp.webp`];
    for (const key of orphans) await env.BUCKET.put(key, TINY_PNG);
    expect(await summary({ nowMs: Date.now() + DAY_MS })).toEqual([]);
    const nowMs = Date.now() + DAY_MS + ORPHAN_GRACE_MS + 1000;
    expect((await check({ nowMs, repairs: true })).map(({ place }) => place)).toEqual(orphans);
    expect(await summary({ nowMs })).toEqual([]);
    const { results } = await env.DB.prepare('SELECT key FROM dropped_keys WHERE key IN (?, ?) ORDER BY id')
      .bind(...orphans)
      .all();
    expect(results.map(({ key }) => key)).toEqual(orphans);
  });

  it('walks in pages, whose ends are the same for the bucket and the database', async () => {
    const store = await newStore({ trashDays: 0 });
    const places = Array.from({ length: 30 }, (_, index) => index);
    for (const index of places) await createImage(store, 7, Uint8Array.of(...TINY_PNG, index));
    const keys = await originalsOf(store);
    for (const key of keys.filter((__, index) => index % 3 === 0)) await env.BUCKET.delete(key);
    const missing = keys.filter((__, index) => index % 3 === 0);
    expect((await check({ readsBytes: true })).map(({ place }) => place)).toEqual(missing);
    for (const key of missing) await env.BUCKET.put(key, TINY_PNG);
    for (const index of places) await v3(store, 'DELETE', `/catalog/products/7/images/${index + 1}`);
  });

  it('looks into a bounded number of faults a page, and finds all of them', async () => {
    const store = await newStore({ trashDays: 0 });
    await fillProduct(store, 7, 120);
    await env.DB.prepare(
      `UPDATE blobs SET original_key = 'originals/' || ?1 || '/' || original_key WHERE store_id = ?2`,
    )
      .bind(store.hash, store.id)
      .run();
    const options = {
      prefix: 'originals/',
      after: undefined,
      nowMs: Date.now(),
      readsBytes: false,
      repairs: true,
    } as const;
    const first = await runStorageCheck(env, options);
    expect(first.findings).toHaveLength(50);
    expect(first.next).toBe(first.findings.at(-1)?.place);
    const places = (await check()).map(({ place }) => place);
    expect(new Set(places).size).toBe(120);
    expect(places).toHaveLength(120);
    for (let id = 1; id <= 120; id += 1) await v3(store, 'DELETE', `/catalog/products/7/images/${id}`);
  });

  it.each(['', '?prefix=imports/'])('is no route without a folder that it checks: %s', async (query) => {
    const headers = { Authorization: 'Bearer operator-of-the-tests' };
    const ask = (path: string) => exports.default.fetch(new Request(`${ORIGIN}${path}`, { method: 'POST', headers }));
    expect((await ask(`/operator/check${query}`)).status).toBe(404);
    expect((await ask('/operator/check?prefix=derived/')).status).toBe(200);
  });
});
