import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { GalleryStore } from '../../src/gallery/ports.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1SweepStore } from '../../src/storage/sweep-store.ts';
import { openGalleryStore, operation, withCommit } from '../faults/gallery-store.ts';
import { create, remove, update, upload } from '../gallery/commands.ts';
import { expectWholeJournal } from '../support/journal.ts';
import { sample } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { readProduct, v1 } from '../support/v1.ts';
import { imageForm, v3 } from '../support/v3.ts';

const VARIANT = '/catalog/products/7/variants/5/image';

/** A product whose variant has had two pictures of its own. */
async function withReplacedVariant(): Promise<TestStore> {
  const store = await newStore();
  for (const file of ['cup-landscape.jpg', 'cup-static.gif']) {
    expect((await v3(store, 'POST', VARIANT, { body: imageForm(sample(file)) })).status).toBe(200);
  }
  return store;
}

/** Opens a product whose first batch comes after something else has happened. */
const after = (inner: GalleryStore, happen: () => Promise<unknown>): GalleryStore =>
  withCommit(inner, async (transaction, call) => {
    if (call === 1) await happen();
    return await inner.commit(transaction);
  });

describe('undo whose files go while it is decided', () => {
  const inAMonth = (store: TestStore) => () =>
    new D1SweepStore(new Database(env.DB, noCost())).removeOldHistory(store.id - 1, {
      nowMs: Date.now() + 31 * 24 * 60 * 60 * 1000,
      limit: 500,
      isDryRun: false,
    });
  const emptied = (store: TestStore) => () => v1(store, 'POST', '/trash/empty', { json: {} });

  it.each([
    ['the trash is emptied', emptied],
    ['the sweep removes them', inAMonth],
  ])('as %s is refused, and leaves a variant as it is', async (_name, happen) => {
    const store = await withReplacedVariant();
    const before = await readProduct(store, 7);
    const gallery = after(openGalleryStore(store, 7), happen(store));
    const undone = await new CommandHandler().execute(operation({ kind: 'undo', toVersion: 1 }), gallery, Date.now);
    expect(undone).toMatchObject({ ok: false, fault: { kind: 'past-lost' } });
    expect(await readProduct(store, 7)).toEqual(before);
  });

  it('as the trash is emptied is refused, and leaves images as they are', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    await new CommandHandler().execute(operation(create({}, {})), inner, Date.now);
    await new CommandHandler().execute(operation(remove(1)), inner, Date.now);
    const gallery = after(inner, emptied(store));
    const undone = await new CommandHandler().execute(operation({ kind: 'undo', toVersion: 1 }), gallery, Date.now);
    expect(undone).toMatchObject({ ok: false, fault: { kind: 'past-lost' } });
    expect((await inner.load()).images.map(({ id }) => id)).toEqual([2]);
    await expectWholeJournal(store);
  });
});

describe('undo between two permitted states', () => {
  const text = (letter: string): string => letter.repeat(140_000);

  it('is not refused for what all texts would take on the way', async () => {
    const store = await newStore();
    const gallery = openGalleryStore(store, 7);
    const run = (...[command]: Parameters<typeof operation>) =>
      new CommandHandler().execute(operation(command), gallery, Date.now);
    await run(create(...Array.from({ length: 11 }, (_, index) => ({ description: index === 0 ? '' : text('a') }))));
    await run(remove(2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    for (const id of [1]) await run(update(id, { description: text('b').repeat(10) }));
    expect(await run({ kind: 'undo', toVersion: 1 })).toMatchObject({ ok: true });
    expect(await run({ kind: 'undo', toVersion: 3 })).toMatchObject({ ok: true });
    expect((await readProduct(store, 7)).images.map(({ alt }) => alt.length)).toEqual([1_400_000]);
  });

  it('is refused where its journal row would be longer than a row may be, and changes nothing', async () => {
    const store = await newStore();
    const gallery = openGalleryStore(store, 7);
    const run = (...[command]: Parameters<typeof operation>) =>
      new CommandHandler().execute(operation(command), gallery, Date.now);
    await run(create({}, {}));
    await run(update(1, { description: text('a').repeat(10) }));
    await run(remove(1));
    await run(update(2, { description: text('b').repeat(10) }));
    const before = await readProduct(store, 7);
    expect(await run({ kind: 'undo', toVersion: 1 })).toMatchObject({ fault: { kind: 'product-texts-full' } });
    expect(await readProduct(store, 7)).toEqual(before);
    expect(await run({ kind: 'undo', toVersion: 3 })).toMatchObject({ ok: true });
  });
});

describe('undo beside twenty thousand rows of other products', () => {
  it('and looking for a repeat read the rows of their own product alone', async () => {
    const store = await newStore();
    const cost = noCost();
    const inner = openGalleryStore(store, 7);
    await new CommandHandler().execute(operation(create({}, {})), inner, Date.now);
    await env.DB.prepare(
      `INSERT INTO journal (store_id, seq, at, operation_id, type, change)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        SELECT ?1, 1 + i, 5, 'other ' || i, 'media.created', '{}' FROM n`,
    )
      .bind(store.id)
      .run();
    await new CommandHandler().execute(operation(update(1, { description: 'x' })), inner, Date.now);
    const counted = openGalleryStore(store, 7, cost);
    await new CommandHandler().execute(
      { ...operation({ kind: 'undo', toVersion: 1 }), isRepeat: true },
      counted,
      Date.now,
    );
    expect((await readProduct(store, 7)).version).toBe(3);
    expect(cost.d1RowsRead).toBeLessThan(120);
  });

  it('bringing an image back reads no other media and no other trash', async () => {
    const store = await newStore();
    const cost = noCost();
    const inner = openGalleryStore(store, 8);
    const names = Array.from({ length: 1000 }, (_, index) => ({
      source: { kind: 'upload', upload: upload(`p${index}`) } as const,
    }));
    await new CommandHandler().execute(operation(create(...names)), inner, Date.now);
    await new CommandHandler().execute(
      operation({ kind: 'delete-page', gallery: 'shop', offset: 0, limit: 900 }),
      inner,
      Date.now,
    );
    const own = openGalleryStore(store, 7);
    await new CommandHandler().execute(operation(create({})), own, Date.now);
    await new CommandHandler().execute(operation(remove(1001)), own, Date.now);
    const counted = openGalleryStore(store, 7, cost);
    const restored = await new CommandHandler().execute(
      operation({ kind: 'restore', imageIds: [1001] }),
      counted,
      Date.now,
    );
    expect(restored).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1001 }] } } });
    expect(cost.d1RowsRead).toBeLessThan(120);
  });
});
