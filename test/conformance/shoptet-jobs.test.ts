import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { fillProduct } from '../support/fill.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import {
  call,
  createByJob,
  depsWith,
  finishJob,
  guidOf,
  list,
  PICTURE_URL,
  postImages,
  send,
  processItems,
  type WireError,
} from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, listImages } from '../support/v3.ts';
import { runJobsSweep } from '../../src/jobs/sweep-jobs.ts';

interface Job {
  readonly jobId: string;
  readonly endpoint: string;
  readonly creationTime: string;
  readonly completionTime: string | null;
  readonly duration: string | null;
  readonly status: string;
  readonly resultUrl: string | null;
  readonly validUntil: string | null;
  readonly log: string | null;
  readonly language: string;
}
interface Result {
  readonly data: { readonly images: readonly { readonly name: string }[] };
  readonly errors: readonly WireError[] | null;
}

const DATE = /^\d{4}-[01]\d-[0123]\dT[012]\d:[0-5]\d:[0-5]\d\+0000$/;
const NOWHERE = 'http://pictures.test:8080/nowhere.png';

async function jobOf(store: TestStore, jobId: string): Promise<Job> {
  return (await call<{ job: Job }>(store, 'GET', `/system/jobs/${jobId}`)).data.job;
}

async function resultOf(store: TestStore, jobId: string): Promise<Result> {
  const { resultUrl } = await jobOf(store, jobId);
  return await (
    await send(store, 'GET', new URL(resultUrl ?? '').pathname.slice('/api'.length), { token: null })
  ).json();
}

const count = async (sql: string, ...values: unknown[]): Promise<number> =>
  (await env.DB.prepare(sql)
    .bind(...values)
    .first<number>('n')) ?? 0;

