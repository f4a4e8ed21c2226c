import { openAsBlob, readFileSync } from 'node:fs';
import { expect, inject, it } from 'vitest';
import { type UploadProgress, uploadTo, Vitrine, VitrineProblem } from 'vitrine-client';

const vitrine = new Vitrine({ url: inject('origin'), token: 'demo-token' });
const cup = (): Promise<Blob> => openAsBlob('samples/cup-landscape.jpg');
const broken = new Blob(['not a picture']);

/** Returns the problem that a call throws. */
async function problemOf(call: Promise<unknown>): Promise<VitrineProblem> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof VitrineProblem) return thrown;
  throw new Error('There was no problem.', { cause: thrown });
}

it('creates images from files, and tells which were bad without an exception [CLI-3, CLI-11]', async () => {
  const { version, etag, results } = await vitrine.images.create(81_001, [
    { file: await cup(), fileName: 'a čup & co.jpg', alt: 'A cup' },
    { file: broken, fileName: 'broken.jpg' },
  ]);
  expect(version).toBe(1);
  const [good, bad] = results;
  expect(good).toMatchObject({ status: 201, image: { alt: 'A cup', media: { fileName: 'a čup & co.jpg' } } });
  expect(bad).toMatchObject({ status: 422, problem: { status: 422 } });
  const product = await vitrine.products.get(81_001);
  expect(product.images).toHaveLength(1);
  expect(product.etag).toBe(etag);
  const none = await vitrine.images.create(81_001, [{ file: broken }]);
  expect(none.results).toEqual([expect.objectContaining({ status: 422 })]);
});

it('changes, moves, orders and deletes images under the ETag that was read [CLI-3]', async () => {
  const cups = await Promise.all([cup(), openAsBlob('samples/cup-square.webp'), openAsBlob('samples/cup-palette.png')]);
  const created = await vitrine.images.create(
    81_002,
    cups.map((file) => ({ file })),
  );
  const [a = 0, b = 0, c = 0] = created.results.flatMap((result) => ('image' in result ? result.image.id : []));
  const moved = await vitrine.images.move(81_002, [c], { before: a, ifMatch: created.etag });
  const problem = await problemOf(vitrine.images.order(81_002, [a, b, c], { ifMatch: created.etag }));
  expect([problem.word, problem.status, problem.problem?.currentVersion]).toEqual([
    'version-mismatch',
    412,
    moved.version,
  ]);
  expect((await vitrine.products.get(81_002)).images.map(({ id }) => id)).toEqual([c, a, b]);
  const ordered = await vitrine.images.order(81_002, [a, b, c], { ifMatch: moved.etag, minimal: true });
  expect(ordered.images).toEqual([]);
  const { images } = await vitrine.images.update(81_002, [{ id: b, alt: 'A square cup', isMain: true }]);
  expect(images).toMatchObject([{ id: b, alt: 'A square cup', isMain: true, position: 1 }]);
  const { deleted } = await vitrine.images.delete(81_002, [a, c]);
  expect(deleted).toEqual([a, c]);
  const trashed = await vitrine.trash.list({ product: '81002' }).toArray();
  expect(new Set(trashed.map(({ imageId }) => imageId))).toEqual(new Set([a, c]));
});

it('goes through a list item by item and page by page [CLI-8]', async () => {
  const ids = Array.from({ length: 5 }, (_, index) => 81_100 + index);
  for (const id of ids) await vitrine.images.create(id, [{ file: await cup(), fileName: `paged-${id}.jpg` }]);
  const query = { search: 'paged-81', limit: 2 };
  const items: unknown[] = [];
  for await (const { id } of vitrine.products.list(query)) items.push(id);
  expect(items).toEqual(ids);
  const pages = [];
  // A page is empty where the service has looked at many images and found nothing: other tests make thousands.
  for await (const page of vitrine.products.list(query).pages()) if (page.items.length > 0) pages.push(page);
  expect(pages.map((page) => page.items.map(({ id }) => id))).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  const rest = vitrine.products.list({ ...query, cursor: pages[0]?.next ?? '' });
  expect((await rest.toArray()).map(({ id }) => id)).toEqual(ids.slice(2));
});

