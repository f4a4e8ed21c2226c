import { describe, expect, it } from 'vitest';
import type { WireImage } from '../../src/dialects/v1/product.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, depsWith, guidOf, processItems } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createJson, formOf, postForm } from '../support/v1-create.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { ORIGIN } from '../support/v3.ts';

const ASYNC = { Prefer: 'respond-async' };
const GOOD = 'https://pictures.example/a.png';
const GONE = 'https://pictures.example/gone.png';
const DEPS = () => depsWith({ '/a.png': TINY_PNG });

interface WireJob {
  readonly id: string;
  readonly status: string;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly results: readonly {
    readonly status: number;
    readonly image?: WireImage | null;
    readonly problem?: { readonly type: string; readonly reason?: string; readonly detail: string };
  }[];
}

const jobIdOf = async (response: Response): Promise<string> => {
  expect(response.status).toBe(202);
  return (await response.json<{ jobId: string }>()).jobId;
};
const readJob = async (store: TestStore, id: string): Promise<WireJob> =>
  await (await v1(store, 'GET', `/jobs/${id}`)).json<WireJob>();
const listJobs = async (store: TestStore, query = ''): Promise<{ items: WireJob[]; next: string | null }> =>
  await (await v1(store, 'GET', `/jobs${query}`)).json<{ items: WireJob[]; next: string | null }>();

describe('images that become a job', () => {
  it('are those of a request that prefers it, or with more than 20 URLs [V1-109]', async () => {
    const store = await newStore();
    const preferred = await createJson(store, [{ url: GOOD }], { Prefer: 'wait=10, Respond-Async' });
    expect(preferred.headers.get('Preference-Applied')).toBe('respond-async');
    expect(preferred.headers.get('Location')).toBe(`${ORIGIN}/v1/jobs/${await jobIdOf(preferred.clone())}`);
    const many = await createJson(
      store,
      Array.from({ length: 21 }, () => ({ url: GOOD })),
    );
    expect(many.headers.get('Preference-Applied')).toBeNull();
    expect(await readJob(store, await jobIdOf(many))).toMatchObject({ status: 'pending', total: 21, done: 0 });
    const form = await postForm(store, formOf([TINY_PNG]), ASYNC);
    expect([form.status, form.headers.get('Preference-Applied')]).toEqual([200, null]);
  });

  it('are placed in the order of the request, with all that is said of them, by whoever comes first [V1-110]', async () => {
    const store = await newStore();
    await postForm(store, formOf([TINY_PNG]));
    const focalPoint = { x: 0.25, y: 0.75 };
    const id = await jobIdOf(
      await createJson(
        store,
        [
          { url: GOOD, alt: 'One' },
          { url: GOOD, alt: 'Two', gallery: 'shop360' },
          { mediaId: 1, alt: 'Three', isMain: true },
          { url: GOOD, alt: 'Four', focalPoint },
        ],
        ASYNC,
      ),
    );
    for (const index of [3, 2, 1, 0]) await processItems(id, [index], DEPS());
    const { images } = await readProduct(store, 7);
    expect(images.map(({ alt, gallery, isMain }) => [alt, gallery, isMain])).toEqual([
      ['', 'shop', false],
      ['One', 'shop', false],
      ['Three', 'shop', true],
      ['Four', 'shop', false],
      ['Two', 'shop360', false],
    ]);
    expect(images[3]?.focalPoint).toEqual(focalPoint);
    const job = await readJob(store, id);
    expect(job).toMatchObject({ status: 'completed', done: 4, failed: 0, total: 4 });
    const shown = new Map(images.map((image) => [image.alt, image]));
    expect(job.results).toEqual(['One', 'Two', 'Three', 'Four'].map((alt) => ({ status: 201, image: shown.get(alt) })));
  });

  it('are done by the job in the history, by this API [V1-110, V1-22]', async () => {
    const store = await newStore();
    const id = await jobIdOf(await createJson(store, [{ url: GOOD }], ASYNC));
    await processItems(id, [0], DEPS());
    const { items } = await (await v1(store, 'GET', '/products/7/history')).json<{ items: object[] }>();
    expect(items).toMatchObject([{ by: { jobId: id }, api: 'v1', kind: 'images.created' }]);
  });

  it('have no positions, and take If-Match when they are accepted [V1-109]', async () => {
    const store = await newStore();
    const placed = await createJson(store, [{ url: GOOD }, { url: GOOD, position: 0 }], ASYNC);
    expect([placed.status, (await problemOf(placed)).errors?.[0]?.pointer]).toEqual([422, '/images/1/position']);
    expect((await createJson(store, [{ url: GOOD }], { ...ASYNC, 'If-Match': '"v-3.1"' })).status).toBe(412);
    expect((await createJson(store, [{ url: GOOD }], { ...ASYNC, 'If-Match': '"v-0.1"' })).status).toBe(202);
    expect((await listJobs(store)).items).toHaveLength(1);
  });

  it('are one job for an Idempotency-Key [V1-109, REQ-1, REQ-2]', async () => {
    const store = await newStore();
    const headers = { ...ASYNC, 'Idempotency-Key': 'one' };
    const [first, second] = [
      await createJson(store, [{ url: GOOD }], headers),
      await createJson(store, [{ url: GOOD }], headers),
    ];
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await jobIdOf(second)).toBe(await jobIdOf(first));
    expect((await problemOf(await createJson(store, [{ url: GONE }], headers))).type).toContain('#key-reused');
  });

  it('are refused where the store has as many jobs as it may have [V1-109]', async () => {
    const store = await newStore({ jobs: { maxOpen: 1 } });
    await createJson(store, [{ url: GOOD }], ASYNC);
    const response = await createJson(store, [{ url: GOOD }], ASYNC);
    expect([response.status, response.headers.get('Retry-After')]).toEqual([429, '60']);
    expect((await problemOf(response)).type).toContain('#job-limit-reached');
  });
});