describe('POST /api/products/{guid}/images/{gallery}', () => {
  it('answers 202 with a job, and stores nothing before it runs [SH-28]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const answer = await postImages(store, guid, [{ sourceUrl: PICTURE_URL }]);
    expect([answer.status, answer.errors, Object.keys(answer.data)]).toEqual([202, null, ['jobId']]);
    expect(await list(store, guid)).toEqual([]);
  });

  it('accepts 100 images at once, as one job [SH-28]', async () => {
    const store = await newStore();
    const { data } = await postImages(
      store,
      crypto.randomUUID(),
      Array.from({ length: 100 }, () => ({ sourceUrl: PICTURE_URL })),
    );
    expect((await jobOf(store, data.jobId)).log).toBe('pending: 100, done: 0, failed: 0');
  });

  it.each([
    [[{}], 'data.images[0].sourceUrl', 'The property sourceUrl is required'],
    [[{ sourceUrl: '' }], 'data.images[0].sourceUrl', 'Must be at least 1 characters long'],
    [
      [{ sourceUrl: `http://x.test/${'a'.repeat(2000)}` }],
      'data.images[0].sourceUrl',
      'Must be at most 2000 characters long',
    ],
    [
      [{ sourceUrl: PICTURE_URL }, { sourceUrl: PICTURE_URL, priority: 65_536 }],
      'data.images[1].priority',
      'Must have a maximum value of 65535',
    ],
    [
      Array.from({ length: 101 }, () => ({ sourceUrl: PICTURE_URL })),
      'data.images',
      'There must be a maximum of 100 items in the array',
    ],
    [
      [{ sourceUrl: PICTURE_URL, name: 'x' }],
      'data.images[0].name',
      'The property name is not defined and the definition does not allow additional properties',
    ],
  ])(
    'refuses a wrong body as a whole, and accepts no part of it (%#) [SH-5, SH-28]',
    async (images, instance, message) => {
      const store = await newStore();
      const answer = await postImages(store, crypto.randomUUID(), images);
      expect([answer.status, answer.errors]).toEqual([422, [{ errorCode: 'invalid-request-data', message, instance }]]);
      expect(await count('SELECT count(*) AS n FROM jobs WHERE store_id = ?', store.id)).toBe(0);
    },
  );

  it('stores priorities as given, in whatever order the downloads finish [SH-29, SH-30]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const { data } = await postImages(
      store,
      guid,
      [5, 3, 9, 1].map((priority) => ({ sourceUrl: PICTURE_URL, priority, description: `p${priority}` })),
    );
    for (const index of [2, 0, 3, 1]) await processItems(data.jobId, [index], depsWith({ '/tiny.png': TINY_PNG }));
    expect(
      (await list(store, guid)).map(({ priority, description, isMainImage }) => [priority, description, isMainImage]),
    ).toEqual([
      [1, 'p1', true],
      [3, 'p3', false],
      [5, 'p5', false],
      [9, 'p9', false],
    ]);
  });

  it('are refused with a date while the store has as many jobs as it may [SH-58]', async () => {
    const store = await newStore({ jobs: { maxOpen: 1 } });
    const images = [{ sourceUrl: PICTURE_URL }];
    const first = await postImages(store, guidOf(store, 7), images);
    const refused = await postImages(store, guidOf(store, 8), images);
    expect([refused.status, refused.errors?.[0]?.errorCode]).toEqual([429, 'rate-limit-exceeded']);
    expect(Date.parse(refused.headers.get('Retry-After') ?? '')).toBeGreaterThan(Date.now());
    await finishJob(first.data.jobId, 1);
    expect((await postImages(store, guidOf(store, 8), images)).status).toBe(202);
  });

  it('fail with the reason where a batch file has more rows than there is room for [SH-58]', async () => {
    const store = await newStore({ jobs: { maxWaitingItems: 2 } });
    const row = JSON.stringify({ productGuid: guidOf(store, 7), gallery: 'shop' });
    const json = { batchFileUrlPath: 'http://pictures.test:8080/batch.jsonl' };
    const { data } = await call<{ jobId: string }>(store, 'DELETE', '/products/images/batch', { json });
    const file = { '/batch.jsonl': new TextEncoder().encode([row, row, row].join('\n')) };
    await processItems(data.jobId, [0], depsWith(file));
    const item = await env.DB.prepare('SELECT status, error_code FROM job_items WHERE job_id = ?')
      .bind(data.jobId)
      .all();
    expect(item.results).toEqual([{ status: 'failed', error_code: 'rate-limit-exceeded' }]);
  });

  it('puts images without a priority behind all others, in the order of the request [SH-29]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createImage(store, 7, TINY_PNG, { sort_order: '4' });
    const first = await postImages(store, guid, [
      { sourceUrl: PICTURE_URL, description: 'a' },
      { sourceUrl: PICTURE_URL, description: 'b' },
    ]);
    const second = await postImages(store, guid, [{ sourceUrl: PICTURE_URL, description: 'c' }]);
    await finishJob(second.data.jobId, 1);
    for (const index of [1, 0]) await processItems(first.data.jobId, [index], depsWith({ '/tiny.png': TINY_PNG }));
    expect((await list(store, guid)).map(({ priority, description }) => [priority, description])).toEqual([
      [5, null],
      [6, 'a'],
      [7, 'b'],
      [8, 'c'],
    ]);
  });

  it('does not change the main image where the product has images already [SH-30]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG, { sort_order: '4' });
    await createByJob(store, guidOf(store, 7), 'shop', [{ priority: 1 }]);
    expect((await list(store, guidOf(store, 7))).map(({ priority, isMainImage }) => [priority, isMainImage])).toEqual([
      [1, false],
      [5, true],
    ]);
  });

  it('answers a repeated Idempotency-Key with the first job, and 422 to another request with it [REQ-1, REQ-2]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const init = { headers: { 'Idempotency-Key': 'k' } };
    const images = [{ sourceUrl: PICTURE_URL }];
    const [first, second] = [await postImages(store, guid, images, init), await postImages(store, guid, images, init)];
    expect(second.data).toEqual(first.data);
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
    expect((await postImages(store, guid, [{ sourceUrl: NOWHERE }], init)).status).toBe(422);
    expect(await count('SELECT count(*) AS n FROM jobs WHERE store_id = ?', store.id)).toBe(1);
  });

  it('answers 403 without a registered webhook where the store needs one [SH-34]', async () => {
    const store = await newStore({ shoptet: { needsJobWebhook: true } });
    const refused = await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }]);
    expect([refused.status, refused.errors?.[0]?.errorCode]).toEqual([403, 'webhook-not-registered']);
    const json = { data: [{ event: 'job:finished', url: 'http://pictures.test:8080/hook' }] };
    await call(store, 'POST', '/webhooks', { json });
    expect((await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }])).status).toBe(202);
  });
});

