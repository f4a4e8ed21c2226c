import { expect, it } from 'vitest';
import { costOf, type SeenCost } from './support/cost.ts';
import { TINY_PNG } from './support/pictures.ts';
import { createByJob, guidOf } from './support/shoptet.ts';
import { fillProduct } from './support/fill.ts';
import { newStore, type TestStore } from './support/stores.ts';
import { createdOf, createJson, formOf, postForm } from './support/v1-create.ts';
import { newUploadUrl, postFile } from './support/uploads.ts';
import { v1 } from './support/v1.ts';

/** Pictures that are no two alike: readers pass over what comes after the end. */
const pictures = (count: number): readonly Uint8Array[] =>
  Array.from(
    { length: count },
    (_, index) => new Uint8Array([...TINY_PNG, ...new TextEncoder().encode(String(index))]),
  );

async function costOfCreating(store: TestStore, count: number): Promise<SeenCost> {
  const response = await postForm(store, formOf(pictures(count)));
  const { results } = await createdOf(response.clone());
  expect(results.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 201));
  return costOf(response);
}

it('creating 1, 10 and 100 images of files: one call of the gallery and one batch [V1-108]', async () => {
  for (const count of [1, 10, 100]) {
    const cost = await costOfCreating(await newStore(), count);
    // Of a new product: its access, its gallery that loads it, and the batch.
    expect(cost).toMatchObject({
      roundTrips: 3,
      galleryCalls: 1,
      r2Writes: count,
      r2Reads: 0,
      r2Deletes: 0,
      r2Lists: 0,
    });
    expect(cost.statements).toBeLessThanOrEqual(2 * count + 9);
    expect(cost.rowsWritten).toBeLessThanOrEqual(11 * count + 6);
    expect(cost.rowsRead).toBeLessThanOrEqual(22 * count + 16);
  }
});

it('creating one image in a gallery of 900 reads nothing of the others [V1-108]', async () => {
  const [store, small] = [await newStore(), await newStore()];
  await fillProduct(store, 7, 900);
  // The first command loads the product, which its gallery keeps.
  for (const one of [store, small]) await costOfCreating(one, 1);
  const [large, little] = [await costOfCreating(store, 1), await costOfCreating(small, 1)];
  expect(large).toEqual(little);
  expect(large).toMatchObject({ roundTrips: 2, galleryCalls: 1, rowsWritten: 13 });
  expect(large.rowsRead).toBeLessThanOrEqual(42);
});

it('media take one look at the library more, and a key costs no call of its own, a repeat one look-up more [V1-108]', async () => {
  const store = await newStore();
  await costOfCreating(store, 1);
  const media = Array.from({ length: 20 }, () => ({ mediaId: 1 }));
  const placed = costOf(await createJson(store, media));
  expect(placed).toMatchObject({ roundTrips: 3, galleryCalls: 1 });
  expect(placed.rowsRead).toBeLessThanOrEqual(16 * media.length + 20);
  const key = { 'Idempotency-Key': 'one' };
  expect(costOf(await createJson(store, media, key))).toMatchObject({ roundTrips: 3, galleryCalls: 1 });
  const repeated = costOf(await createJson(store, media, key));
  expect(repeated).toMatchObject({ roundTrips: 4, galleryCalls: 1, rowsWritten: 0 });
  expect(repeated.rowsRead).toBeLessThanOrEqual(2 * media.length + 10);
});

it('a file by an upload URL: its grant, and the batch [V1-108]', async () => {
  const store = await newStore();
  await costOfCreating(store, 1);
  const cost = costOf(await postFile(await newUploadUrl(store)));
  expect(cost).toMatchObject({ roundTrips: 2, galleryCalls: 1, rowsWritten: 15 });
  expect(cost.rowsRead).toBeLessThanOrEqual(50);
});

it('a job of 100 images is one batch; a job and a list of jobs are one round trip each [V1-109, V1-111, V1-112]', async () => {
  const store = await newStore();
  const images = Array.from({ length: 100 }, () => ({ url: 'https://pictures.example/a.png' }));
  const accepted = costOf(await createJson(store, images));
  expect(accepted).toMatchObject({ roundTrips: 2, galleryCalls: 0 });
  expect(accepted.rowsWritten).toBeLessThanOrEqual(3 * images.length + 10);
  await createByJob(store, guidOf(store, 7), 'shop', [{}, {}, {}]);
  const list = await v1(store, 'GET', '/jobs');
  const { items } = await list.clone().json<{ items: { id: string }[] }>();
  expect(costOf(list)).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
  expect(costOf(list).rowsRead).toBeLessThanOrEqual(2 * items.length + 2);
  const job = costOf(await v1(store, 'GET', `/jobs/${items[0]?.id}`));
  expect(job).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
  expect(job.rowsRead).toBeLessThanOrEqual(70);
});

it('a change to a media: access, the batch, and the media as it is then [V1-115]', async () => {
  const store = await newStore();
  await costOfCreating(store, 1);
  const cost = costOf(await v1(store, 'PATCH', '/media/1', { json: { alt: 'A dot' } }));
  expect(cost.roundTrips).toBe(3);
  expect(cost.rowsRead).toBeLessThanOrEqual(60);
});
