import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/gallery/commands.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { create, imageUpdate, refer, remove, update } from '../gallery/commands.ts';
import { expectWholeJournal } from '../support/journal.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, guidOf } from '../support/shoptet.ts';
import { place, storeApi, upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, v3 } from '../support/v3.ts';
import { snapshotOf } from '../undo/snapshots.ts';

const now = (): number => Date.now();

/** The platform refuses longer rows. */
const MAX_ROW_BYTES = 2_000_000;

interface Row {
  readonly seq: number;
  readonly type: string;
  readonly product_id: number | null;
  readonly key_scope: string | null;
  readonly change: string;
}

async function rowsOf(store: TestStore): Promise<readonly Row[]> {
  const { results } = await env.DB.prepare(
    'SELECT seq, type, product_id, key_scope, change FROM journal WHERE store_id = ? ORDER BY seq',
  )
    .bind(store.id)
    .all<Row>();
  return results;
}

const typesOf = async (store: TestStore): Promise<readonly string[]> => (await rowsOf(store)).map(({ type }) => type);

/** Executes a command on product 7, with an Idempotency-Key or without. */
async function run(store: TestStore, command: Command, key?: string): Promise<void> {
  const record = key === undefined ? undefined : { scope: 'product:7', key, fingerprint: key };
  const done = await new CommandHandler().execute(operation(command, record), openGalleryStore(store, 7), now);
  expect(done).toMatchObject({ ok: true });
}

describe('the journal', () => {
  it('has one row for each command, of whatever kind', async () => {
    const store = await newStore();
    await run(store, create({}, {}));
    await run(store, update(2, { sortOrder: 0 }));
    await run(store, update(2, { description: 'x' }));
    await run(store, refer('RED', 1));
    await run(store, remove(1));
    await run(store, { kind: 'undo', toVersion: 4 });
    await run(store, { kind: 'delete-page', gallery: 'shop', offset: 0, limit: 1 });
    await run(store, { kind: 'restore', imageIds: [1] });
    const { id } = await upload(store, TINY_PNG);
    await storeApi(store, 'PUT', `/media/${id}`, { json: { alt_text: 'x' } });
    await storeApi(store, 'DELETE', `/media/${id}`);
    expect(await typesOf(store)).toEqual([
      'images.created',
      'images.reordered',
      'images.updated',
      'variants.updated',
      'images.deleted',
      'images.restored',
      'images.deleted',
      'images.restored',
      'media.created',
      'media.updated',
      'media.deleted',
    ]);
    await expectWholeJournal(store);
  });

  it('has none for a command that changes nothing, unless it has a key to be remembered', async () => {
    const store = await newStore();
    await run(store, create({}));
    await run(store, update(1, {}));
    expect(await typesOf(store)).toHaveLength(1);
    await run(store, update(1, {}), 'k');
    await run(store, update(1, {}), 'k');
    expect(await typesOf(store)).toEqual(['images.created', 'images.updated']);
    await expectWholeJournal(store);
  });

  it('has none for a command that was refused', async () => {
    const store = await newStore();
    await v3(store, 'DELETE', '/catalog/products/7/images/1');
    await storeApi(store, 'DELETE', '/media/1');
    expect(await rowsOf(store)).toEqual([]);
  });

  it('has a job when it comes, each of its items, and its end', async () => {
    const store = await newStore();
    await createByJob(store, guidOf(store, 7), 'shop', [{}, {}]);
    const rows = await rowsOf(store);
    expect(rows.map(({ type }) => type)).toEqual(['job.accepted', 'images.created', 'images.created', 'job.finished']);
    expect(JSON.parse(rows.at(-1)?.change ?? '')).toMatchObject({ status: 'completed', done: 2, failed: 0, total: 2 });
    await expectWholeJournal(store);
  });

  it('has changes to webhooks', async () => {
    const store = await newStore();
    await call(store, 'POST', '/webhooks/renew-signature-key');
    expect(await typesOf(store)).toEqual(['webhooks.updated']);
  });

  it('has a row for each product whose images show a text of the library that has changed', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    for (const product of [7, 8, 9]) await place(store, product, id);
    await place(store, 8, id);
    await storeApi(store, 'PUT', `/media/${id}`, { json: { alt_text: 'A cup' } });
    const rows = (await rowsOf(store)).slice(-4);
    expect(rows.map(({ type, product_id }) => [type, product_id])).toEqual([
      ['media.updated', null],
      ['images.updated', 7],
      ['images.updated', 8],
      ['images.updated', 9],
    ]);
    expect(JSON.parse(rows[2]?.change ?? '')).toEqual({ mediaAlt: { mediaId: id, imageIds: [2, 4] } });
    await expectWholeJournal(store);
  });

  it('has the reference that goes with a deleted image in the row of the deletion', async () => {
    const store = await newStore();
    await run(store, create({}));
    await run(store, refer('RED', 1));
    await run(store, remove(1));
    const change: unknown = JSON.parse((await rowsOf(store)).at(-1)?.change ?? '');
    expect(change).toMatchObject({ deleted: [1], variants: [{ variant: 'RED', imageId: 1 }] });
  });

  it('is numbered without gaps however many write at once, each product’s versions in order', async () => {
    const store = await newStore();
    await Promise.all([
      ...Array.from({ length: 8 }, () => createImage(store, 7, TINY_PNG)),
      ...Array.from({ length: 8 }, () => createImage(store, 8, TINY_PNG)),
      ...Array.from({ length: 8 }, () => upload(store, TINY_PNG)),
      createByJob(store, guidOf(store, 9), 'shop', [{}, {}, {}]),
    ]);
    expect(await rowsOf(store)).toHaveLength(8 + 8 + 8 + 5);
    await expectWholeJournal(store);
  });

  it('is not changed afterwards', async () => {
    const store = await newStore();
    await run(store, create({}));
    const edit = env.DB.prepare(`UPDATE journal SET change = '{}' WHERE store_id = ?`).bind(store.id).run();
    await expect(edit).rejects.toThrow('journal_is_written_once');
  });
});