describe('an item of a job', () => {
  it('that failed is listed with its reason and its place in the request [SH-40, SH-41, SH-36]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const images = ['/tiny.png', '/nowhere.png', '/text.png', '/tiny.png'];
    const sources = images.map((path) => ({ sourceUrl: `http://pictures.test:8080${path}` }));
    const { data } = await postImages(store, guid, sources);
    await finishJob(data.jobId, 4, { '/tiny.png': TINY_PNG, '/text.png': new TextEncoder().encode('just text') });
    const result = await resultOf(store, data.jobId);
    expect(result.data.images).toEqual(await list(store, guid));
    expect(result.errors?.map(({ instance }) => instance)).toEqual(['data.images[1]', 'data.images[2]']);
    expect(result.errors?.[0]).toEqual({
      errorCode: 'image-download-failed',
      message: 'The image could not be downloaded. The server answered with status 404.',
      instance: 'data.images[1]',
    });
    expect((await jobOf(store, data.jobId)).status).toBe('completed');
  });

  it('fails the job where all other items failed, too [SH-36]', async () => {
    const store = await newStore();
    const { data } = await postImages(store, crypto.randomUUID(), [{ sourceUrl: NOWHERE }]);
    await finishJob(data.jobId, 1);
    expect(await jobOf(store, data.jobId)).toMatchObject({ status: 'failed', log: 'pending: 0, done: 0, failed: 1' });
  });

  it('counts towards the 1000 images of all galleries [IMG-12]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createImage(store, 7, TINY_PNG);
    await env.DB.prepare('UPDATE products SET image_count = 999 WHERE store_id = ? AND id = 7').bind(store.id).run();
    const { data } = await postImages(store, guid, [{ sourceUrl: PICTURE_URL }], { gallery: 'shop360' });
    await finishJob(data.jobId, 1);
    expect(await jobOf(store, data.jobId)).toMatchObject({ status: 'completed' });
    expect(await count('SELECT image_count AS n FROM products WHERE store_id = ? AND id = 7', store.id)).toBe(1000);
  });

  it('that exceeds the product’s limit fails alone, and names the limit [SH-41, IMG-12]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await fillProduct(store, 7, 999);
    const { data } = await postImages(store, guid, [{ sourceUrl: PICTURE_URL }, { sourceUrl: PICTURE_URL }]);
    await finishJob(data.jobId, 2);
    expect((await resultOf(store, data.jobId)).errors).toEqual([
      {
        errorCode: 'product-images-limit',
        message: 'A product can have up to 1000 images.',
        instance: 'data.images[1]',
      },
    ]);
    expect(await jobOf(store, data.jobId)).toMatchObject({ status: 'completed' });
  });

  it('is listed as an error where its image was deleted since [SH-40]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const { jobId } = await createByJob(store, guid, 'shop', [{}]);
    await call(store, 'DELETE', `/products/${guid}/images/shop`);
    const result = await resultOf(store, jobId);
    expect([result.data.images, result.errors?.[0]?.message]).toEqual([
      [],
      'The image 1 was stored, and deleted since.',
    ]);
  });
});