describe('GET /v1/jobs/{id}', () => {
  it('says of each item what came of it [V1-112]', async () => {
    const store = await newStore();
    const images = [{ url: GOOD }, { url: GONE }, { mediaId: 99 }, { url: GOOD }, { url: GOOD }];
    const id = await jobIdOf(await createJson(store, images, ASYNC));
    await processItems(id, [0, 1, 2, 3], DEPS());
    await v1(store, 'POST', '/products/7/undo', { json: { toVersion: 1 } });
    const { results, ...job } = await readJob(store, id);
    expect(job).toEqual({
      id,
      status: 'running',
      done: 2,
      failed: 2,
      total: 5,
      createdAt: expect.stringMatching(/Z$/),
      finishedAt: null,
    });
    expect(results.map(({ status, image, problem }) => [status, image === null || image?.id, problem?.reason])).toEqual(
      [
        [201, expect.anything(), undefined],
        [422, undefined, 'download-failed'],
        [422, undefined, 'media-missing'],
        [201, expect.anything(), undefined],
        [202, undefined, undefined],
      ],
    );
    expect(results.filter(({ image }) => image === null)).toHaveLength(1);
    expect(results[1]?.problem).toMatchObject({
      type: `${ORIGIN}/docs/errors#item-failed`,
      detail: `"${GONE}": The server answered with status 404.`,
    });
  });

  it('shows jobs of other APIs, too [V1-111, V1-112]', async () => {
    const store = await newStore();
    await createByJob(store, guidOf(store, 7), 'shop', [{}, { sourceUrl: GONE }]);
    const { items } = await listJobs(store);
    expect(items).toMatchObject([{ status: 'completed', done: 1, failed: 1, total: 2 }]);
    const { results } = await readJob(store, items[0]?.id ?? '');
    expect(results.map(({ status }) => status)).toEqual([201, 422]);
    expect(results[1]?.problem?.reason).toBeTypeOf('string');
  });

  it('is 404 for a job that is not there, or another store’s [V1-113, V1-20]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const id = await jobIdOf(await createJson(store, [{ url: GOOD }], ASYNC));
    for (const path of [`/jobs/${id}`, '/jobs/none']) {
      const response = await v1(other, 'GET', path);
      expect([response.status, (await problemOf(response)).type.split('#')[1]]).toEqual([404, 'job-not-found']);
    }
    expect((await listJobs(other)).items).toEqual([]);
  });
});

it('GET /v1/jobs lists jobs newest first, by cursor [V1-111, V1-11]', async () => {
  const store = await newStore();
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.push(await jobIdOf(await createJson(store, [{ url: GOOD }], ASYNC)));
  const all = (await listJobs(store)).items;
  expect(new Set(all.map(({ id }) => id))).toEqual(new Set(ids));
  const times = all.map(({ createdAt }) => createdAt);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(all[0]).not.toHaveProperty('results');
  const paged: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: { items: WireJob[]; next: string | null } = await listJobs(
      store,
      `?limit=2${next === '' ? '' : `&cursor=${next}`}`,
    );
    paged.push(...page.items.map(({ id }) => id));
    ({ next } = page);
  }
  expect(paged).toEqual(all.map(({ id }) => id));
});

it('a job of this API can be read by the Shoptet API as well [V1-111]', async () => {
  const store = await newStore();
  const id = await jobIdOf(await createJson(store, [{ url: GONE }], ASYNC));
  await processItems(id, [0], DEPS());
  const { data } = await call<{ job: { status: string } }>(store, 'GET', `/system/jobs/${id}`);
  expect(data.job.status).toBe('failed');
});