describe('the largest command of each kind', () => {
  const COUNT = 1000;
  /** As many bytes of text as a product may have, in characters of two bytes, and with its quotes. */
  const text = 'ž'.repeat(747);
  const [POINT, OTHER_POINT] = [
    { x: 0.1234, y: 0.5678 },
    { x: 0.8765, y: 0.4321 },
  ];
  const updates = (fields: object): Command => ({
    kind: 'update',
    gallery: 'shop',
    makeRoom: false,
    updates: Array.from({ length: COUNT }, (_, index) => imageUpdate(index + 1, fields)),
  });

  /** Returns how long the longest rows are, with what all their columns take. */
  async function longestRows(store: TestStore): Promise<Record<string, number>> {
    const journal = `SELECT max(length(CAST(change AS BLOB))) + 1000 AS n FROM journal WHERE store_id = ?1`;
    const answers = `SELECT max(length(CAST(answer AS BLOB))) + 100 AS n FROM answers WHERE store_id = ?1`;
    const [change, answer] = await env.DB.batch<{ n: number }>([
      env.DB.prepare(journal).bind(store.id),
      env.DB.prepare(answers).bind(store.id),
    ]);
    return { journal: change?.results[0]?.n ?? 0, answers: answer?.results[0]?.n ?? 0 };
  }

  it(
    'stays below what a row can hold, in the journal and beside it, and can be undone',
    { timeout: 60_000 },
    async () => {
      const store = await newStore();
      await run(
        store,
        create(...Array.from({ length: COUNT }, () => ({ description: text, focalPoint: POINT }))),
        'create',
      );
      const look = await snapshotOf(store, 7);
      await run(store, updates({ description: 'short', focalPoint: OTHER_POINT }), 'texts');
      await run(store, update(1000, { sortOrder: 0 }), 'move');
      await run(store, { kind: 'undo', toVersion: 1 }, 'undo');
      expect(await snapshotOf(store, 7)).toEqual(look);
      await run(store, { kind: 'set-variant-references', references: references(COUNT) }, 'variants');
      await run(store, { kind: 'delete-page', gallery: 'shop', offset: 0, limit: undefined }, 'delete');
      await run(store, { kind: 'undo', toVersion: 4 }, 'undo all');
      expect(await snapshotOf(store, 7)).toEqual(look);
      const { journal = 0, answers = 0 } = await longestRows(store);
      expect(journal).toBeGreaterThan(1_400_000);
      expect(answers).toBeGreaterThan(1_400_000);
      expect(Math.max(journal, answers)).toBeLessThan(MAX_ROW_BYTES);
      await expectWholeJournal(store);
    },
  );

  const references = (count: number): { variant: string; imageId: number }[] =>
    Array.from({ length: count }, (_, index) => ({ variant: `V${index}`, imageId: index + 1 }));
});