describe('PATCH /api/products/{guid}/images/{gallery}/source', () => {
  const source = (store: TestStore, guid: string, images: unknown) =>
    call<{ jobId: string }>(store, 'PATCH', `/products/${guid}/images/shop/source`, { json: { data: { images } } });

  it('uploads a new image in the place of the existing one, with its attributes [SH-31, SH-16]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, TINY_PNG);
    const before = await listImages(store, 7);
    const answer = await source(store, guid, [
      { name: '1.png', sourceUrl: 'http://pictures.test:8080/cup.jpg', priority: 99_999, description: 'Cup' },
    ]);
    expect([answer.status, answer.errors]).toEqual([202, null]);
    await finishJob(answer.data.jobId, 1, { '/cup.jpg': sample('cup-landscape.jpg') });
    const images = await list(store, guid);
    expect(images.map(({ name, priority, description }) => [name, priority, description])).toEqual([
      ['2.png', 2, null],
      ['1.jpg', 65_535, 'Cup'],
    ]);
    const after = await listImages(store, 7);
    expect(after[0]?.url_zoom).not.toBe(before[0]?.url_zoom);
    expect(after[1]).toEqual(before[1]);
    expect((await resultOf(store, answer.data.jobId)).data.images.map(({ name }) => name)).toEqual(['1.jpg']);
  });

  it('fails for unknown names, which it lists [SH-31]', async () => {
    const store = await newStore();
    const answer = await source(store, guidOf(store, 7), [
      { name: '9.png', sourceUrl: PICTURE_URL },
      { name: 'nonsense', sourceUrl: PICTURE_URL },
    ]);
    await finishJob(answer.data.jobId, 2);
    const result = await resultOf(store, answer.data.jobId);
    expect(result.errors).toEqual([
      { errorCode: 'image-not-found', message: 'Image "9.png" not found.', instance: 'data.images[0]' },
      { errorCode: 'image-not-found', message: 'Image "nonsense" not found.', instance: 'data.images[1]' },
    ]);
  });

  it.each([
    [[], 'data.images', 'There must be a minimum of 1 items in the array'],
    [[{ name: '1.png' }], 'data.images[0].sourceUrl', 'The property sourceUrl is required'],
    [
      [{ name: '1.png', sourceUrl: PICTURE_URL, priority: 100_000 }],
      'data.images[0].priority',
      'Must have a maximum value of 99999',
    ],
  ])('refuses a wrong body (%#) [SH-5, SH-31]', async (images, instance, message) => {
    const answer = await source(await newStore(), crypto.randomUUID(), images);
    expect([answer.status, answer.errors]).toEqual([422, [{ errorCode: 'invalid-request-data', message, instance }]]);
  });
});

describe('DELETE /api/products/images/batch', () => {
  const batch = (store: TestStore, json: unknown) =>
    call<{ jobId: string }>(store, 'DELETE', '/products/images/batch', { json });
  const FILE = { batchFileUrlPath: 'http://pictures.test:8080/batch.jsonl' };
  const lines = (...rows: unknown[]): Uint8Array =>
    new TextEncoder().encode(rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));

  async function run(store: TestStore, json: unknown, file: Uint8Array, rows: number): Promise<string> {
    const { status, data } = await batch(store, json);
    expect(status).toBe(202);
    await finishJob(data.jobId, 1, { '/batch.jsonl': file });
    await finishJob(data.jobId, rows);
    return data.jobId;
  }

  it('deletes images and whole galleries, row by row [SH-32]', async () => {
    const store = await newStore();
    for (const product of [7, 7, 8, 8]) await createImage(store, product, TINY_PNG);
    const file = lines(
      { productGuid: guidOf(store, 7), gallery: 'shop', imageName: '1.png' },
      { productGuid: guidOf(store, 8), gallery: 'shop' },
    );
    const jobId = await run(store, FILE, file, 2);
    expect(await jobOf(store, jobId)).toMatchObject({ status: 'completed', log: 'pending: 0, done: 2, failed: 0' });
    expect((await listImages(store, 7)).map(({ id }) => id)).toEqual([2]);
    expect(await listImages(store, 8)).toEqual([]);
  });

  it.each([
    [false, 3, ['image-used-by-variant', 'image-used-by-variant']],
    [true, 0, []],
  ])(
    'keeps or deletes images that variants refer to, with removeReference=%s [SH-32]',
    async (removeReference, left, codes) => {
      const store = await newStore();
      for (let index = 0; index < 3; index += 1) await createImage(store, 7, TINY_PNG);
      const variants = [1, 2, 3].map((id) => ({ code: `V${id}`, image: `${id}.png` }));
      await call(store, 'PATCH', `/products/${guidOf(store, 7)}`, { json: { data: { variants } } });
      const file = lines(
        { productGuid: guidOf(store, 7), gallery: 'shop', imageName: '1.png' },
        { productGuid: guidOf(store, 7), gallery: 'shop' },
      );
      const jobId = await run(store, { ...FILE, removeReference }, file, 2);
      expect(await listImages(store, 7)).toHaveLength(left);
      expect((await resultOf(store, jobId)).errors?.map(({ errorCode }) => errorCode) ?? []).toEqual(codes);
    },
  );

  it('names images in its errors as the file and the lists do [SH-32, SH-40]', async () => {
    const store = await newStore();
    for (let index = 0; index < 2; index += 1) await createImage(store, 7, TINY_PNG);
    const guid = guidOf(store, 7);
    const variants = [1, 2].map((id) => ({ code: `V${id}`, image: `${id}.png` }));
    await call(store, 'PATCH', `/products/${guid}`, { json: { data: { variants } } });
    const file = lines(
      { productGuid: guid, gallery: 'shop', imageName: '1.png' },
      { productGuid: guid, gallery: 'shop', imageName: '9.png' },
      { productGuid: guid, gallery: 'shop', imageName: 'nonsense' },
      { productGuid: crypto.randomUUID(), gallery: 'shop', imageName: '4.png' },
      { productGuid: guid, gallery: 'shop' },
    );
    const jobId = await run(store, FILE, file, 5);
    const used = (names: string) =>
      `Image "${names}" is used by a variant. Set removeReference to delete it all the same.`;
    expect((await resultOf(store, jobId)).errors?.map(({ errorCode, message }) => [errorCode, message])).toEqual([
      ['image-used-by-variant', used('1.png')],
      ['image-not-found', 'Image "9.png" not found.'],
      ['image-not-found', 'Image "nonsense" not found.'],
      ['image-not-found', 'Image "4.png" not found.'],
      ['image-used-by-variant', used('1.png, 2.png')],
    ]);
  });

  it('executes the other rows where one is malformed [SH-33]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const file = lines(
      'not json',
      { productGuid: guidOf(store, 7), gallery: 'shop', imageName: '9.png' },
      { productGuid: 'x', gallery: 'shop' },
      { productGuid: guidOf(store, 7), gallery: 'nope' },
      { productGuid: guidOf(store, 7), gallery: 'shop', imageName: '1.png' },
    );
    const jobId = await run(store, FILE, file, 5);
    expect(await listImages(store, 7)).toEqual([]);
    expect((await resultOf(store, jobId)).errors?.map(({ errorCode, instance }) => [errorCode, instance])).toEqual([
      ['invalid-request-data', 'data.images[0]'],
      ['image-not-found', 'data.images[1]'],
      ['product-not-found', 'data.images[2]'],
      ['invalid-request-data', 'data.images[3]'],
    ]);
  });

  it.each([
    ['a file that is not there', {}, 'image-download-failed'],
    ['an empty file', { '/batch.jsonl': lines('', '') }, 'invalid-request-data'],
  ])('fails for %s [SH-33]', async (_name, files, code) => {
    const store = await newStore();
    const { data } = await batch(store, FILE);
    await finishJob(data.jobId, 1, files);
    expect((await jobOf(store, data.jobId)).status).toBe('failed');
    expect((await resultOf(store, data.jobId)).errors?.[0]?.errorCode).toBe(code);
  });

  it('is not wrapped in data [SH-32]', async () => {
    const answer = await batch(await newStore(), { data: FILE });
    expect([answer.status, answer.errors?.map(({ instance }) => instance)]).toEqual([
      422,
      ['batchFileUrlPath', 'data'],
    ]);
  });
});

