import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LibraryTransaction } from '../../src/catalogue/library-changes.ts';
import type { IdempotencyRecord, Transaction } from '../../src/gallery/ports.ts';
import { NO_CHANGES } from '../../src/gallery/changes.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database, type Statement } from '../../src/platform/database.ts';
import { D1GalleryStore } from '../../src/storage/gallery-store.ts';
import { D1MediaLibrary } from '../../src/storage/media-library.ts';
import { type JournaledWrite, runIdempotentWrite } from '../../src/storage/idempotent-write.ts';
import { KEY_LIFETIME_MS, plainChange } from '../../src/storage/journal-sql.ts';
import { newOperationId } from '../../src/model/ids.ts';
import { lossyDatabase } from '../faults/lossy-database.ts';
import { upload } from '../gallery/commands.ts';
import { NO_ENTRY } from '../gallery/journal-entries.ts';
import { ACTOR } from '../support/access.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { upload as uploadMedia, storeApi, toBase64 } from '../support/store-api.ts';
import { call, PICTURE_URL, postImages } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { imageForm, listImages, v3 } from '../support/v3.ts';

const LOST = 'Error: Network connection lost.';
const RECORD: IdempotencyRecord = { scope: 'test', key: 'k', fingerprint: 'f' };

/** Sets the clock of the service to a day later, until the test ends. */
const passADay = (): void => void vi.useFakeTimers({ now: Date.now() + KEY_LIFETIME_MS, toFake: ['Date'] });

afterEach(() => vi.useRealTimers());

describe('an Idempotency-Key that has expired', () => {
  const headers = { 'Idempotency-Key': 'k' };

  it('makes another image, and counts anew from then on', async () => {
    const store = await newStore();
    const post = () => v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG), headers });
    await post();
    passADay();
    expect((await post()).headers.get('Idempotency-Replayed')).toBeNull();
    expect((await post()).headers.get('Idempotency-Replayed')).toBe('true');
    expect(await listImages(store, 7)).toHaveLength(2);
  });

  it('makes another media', async () => {
    const store = await newStore();
    const post = () => storeApi(store, 'POST', '/media', { json: { media_data: toBase64(TINY_PNG) }, headers });
    await post();
    passADay();
    expect((await post()).headers.get('Idempotency-Replayed')).toBeNull();
    expect(await uploadMedia(store, TINY_PNG)).toMatchObject({ id: 3 });
  });

  it('makes another job, and another signature key', async () => {
    const store = await newStore();
    const ask = () => postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }], { headers });
    const renew = () => call(store, 'POST', '/webhooks/renew-signature-key', { headers });
    const [job, key] = [await ask(), await renew()];
    passADay();
    expect((await ask()).data).not.toEqual(job.data);
    expect((await renew()).data).not.toEqual(key.data);
  });
});