it('throws problems with their words and places [CLI-10]', async () => {
  const invalid = await problemOf(vitrine.images.update(81_002, [{ id: -1 }]));
  expect(invalid).toBeInstanceOf(Error);
  expect([invalid.name, invalid.word, invalid.status]).toEqual(['VitrineProblem', 'body-invalid', 422]);
  expect(invalid.errors).toEqual([expect.objectContaining({ pointer: '/images/0/id' })]);
  expect(invalid.requestId).toBe(invalid.problem?.requestId);
  expect(invalid.message).toContain('/images/0/id');
  const stranger = new Vitrine({ url: inject('origin'), token: 'nobody' });
  expect((await problemOf(stranger.store.get())).is('token-unknown')).toBe(true);
});

it('tells how much of a request was sent, up to all of it [CLI-9]', async () => {
  const told: UploadProgress[] = [];
  const file = await openAsBlob('samples/cup-large.jpg');
  const onProgress = (progress: UploadProgress): void => void told.push(progress);
  const { results } = await vitrine.images.create(81_003, [{ file }], { onProgress });
  expect(results[0]?.status).toBe(201);
  const last = told.at(-1);
  expect(told.length).toBeGreaterThan(3);
  expect(last?.loadedBytes).toBe(last?.totalBytes);
  expect(last?.totalBytes).toBeGreaterThan(file.size);
  expect(told.map(({ loadedBytes }) => loadedBytes)).toEqual(
    told.map(({ loadedBytes }) => loadedBytes).toSorted((a, b) => a - b),
  );
});

it('sends a stream, and words in any language beside it [CLI-6]', async () => {
  const file = new Blob([readFileSync('samples/cup-landscape.jpg')]).stream();
  const { results } = await vitrine.images.create(81_004, [{ file, fileName: 'hrneček.jpg', alt: 'Hrneček ☕' }]);
  expect(results[0]).toMatchObject({ status: 201, image: { alt: 'Hrneček ☕', media: { fileName: 'hrneček.jpg' } } });
});

it('sends a file to an upload URL without a token [CLI-15]', async () => {
  const { uploadUrl } = await vitrine.uploads.createUrl({ productId: 81_005, maxFiles: 1 });
  const bad = await uploadTo(uploadUrl, broken);
  expect(bad.results[0]).toMatchObject({ status: 422 });
  const { results } = await uploadTo(uploadUrl, await cup(), { alt: 'From a page', fileName: 'page.jpg' });
  expect(results).toMatchObject([{ status: 201, image: { alt: 'From a page', media: { fileName: 'page.jpg' } } }]);
  expect((await problemOf(uploadTo(uploadUrl, await cup()))).word).toBe('upload-not-found');
});

it('has images created by a job, and waits for it [CLI-16]', async () => {
  const images = ['cup-landscape.jpg', 'nothing.jpg'].map((name) => ({
    url: `http://${inject('pictureHost')}/pictures/${name}`,
  }));
  const { jobId } = await vitrine.images.createLater(81_006, images.slice(0, 1));
  const job = await vitrine.jobs.wait(jobId);
  expect(job).toMatchObject({ status: 'completed', done: 1, failed: 0, total: 1 });
  expect(job.results[0]?.image?.id).toBeGreaterThan(0);
  const { results } = await vitrine.images.create(81_006, images);
  expect(results.map(({ status }) => status)).toEqual([201, 422]);
  const many = Array.from({ length: 21 }, () => ({ url: images[0]?.url ?? '' }));
  await expect(vitrine.images.create(81_006, many)).rejects.toThrow(RangeError);
});

it('puts a file into the library, finds it, and deletes it [CLI-3]', async () => {
  const media = await vitrine.media.create({ file: await cup(), fileName: 'of-the-client.jpg', alt: 'A cup' });
  expect(media).toMatchObject({ fileName: 'of-the-client.jpg', alt: 'A cup', folder: 'general' });
  expect(await vitrine.media.list({ search: 'of-the-client' }).toArray()).toEqual([media]);
  expect(await vitrine.media.uses(media.id).toArray()).toEqual([]);
  await vitrine.media.delete(media.id);
  expect((await problemOf(vitrine.media.get(media.id))).is('media-not-found')).toBe(true);
});