describe('GET /api/system/jobs/{jobId}', () => {
  it('shows a job before, while and after it runs, with its progress in log [SH-35, SH-8]', async () => {
    const store = await newStore();
    const { data } = await call<{ jobId: string }>(
      store,
      'POST',
      `/products/${crypto.randomUUID()}/images/shop?language=sk`,
      { json: { data: { images: [{ sourceUrl: PICTURE_URL }, { sourceUrl: NOWHERE }] } } },
    );
    const pending = await jobOf(store, data.jobId);
    expect(pending).toEqual({
      jobId: data.jobId,
      endpoint: expect.stringMatching(/^\/api\/products\/.+\/images\/shop$/),
      creationTime: expect.stringMatching(DATE),
      completionTime: null,
      duration: null,
      status: 'pending',
      resultUrl: null,
      validUntil: null,
      log: 'pending: 2, done: 0, failed: 0',
      language: 'sk',
    });
    await finishJob(data.jobId, 1);
    expect(await jobOf(store, data.jobId)).toMatchObject({ status: 'running', log: 'pending: 1, done: 1, failed: 0' });
    await finishJob(data.jobId, 2);
    const ended = await jobOf(store, data.jobId);
    expect(ended).toMatchObject({ status: 'completed', log: 'pending: 0, done: 1, failed: 1' });
    expect(ended.completionTime).toMatch(DATE);
    expect(ended.duration).toMatch(/^\d+\.\d{3}$/);
    const time = (wire: string | null): number => Date.parse(wire?.replace('+0000', 'Z') ?? '');
    expect(time(ended.validUntil) - time(ended.completionTime)).toBe(24 * 60 * 60 * 1000);
    expect(ended.resultUrl).toMatch(/\/api\/system\/jobs\/results\/[0-9a-f]{64}$/);
  });

  it('has exactly these keys, in this order, and so have the list of jobs and its paginator [SH-35, SH-39]', async () => {
    const store = await newStore();
    const { jobId } = await createByJob(store, crypto.randomUUID(), 'shop', [{}]);
    const before = ['jobId', 'endpoint', 'creationTime', 'completionTime', 'duration', 'status'];
    const keys = [...before, 'resultUrl', 'validUntil', 'log', 'language'];
    expect(Object.keys(await jobOf(store, jobId))).toEqual(keys);
    const { data } = await call<{ jobs: object[]; paginator: object }>(store, 'GET', '/system/jobs');
    expect(Object.keys(data)).toEqual(['jobs', 'paginator']);
    // The schema of the vendor's list allows no more.
    const ofOneAlone = new Set(['duration', 'resultUrl', 'log']);
    expect(Object.keys(data.jobs[0] ?? {})).toEqual(keys.filter((key) => !ofOneAlone.has(key)));
    const paginatorKeys = ['totalCount', 'page', 'pageCount', 'itemsOnPage', 'itemsPerPage'];
    expect(Object.keys(data.paginator)).toEqual(paginatorKeys);
  });

  it('answers 404 for a job that does not exist [SH-37]', async () => {
    const answer = await call(await newStore(), 'GET', '/system/jobs/x');
    expect([answer.status, answer.errors]).toEqual([
      404,
      [{ errorCode: 'job-not-found', message: 'Job with ID "x" not found.', instance: 'x' }],
    ]);
  });

  it('of another store is not there, and the reading of others is not counted against its own', async () => {
    const settings = { shoptet: { maxUnfinishedJobReads: 1 } };
    const [store, other] = [await newStore(settings), await newStore(settings)];
    const plain = await newStore();
    const { data } = await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }]);
    for (const stranger of [other, plain, other]) {
      expect((await send(stranger, 'GET', `/system/jobs/${data.jobId}`)).status).toBe(404);
      const { data: listed } = await call<{ jobs: unknown[]; paginator: { totalCount: number } }>(
        stranger,
        'GET',
        '/system/jobs',
      );
      expect([listed.jobs, listed.paginator.totalCount]).toEqual([[], 0]);
    }
    expect((await send(store, 'GET', `/system/jobs/${data.jobId}`)).status).toBe(200);
  });

  it('answers 403 after too many reads of an unfinished job, where the store has that limit [SH-38]', async () => {
    const store = await newStore({ shoptet: { maxUnfinishedJobReads: 10 } });
    const { data } = await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }]);
    const statuses = [];
    for (let read = 0; read < 11; read += 1) {
      statuses.push((await send(store, 'GET', `/system/jobs/${data.jobId}`)).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 403]);
    await finishJob(data.jobId, 1);
    expect((await jobOf(store, data.jobId)).status).toBe('completed');
  });

  it('shows a job that did not end in time as expired, and its items as failed [SH-36]', async () => {
    const store = await newStore();
    const { data } = await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }]);
    const later = Date.now() + 7 * 60 * 60 * 1000;
    await runJobsSweep(depsWith({}, { nowMs: () => later }));
    expect(await jobOf(store, data.jobId)).toMatchObject({ status: 'expired', log: 'pending: 0, done: 0, failed: 1' });
    expect((await call(store, 'GET', '/system/jobs?status=expired')).status).toBe(200);
  });
});