describe('runIdempotentWrite', () => {
  const write = (store: TestStore, record: IdempotencyRecord = RECORD): JournaledWrite => {
    const statements: Statement[] = [{ sql: `UPDATE stores SET name = name || '+' WHERE id = ?1`, values: [store.id] }];
    const outcome = { sql: `json_object('answer', ?1)`, values: [record.fingerprint] };
    const row = {
      storeId: store.id,
      atMs: Date.now(),
      product: undefined,
      operationId: newOperationId(),
      record,
      actor: ACTOR,
      type: 'webhooks.updated',
      change: plainChange({}),
    } as const;
    return { row, statements, outcome };
  };
  const nameOf = (store: TestStore) =>
    env.DB.prepare('SELECT name FROM stores WHERE id = ?').bind(store.id).first<string>('name');

  it('gives the answer of the first where the key comes again, and writes nothing', async () => {
    const store = await newStore();
    const before = await nameOf(store);
    const database = new Database(env.DB, noCost());
    expect(await runIdempotentWrite(database, write(store))).toEqual({ kind: 'done', outcome: { answer: 'f' } });
    const other = { ...RECORD, fingerprint: 'other' };
    const earlier = { kind: 'duplicate-key', fingerprint: 'f', outcome: { answer: 'f' } };
    expect(await runIdempotentWrite(database, write(store, other))).toEqual(earlier);
    expect(await nameOf(store)).toBe(`${before}+`);
  });

  it('asks three times, and then throws what the database threw', async () => {
    const store = await newStore();
    const before = await nameOf(store);
    const lost = (times: number) =>
      lossyDatabase(new Map(Array.from({ length: times }, (_, index) => [index + 1, 'request'] as const)));
    await expect(runIdempotentWrite(lost(3), write(store))).rejects.toThrow('Network connection lost.');
    expect(await nameOf(store)).toBe(before);
    expect(await runIdempotentWrite(lost(2), write(store))).toMatchObject({ kind: 'done' });
    expect(await nameOf(store)).toBe(`${before}+`);
  });

  it('throws what a constraint says that is none of its own', async () => {
    const store = await newStore();
    const statements = [
      { sql: 'UPDATE store_counters SET shop_image_count = -1 WHERE store_id = ?1', values: [store.id] },
    ];
    const database = new Database(env.DB, noCost());
    await expect(runIdempotentWrite(database, { ...write(store), statements })).rejects.toThrow('CHECK');
  });
});

describe('a batch that fails', () => {
  const plan = (sortOrder: number): Transaction => ({
    operationId: 'op',
    uploadDigest: undefined,
    shift: undefined,
    actor: ACTOR,
    expected: { exists: false, version: 0 },
    entry: NO_ENTRY,
    main: { kind: 'created', index: 0 },
    changes: {
      ...NO_CHANGES,
      inserted: [
        {
          gallery: 'shop',
          sortOrder,
          isThumbnail: false,
          description: '',
          alts: {},
          focalPoint: undefined,
          source: { kind: 'upload', upload: upload() },
          revision: 1,
        },
      ],
    },
    selection: { imageIds: [], variants: [], includesMainImage: false },
    record: undefined,
    nowMs: 0,
  });
  const galleryOn = (store: TestStore, database: Database) =>
    new D1GalleryStore(database, { storeId: store.id, productId: 7 }, crypto.randomUUID());

  it.each(['request', 'answer'] as const)(
    'because its %s was lost leaves it unknown whether it was committed',
    async (loss) => {
      const store = await newStore();
      const gallery = galleryOn(store, lossyDatabase(new Map([[1, loss]])));
      expect(await gallery.commit(plan(0))).toEqual({ kind: 'unknown' });
      expect(loggedEntries()).toEqual([{ event: 'commit-failed', message: LOST.replace('Error: ', '') }]);
      expect((await gallery.load()).images).toHaveLength(loss === 'answer' ? 1 : 0);
    },
  );

  it('for any constraint has written nothing, and is decided anew', async () => {
    const store = await newStore();
    const gallery = galleryOn(store, new Database(env.DB, noCost()));
    expect(await gallery.commit(plan(2 ** 31))).toEqual({ kind: 'stale' });
    expect(loggedEntries()).toEqual([
      { event: 'commit-failed', message: expect.stringContaining('CHECK constraint failed: sort_order') },
    ]);
    expect((await gallery.load()).exists).toBe(false);
  });

  it('of the library leaves it unknown whether it was committed, where its answer was lost', async () => {
    const store = await newStore();
    await uploadMedia(store, TINY_PNG);
    const library = new D1MediaLibrary(lossyDatabase(new Map([[1, 'request']])));
    const removal = ({ id: storeId }: TestStore): LibraryTransaction => ({
      storeId,
      change: { kind: 'remove', mediaId: 1 },
      operationId: 'op',
      record: RECORD,
      actor: ACTOR,
      nowMs: Date.now(),
    });
    expect(await library.commit(removal(store))).toEqual({ kind: 'unknown' });
    expect(loggedEntries()).toEqual([{ event: 'library-commit-failed', message: LOST.replace('Error: ', '') }]);
    expect(await library.commit(removal(store))).toMatchObject({ kind: 'committed' });
  });
});
