import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { update } from '../gallery/commands.ts';
import { TINY_PNG, sample } from '../support/pictures.ts';
import { call, createByJob, guidOf } from '../support/shoptet.ts';
import { ask, place, storeApi, upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { costOf } from '../support/cost.ts';
import { v1 } from '../support/v1.ts';
import { v2 } from '../support/v2.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';

interface Entry {
  readonly version: number;
  readonly seq: number;
  readonly at: string;
  readonly by: object | null;
  readonly api: string | null;
  readonly kind: string;
  readonly summary: string;
  readonly canUndo: boolean;
}

interface Page {
  readonly items: readonly Entry[];
  readonly next: string | null;
}

const IMAGES = '/catalog/products/7/images';

async function historyOf(store: TestStore, query = ''): Promise<Page> {
  const response = await v1(store, 'GET', `/products/7/history${query}`);
  expect(response.status).toBe(200);
  return await response.json<Page>();
}

const summaries = async (store: TestStore): Promise<string[]> =>
  (await historyOf(store)).items.map(({ summary }) => summary);

describe('GET /v1/products/{product}/history', () => {
  it('has one entry for each version, newest first, with who, when and through which API [V1-21, V1-22]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await v2(store, 'PUT', '/products/7/images/1', { fields: { description: 'A cup' } });
    const { items, next } = await historyOf(store);
    const by = { tokenId: expect.stringMatching(/^[0-9a-f]{12}$/), label: 'test' };
    expect(items).toEqual([
      {
        version: 2,
        seq: 2,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        by,
        api: 'v2',
        kind: 'images.updated',
        summary: 'alt text of 1 image',
        canUndo: true,
      },
      expect.objectContaining({ version: 1, seq: 1, by, api: 'v3', kind: 'images.created', summary: 'added 1 image' }),
    ]);
    expect(next).toBeNull();
  });

  it('names the job whose item it was [V1-22]', async () => {
    const store = await newStore();
    await createByJob(store, guidOf(store, 7), 'shop', [{}]);
    const [entry] = (await historyOf(store)).items;
    expect(entry).toMatchObject({ by: { jobId: expect.any(String) }, api: 'shoptet', kind: 'images.created' });
  });

  it('says in words and numbers what each command did [V1-23]', async () => {
    const store = await newStore();
    for (const name of ['a', 'b', 'c']) await createImage(store, 7, TINY_PNG, { description: name });
    await v3(store, 'PUT', `${IMAGES}/3`, { json: { sort_order: 0 } });
    await v3(store, 'PUT', `${IMAGES}/2`, { json: { is_thumbnail: true } });
    await v3(store, 'POST', `${IMAGES}/2`, { body: imageForm(sample('cup-landscape.jpg')) });
    await call(store, 'PATCH', `/products/${guidOf(store, 7)}/variants-images`, {
      json: { data: { variantsImages: [] } },
    });
    await v3(store, 'POST', '/catalog/products/7/variants/5/image', { body: imageForm(TINY_PNG) });
    await v3(store, 'DELETE', `${IMAGES}/1`);
    await v1(store, 'POST', '/products/7/undo', { json: { toVersion: 3 } });
    expect(await summaries(store)).toEqual([
      'went back to version 3, brought back image 1, new file for image 2, main image 1, picture of variant 5',
      'deleted image 1',
      'picture of variant 5',
      'new file for image 2',
      'main image 2',
      'moved image 3: 2 → 0',
      'added 1 image',
      'added 1 image',
      'added 1 image',
    ]);
    const kinds = (await historyOf(store)).items.map(({ kind }) => kind);
    expect(kinds).toEqual([
      'undo',
      'images.deleted',
      'variants.updated',
      'images.updated',
      'images.updated',
      'images.reordered',
      'images.created',
      'images.created',
      'images.created',
    ]);
  });

  it('has the library’s text that its images show, and not that of images with their own [V1-24]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    await place(store, 7, id);
    await place(store, 8, id);
    const [image] = (await ask(store, 'GET', '/products/8/images')).images ?? [];
    await storeApi(store, 'PUT', `/products/8/images/${image?.id}`, { json: { alt_text: 'own' } });
    await storeApi(store, 'PUT', `/media/${id}`, { json: { alt_text: 'A cup' } });
    const [entry] = (await historyOf(store)).items;
    expect(entry).toMatchObject({
      version: 2,
      api: 'store',
      by: { label: 'test' },
      kind: 'images.updated',
      summary: `library text of media ${id}, shown by 1 image`,
    });
    const other = await (await v1(store, 'GET', '/products/8/history')).json<Page>();
    expect(other.items.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('is read in pages that go on while entries come [V1-11, V1-21]', async () => {
    const store = await newStore();
    for (let index = 0; index < 5; index += 1) await createImage(store, 7, TINY_PNG);
    await createImage(store, 8, TINY_PNG);
    const first = await historyOf(store, '?limit=2');
    await createImage(store, 7, TINY_PNG);
    const second = await historyOf(store, `?limit=2&cursor=${first.next}`);
    const third = await historyOf(store, `?limit=2&cursor=${second.next}`);
    expect([first, second, third].flatMap(({ items }) => items.map(({ version }) => version))).toEqual([5, 4, 3, 2, 1]);
    expect(third.next).toBeNull();
  });

  it('costs one round trip, and reads a few rows an entry whatever else the store has [V1-21]', async () => {
    const store = await newStore();
    for (let index = 0; index < 30; index += 1)
      await v3(store, 'POST', '/catalog/products/8/images', { body: imageForm(TINY_PNG) });
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, TINY_PNG);
    const cost = costOf(await v1(store, 'GET', '/products/7/history'));
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsRead).toBeLessThanOrEqual(20);
  });

  it('is cut where its entries are too many bytes together, and goes on from there [V1-11, V1-21]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const gallery = openGalleryStore(store, 7);
    for (let index = 0; index < 7; index += 1) {
      const description = `${index}${'x'.repeat(900_000)}`;
      const done = await new CommandHandler().execute(operation(update(1, { description })), gallery, Date.now);
      expect(done.ok).toBe(true);
    }
    const pages: (readonly Entry[])[] = [];
    for (let next: string | null = ''; next !== null && pages.length < 9;) {
      const page: Page = await historyOf(store, next === '' ? '' : `?cursor=${next}`);
      pages.push(page.items);
      next = page.next;
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().map(({ version }) => version)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('can be undone while the trash keeps what an entry has removed [V1-25, V1-29]', async () => {
    const store = await newStore({ trashDays: 0 });
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, TINY_PNG);
    await v3(store, 'DELETE', `${IMAGES}/1`);
    const { items } = await historyOf(store);
    // Image 1 was there at versions 1 and 2, and not before.
    expect(items.map(({ canUndo }) => canUndo)).toEqual([false, false, true]);
    for (const [toVersion, status] of [
      [2, 409],
      [1, 409],
      [0, 200],
    ]) {
      expect((await v1(store, 'POST', '/products/7/undo', { json: { toVersion } })).status).toBe(status);
    }
  });

  it('can be undone no more past what was emptied from the trash, on later pages, too [V1-25]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, TINY_PNG);
    await v3(store, 'POST', `${IMAGES}/1`, { body: imageForm(sample('cup-landscape.jpg')) });
    await v3(store, 'DELETE', `${IMAGES}/2`);
    const canUndo = async (): Promise<boolean[]> => {
      const found: boolean[] = [];
      for (let next: string | null = ''; next !== null;) {
        const page: Page = await historyOf(store, `?limit=1${next === '' ? '' : `&cursor=${next}`}`);
        found.push(...page.items.map((entry) => entry.canUndo));
        next = page.next;
      }
      return found;
    };
    expect(await canUndo()).toEqual([true, true, true, true]);
    await v1(store, 'POST', '/trash/empty', { json: { ids: [2] } });
    // Image 2 was there at versions 2 and 3.
    expect(await canUndo()).toEqual([false, false, true, true]);
    await v1(store, 'POST', '/trash/empty', { json: {} });
    // The first file of image 1 was there at versions 1 and 2.
    expect(await canUndo()).toEqual([false, false, false, true]);
  });

  it('is empty for a product that was never seen [V1-16]', async () => {
    const store = await newStore();
    expect(await historyOf(store)).toEqual({ items: [], next: null });
    const registered = await newStore({ registeredProductsOnly: true });
    expect((await v1(registered, 'GET', '/products/7/history')).status).toBe(404);
  });

  it('answers 304 while nothing has changed [V1-9]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const etag = (await v1(store, 'GET', '/products/7/history')).headers.get('ETag') ?? '';
    const headers = { 'If-None-Match': etag };
    expect((await v1(store, 'GET', '/products/7/history', { headers })).status).toBe(304);
    await createImage(store, 7, TINY_PNG);
    expect((await v1(store, 'GET', '/products/7/history', { headers })).status).toBe(200);
  });
});