describe('the result of a job', () => {
  it('needs no token, but its key [SH-40]', async () => {
    const store = await newStore();
    await createByJob(store, crypto.randomUUID(), 'shop', [{}]);
    const answer = await call(store, 'GET', `/system/jobs/results/${'0'.repeat(64)}`, { token: null });
    expect([answer.status, answer.errors?.[0]?.errorCode]).toEqual([404, 'job-not-found']);
  });

  it('is not there before the job has ended', async () => {
    const store = await newStore();
    const { data } = await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }]);
    const key = await env.DB.prepare('SELECT result_key FROM jobs WHERE id = ?').bind(data.jobId).first('result_key');
    const path = `/system/jobs/results/${String(key)}`;
    expect((await send(store, 'GET', path, { token: null })).status).toBe(404);
    await finishJob(data.jobId, 1);
    expect((await send(store, 'GET', path, { token: null })).status).toBe(200);
  });

  it('shows the images of its own job and of no other', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    await createByJob(store, guid, 'shop', [{}]);
    const { jobId } = await createByJob(store, guid, 'shop', [{}]);
    await createByJob(await newStore(), guid, 'shop', [{}]);
    const { resultUrl } = await jobOf(store, jobId);
    const path = new URL(resultUrl ?? '').pathname.slice('/api'.length);
    const { data } = await call<{ images: { name: string }[] }>(store, 'GET', path, { token: null });
    expect(data.images.map(({ name }) => name)).toEqual(['2.png']);
  });

  it('can be fetched until validUntil [SH-40]', async () => {
    const store = await newStore();
    const { jobId } = await createByJob(store, crypto.randomUUID(), 'shop', [{}]);
    const { resultUrl } = await jobOf(store, jobId);
    const path = new URL(resultUrl ?? '').pathname.slice('/api'.length);
    expect((await send(store, 'GET', path, { token: null })).status).toBe(200);
    await env.DB.prepare('UPDATE jobs SET completed_at = completed_at - 86400001 WHERE id = ?').bind(jobId).run();
    expect((await send(store, 'GET', path, { token: null })).status).toBe(404);
  });
});

