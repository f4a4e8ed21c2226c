import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { Command, ImageUpdate } from '../../src/gallery/commands.ts';
import type { FocalPoint } from '../../src/model/focal-point.ts';
import type { Upload } from '../../src/model/media.ts';
import { noCost } from '../../src/platform/cost.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { remove, update, upload } from '../gallery/commands.ts';
import { sample } from '../support/pictures.ts';
import { findStored, openPictureIndex } from '../support/stored-picture.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { readProduct } from '../support/v1.ts';
import { createImage } from '../support/v3.ts';
import { rows, run } from './sql.ts';

const [A, B]: readonly [FocalPoint, FocalPoint] = [
  { x: 0.25, y: 0.5 },
  { x: 0.75, y: 0.5 },
];

async function execute(store: TestStore, command: Command): Promise<void> {
  const executed = await new CommandHandler().execute(operation(command), openGalleryStore(store, 7), Date.now);
  if (!executed.ok) throw new Error(executed.fault.kind);
}

const change = (store: TestStore, fields: Partial<ImageUpdate>): Promise<void> => execute(store, update(1, fields));

async function withImage(settings: object = {}): Promise<TestStore> {
  const store = await newStore(settings);
  await createImage(store, 7, sample('cup-landscape.jpg'));
  return store;
}

/** Other bytes of the same shape, whose URLs differ by their revision alone. */
const otherBytes = (): Upload => ({ ...upload('shoe'), format: 'jpeg', widthPx: 60, heightPx: 40 });

const urlOf = async (store: TestStore): Promise<string> => (await readProduct(store, 7)).images[0]?.urls.zoom ?? '';

/** What a URL shows: its focal point, `middle`, or that it shows nothing. */
async function shown(url: string): Promise<FocalPoint | 'middle' | 'nothing'> {
  const stored = await findStored(url);
  return stored === undefined ? 'nothing' : (stored.focalPoint ?? 'middle');
}

describe('a URL with a revision from before a change of the focal point', () => {
  it('shows what it did, and the present one what was set', async () => {
    const store = await withImage();
    const urls = [await urlOf(store)];
    for (const focalPoint of [A, B, null, A]) {
      await change(store, { focalPoint });
      urls.push(await urlOf(store));
    }
    expect(new Set(urls).size).toBe(5);
    expect(await Promise.all(urls.map(shown))).toEqual(['middle', A, B, 'middle', A]);
  });

  it('costs one row more than the present one, which costs what it did', async () => {
    const store = await withImage();
    const first = await urlOf(store);
    const cost = async (url: string) => {
      const counted = noCost();
      await findStored(url, counted);
      return [counted.d1RoundTrips, counted.d1RowsRead];
    };
    // Four rows of the picture, and one of its size.
    expect(await cost(first)).toEqual([1, 5]);
    await change(store, { focalPoint: A });
    expect(await cost(await urlOf(store))).toEqual([1, 5]);
    expect(await cost(first)).toEqual([1, 6]);
  });

  it('shows nothing once the bytes are replaced, and what it did when they come back', async () => {
    const store = await withImage();
    const first = await urlOf(store);
    await change(store, { focalPoint: A });
    const second = await urlOf(store);
    await change(store, { upload: otherBytes() });
    const replaced = await urlOf(store);
    expect(await Promise.all([first, second, replaced].map(shown))).toEqual(['nothing', 'nothing', A]);
    await execute(store, { kind: 'undo', toVersion: 2 });
    expect(await urlOf(store)).toBe(second);
    expect(await Promise.all([first, second, replaced].map(shown))).toEqual(['middle', A, 'nothing']);
    await execute(store, { kind: 'undo', toVersion: 1 });
    expect(await urlOf(store)).toBe(first);
    expect(await Promise.all([first, second, replaced].map(shown))).toEqual(['middle', A, 'nothing']);
    await change(store, { focalPoint: B });
    const third = await urlOf(store);
    expect([first, second, replaced]).not.toContain(third);
    expect(await Promise.all([first, second, third].map(shown))).toEqual(['middle', A, B]);
  });

  it('shows nothing while its image is deleted, and what it did when it comes back', async () => {
    const store = await withImage();
    const first = await urlOf(store);
    await change(store, { focalPoint: A });
    const second = await urlOf(store);
    await execute(store, remove(1));
    expect(await Promise.all([first, second].map(shown))).toEqual(['nothing', 'nothing']);
    await execute(store, { kind: 'restore', imageIds: [1] });
    expect(await urlOf(store)).toBe(second);
    expect(await Promise.all([first, second].map(shown))).toEqual(['middle', A]);
    await change(store, { focalPoint: B });
    expect(await Promise.all([first, second].map(shown))).toEqual(['middle', A]);
  });

  it('shows nothing of another store, product or image, and none with another stem', async () => {
    const [store, other] = [await withImage(), await withImage()];
    const first = await urlOf(store);
    await change(store, { focalPoint: A });
    expect(await shown(first)).toBe('middle');
    // The other store's image has the same number, and none of these revisions.
    await run(
      'UPDATE product_images SET revision = 1, last_revision = 1, has_earlier_revisions = 1 WHERE store_id = ?',
      other.id,
    );
    await run('DELETE FROM earlier_revisions WHERE store_id = ?', other.id);
    for (const wrong of [
      first.replace(`/s-${store.hash}/`, `/s-${other.hash}/`),
      first.replace('/products/7/', '/products/8/'),
      first.replace('/images/1/', '/images/2/'),
      first.replace('.jpg', '.png'),
    ]) {
      expect([wrong, await shown(wrong)]).toEqual([wrong, 'nothing']);
    }
  });

  it('leaves nothing behind in a store that keeps no trash', async () => {
    const store = await withImage({ trashDays: 0 });
    const earlier = () => rows('SELECT revision FROM earlier_revisions WHERE store_id = ?', store.id);
    await change(store, { focalPoint: A });
    expect(await earlier()).toHaveLength(1);
    await change(store, { upload: otherBytes() });
    expect(await earlier()).toEqual([]);
    await change(store, { focalPoint: B });
    await execute(store, remove(1));
    expect(await earlier()).toEqual([]);
  });
});

describe('an image by its number, as cuts find it', () => {
  it('has its present focal point, and the first revision of its bytes', async () => {
    const store = await withImage();
    const find = () => openPictureIndex().findImage(store.hash, 'shop', 1);
    const created = await find();
    expect(created).toMatchObject({ focalPoint: undefined, firstRevision: created?.revision });
    for (const focalPoint of [A, B]) await change(store, { focalPoint });
    expect(await find()).toMatchObject({
      focalPoint: B,
      revision: (created?.revision ?? 0) + 2,
      firstRevision: created?.revision,
    });
    await change(store, { upload: { ...otherBytes(), widthPx: 40 } });
    const replaced = await find();
    expect(replaced).toMatchObject({ focalPoint: undefined, firstRevision: replaced?.revision });
  });
});