describe('GET /api/system/jobs', () => {
  async function withJobs(amount: number): Promise<TestStore> {
    const store = await newStore();
    for (let index = 0; index < amount; index += 1) {
      await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }]);
    }
    return store;
  }
  const jobs = (store: TestStore, query: string) =>
    call<{ jobs: Job[]; paginator: Record<string, number> }>(store, 'GET', `/system/jobs${query}`);

  it.each([
    ['', 3, { totalCount: 3, page: 1, pageCount: 1, itemsOnPage: 3, itemsPerPage: 100 }],
    ['?itemsPerPage=2', 2, { totalCount: 3, page: 1, pageCount: 2, itemsOnPage: 2, itemsPerPage: 2 }],
    ['?itemsPerPage=2&page=2', 1, { totalCount: 3, page: 2, pageCount: 2, itemsOnPage: 1, itemsPerPage: 2 }],
    ['?itemsPerPage=2&page=9', 0, { totalCount: 3, page: 9, pageCount: 2, itemsOnPage: 0, itemsPerPage: 2 }],
    ['?itemsPerPage=501', 3, { totalCount: 3, page: 1, pageCount: 1, itemsOnPage: 3, itemsPerPage: 500 }],
    ['?status=pending', 3, { totalCount: 3 }],
    ['?status=completed', 0, { totalCount: 0, pageCount: 0 }],
    ['?creationTimeFrom=2018-05-29T09:02:27%2B0000', 3, {}],
    ['?creationTimeTo=2018-05-29T09:02:27+0000', 0, {}],
    ['?creationTimeFrom=2018-05-29T09:02:27Z&creationTimeTo=2099-01-01T00:00:00%2B0200', 3, {}],
    ['?completionTimeFrom=2018-05-29T09:02:27%2B0000', 0, {}],
  ])('pages and filters by "%s" [SH-39]', async (query, length, paginator) => {
    const answer = await jobs(await withJobs(3), query);
    expect([answer.status, answer.data.jobs.length]).toEqual([200, length]);
    expect(answer.data.paginator).toMatchObject(paginator);
  });

  it.each(['?page=0', '?itemsPerPage=x', '?status=done', '?creationTimeFrom=yesterday'])(
    'refuses %s [SH-39]',
    async (query) => {
      const answer = await jobs(await newStore(), query);
      expect([answer.status, answer.errors?.[0]?.errorCode]).toEqual([422, 'invalid-request-data']);
    },
  );

  it('lists the newest jobs first [SH-39]', async () => {
    const store = await withJobs(2);
    await env.DB.prepare(
      'UPDATE jobs SET created_at = created_at - 5000 WHERE id = (SELECT max(id) FROM jobs WHERE store_id = ?)',
    )
      .bind(store.id)
      .run();
    const times = (await jobs(store, '')).data.jobs.map(({ creationTime }) => creationTime);
    expect(times).toEqual(times.toSorted().toReversed());
  });
});
