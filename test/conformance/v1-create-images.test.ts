import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createdOf, createJson, fileOf, formOf, postForm } from '../support/v1-create.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage } from '../support/v3.ts';

const BAD = new Uint8Array(9);
const KEY = { 'Idempotency-Key': 'one' };
const GOOD_URL = `${REMOTE}/a.png`;

const serve = () => serveRemote({ '/a.png': () => new Response(TINY_PNG) });

const originals = async (store: TestStore): Promise<number> =>
  (await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects.length;

const idsOf = async (store: TestStore): Promise<readonly number[]> =>
  (await readProduct(store, 7)).images.map(({ id }) => id);

describe('POST /v1/products/{product}/images', () => {
  it('creates images of files, in the order of the form, as GET of the product shows them [V1-102]', async () => {
    const store = await newStore();
    const response = await postForm(store, formOf([TINY_PNG, sample('cup-landscape.jpg')]));
    expect([response.status, response.headers.get('ETag')]).toEqual([200, '"v-1.1"']);
    const { version, results } = await createdOf(response);
    expect([version, results.map(({ status }) => status)]).toEqual([1, [201, 201]]);
    expect(results.map(({ image }) => image)).toEqual((await readProduct(store, 7)).images);
  });

  it('creates images of URLs and media with all that is said of them [V1-102]', async () => {
    const store = await newStore();
    serve();
    await createImage(store, 7, sample('cup-landscape.jpg'));
    const response = await createJson(store, [
      { url: GOOD_URL, alt: 'A dot', focalPoint: { x: 0.25, y: 0.5 }, isMain: true },
      { mediaId: 1, gallery: 'shop360' },
    ]);
    const { results } = await createdOf(response);
    expect(results.map(({ image }) => image)).toEqual((await readProduct(store, 7)).images.slice(1));
    expect(results).toMatchObject([
      { image: { alt: 'A dot', focalPoint: { x: 0.25, y: 0.5 }, isMain: true, position: 1, gallery: 'shop' } },
      { image: { alt: '', focalPoint: null, isMain: false, position: 0, gallery: 'shop360', media: { id: 1 } } },
    ]);
  });

  it('takes what is said of files from the part images, wherever it stands [V1-102]', async () => {
    const store = await newStore();
    const plans = JSON.stringify([{ alt: 'One' }, { alt: 'Two', gallery: 'shop360' }]);
    const first = formOf([]);
    first.append('images', plans);
    for (const file of formOf([TINY_PNG, TINY_PNG]).getAll('file')) first.append('file', file);
    const last = formOf([TINY_PNG, TINY_PNG]);
    last.append('images', new Blob([plans], { type: 'application/json' }));
    for (const form of [first, last]) {
      const { results } = await createdOf(await postForm(store, form));
      expect(results.map(({ image }) => [image?.alt, image?.gallery])).toEqual([
        ['One', 'shop'],
        ['Two', 'shop360'],
      ]);
    }
  });

  it('is one command: one version, one entry of the history, one event [V1-102]', async () => {
    const store = await newStore();
    await postForm(store, formOf([TINY_PNG, TINY_PNG, TINY_PNG]));
    expect(await readProduct(store, 7)).toMatchObject({ version: 1, imageCount: 3 });
    const { items } = await (await v1(store, 'GET', '/products/7/history')).json<{ items: object[] }>();
    expect(items).toMatchObject([{ kind: 'images.created', version: 1 }]);
    const { events } = await (await v1(store, 'GET', '/events')).json<{ events: object[] }>();
    expect(events).toHaveLength(1);
  });

  it('creates what is good, with a problem for each of the others [V1-103]', async () => {
    const store = await newStore();
    serve();
    const form = await postForm(store, formOf([BAD, TINY_PNG, BAD]));
    const { version, results } = await createdOf(form);
    expect([form.status, version, results.map(({ status }) => status)]).toEqual([200, 1, [422, 201, 422]]);
    expect(results[0]?.problem?.type).toContain('#picture-unsupported');
    const json = await createdOf(
      await createJson(store, [{ url: `${REMOTE}/gone.png` }, { mediaId: 99 }, { url: 'nowhere' }, { url: GOOD_URL }]),
    );
    expect(json.results.map(({ problem }) => problem?.type.split('#')[1])).toEqual([
      'download-failed',
      'media-missing',
      'url-invalid',
      undefined,
    ]);
    expect(json.results[1]?.problem?.errors).toMatchObject([{ pointer: '/images/1/mediaId' }]);
    expect(await idsOf(store)).toHaveLength(2);
  });

  it('is 422 with the same body where all are bad, and changes nothing [V1-103]', async () => {
    const store = await newStore();
    serve();
    for (const response of [await postForm(store, formOf([BAD])), await createJson(store, [{ mediaId: 5 }])]) {
      expect(response.status).toBe(422);
      expect(await createdOf(response)).toMatchObject({ version: 0, results: [{ status: 422, problem: {} }] });
    }
    const guid = crypto.randomUUID();
    expect((await postForm(store, formOf([BAD]), {}, guid)).status).toBe(422);
    expect(await readProduct(store, guid)).toMatchObject({ id: null, version: 0 });
    expect(await originals(store)).toBe(0);
  });

  it('creates the first images of a product that was never seen, by its GUID [V1-102]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    expect((await postForm(store, formOf([BAD, TINY_PNG]), KEY, guid)).status).toBe(200);
    expect(await readProduct(store, guid)).toMatchObject({ guid, version: 1, imageCount: 1 });
  });

  it('puts images at their positions one after another; others move, and come back by undo [V1-104]', async () => {
    const store = await newStore();
    await postForm(store, formOf([TINY_PNG, TINY_PNG, TINY_PNG]));
    const form = formOf([TINY_PNG, TINY_PNG, TINY_PNG, TINY_PNG]);
    form.append('images', JSON.stringify([{ position: 0 }, { position: 2 }, { position: 900 }, {}]));
    const { results } = await createdOf(await postForm(store, form));
    expect(results.map(({ image }) => [image?.id, image?.position])).toEqual([
      [4, 0],
      [5, 2],
      [6, 5],
      [7, 6],
    ]);
    expect(await idsOf(store)).toEqual([4, 1, 5, 2, 3, 6, 7]);
    await v1(store, 'POST', '/products/7/undo', { json: { toVersion: 1 } });
    expect(await idsOf(store)).toEqual([1, 2, 3]);
  });

  it.each<[string, unknown]>([
    ['/images', []],
    ['/images', Array.from({ length: 101 }, () => ({ mediaId: 1 }))],
    ['/images/0', [{}]],
    ['/images/0', [{ url: GOOD_URL, mediaId: 1 }]],
    ['/images/0/position', [{ mediaId: 1, position: -1 }]],
    ['/images/0/gallery', [{ mediaId: 1, gallery: 'other' }]],
    ['/images/0/colour', [{ mediaId: 1, colour: 'red' }]],
    [
      '/images/1/isMain',
      [
        { mediaId: 1, isMain: true },
        { mediaId: 1, isMain: true },
      ],
    ],
  ])('refuses a body for %s [V1-102, V1-8]', async (pointer, images) => {
    const response = await v1(await newStore(), 'POST', '/products/7/images', { json: { images } });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it.each<[string, number, FormData, string | undefined]>([
    ['no file', 422, new FormData(), undefined],
    ['a file by another name', 422, fileOf('photo'), undefined],
    ['another field', 422, formOf([TINY_PNG], { colour: 'red' }), '/colour'],
    ['too few plans', 422, formOf([TINY_PNG, TINY_PNG], { images: '[{}]' }), '/images'],
    ['a plan with a picture', 422, formOf([TINY_PNG], { images: '[{"mediaId":1}]' }), '/images/0/mediaId'],
    ['plans that are not JSON', 400, formOf([TINY_PNG], { images: '[' }), undefined],
    ['101 files', 422, formOf(Array.from({ length: 101 }, () => BAD)), '/file'],
  ])('refuses a form with %s, and keeps no bytes of it [V1-102, V1-106]', async (_what, status, form, pointer) => {
    const store = await newStore();
    // A body without parts has no boundary of its own.
    const body = [...form.keys()].length === 0 ? '--b--\r\n' : form;
    const headers: Record<string, string> =
      typeof body === 'string' ? { 'Content-Type': 'multipart/form-data; boundary=b' } : {};
    const response = await postForm(store, body, headers);
    expect(response.status).toBe(status);
    if (pointer !== undefined) expect((await problemOf(response)).errors?.[0]?.pointer).toBe(pointer);
    expect([await idsOf(store), await originals(store)]).toEqual([[], 0]);
  });

  it('refuses the whole request where the product has no room, or another version [V1-105, V1-10]', async () => {
    const store = await newStore();
    await postForm(store, formOf([TINY_PNG]));
    const stale = await postForm(store, formOf([TINY_PNG]), { 'If-Match': '"v-0.1"' });
    expect(stale.status).toBe(412);
    expect(await problemOf(stale)).toMatchObject({ currentVersion: 1 });
    expect((await postForm(store, formOf([TINY_PNG]), { 'If-Match': '"v-1.1"' })).status).toBe(200);
    expect(await idsOf(store)).toEqual([1, 2]);
  });
});

describe('an Idempotency-Key for many images', () => {
  it('repeats the same answer, with its problems, whatever has changed since [V1-105, REQ-1]', async () => {
    const store = await newStore();
    const remote = serve();
    const images = [{ url: GOOD_URL, alt: 'A' }, { url: `${REMOTE}/gone.png` }, { mediaId: 99 }, { url: GOOD_URL }];
    const first = await createdOf(await createJson(store, images, KEY));
    const asked = remote.asked.length;
    await v1(store, 'PATCH', '/products/7/images', { json: { images: [{ id: 1, alt: 'B' }] } });
    await v1(store, 'POST', '/products/7/undo', { json: { toVersion: 0 } });
    const again = await createJson(store, images, KEY);
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    const second = await createdOf(again);
    const withoutIds = (answer: object): unknown =>
      JSON.parse(JSON.stringify(answer, (name, value: unknown) => (name === 'requestId' ? undefined : value)));
    expect(withoutIds(second)).toEqual(withoutIds(first));
    expect([await idsOf(store), remote.asked.length]).toEqual([[], asked]);
  });

  it('counts for the files and what is said of them, and a repeat leaves no bytes behind [V1-105, REQ-2]', async () => {
    const store = await newStore();
    const post = (bytes: Uint8Array, plans: string) => postForm(store, formOf([bytes, BAD], { images: plans }), KEY);
    const plans = '[{"alt":"A"},{}]';
    const first = await (await post(TINY_PNG, plans)).text();
    const again = await (await post(TINY_PNG, plans)).text();
    expect(again.slice(0, 200)).toBe(first.slice(0, 200));
    expect([await idsOf(store), await originals(store)]).toEqual([[1], 1]);
    for (const other of [await post(TINY_PNG, '[{"alt":"B"},{}]'), await post(sample('mug-alpha.webp'), plans)]) {
      expect([other.status, (await problemOf(other)).type.split('#')[1]]).toEqual([422, 'key-reused']);
    }
    expect([await idsOf(store), await originals(store)]).toEqual([[1], 1]);
  });

  it('has one effect for requests at the same time [V1-105, REQ-3]', async () => {
    const store = await newStore();
    const answers = await Promise.all(Array.from({ length: 5 }, () => postForm(store, formOf([TINY_PNG]), KEY)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await idsOf(store)).toEqual([1]);
  });

  it('is free after a request of which nothing was good [V1-105, REQ-4]', async () => {
    const store = await newStore();
    expect((await postForm(store, formOf([BAD]), KEY)).status).toBe(422);
    expect((await postForm(store, formOf([TINY_PNG]), KEY)).status).toBe(200);
  });
});

it('a file of more than 8 MB fails alone [V1-106]', async () => {
  const store = await newStore();
  const large = new Uint8Array(8 * 1024 * 1024 + 1);
  const { results } = await createdOf(await postForm(store, formOf([TINY_PNG, large, TINY_PNG])));
  expect(results.map(({ status, problem }) => [status, problem?.type.split('#')[1]])).toEqual([
    [201, undefined],
    [422, 'file-too-large'],
    [201, undefined],
  ]);
});

it('a form of more than 90 MB is refused by its length [V1-106]', async () => {
  const store = await newStore();
  const headers = { 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Length': String(91 * 1024 * 1024) };
  const response = await postForm(store, '--b\r\n', headers);
  expect([response.status, (await problemOf(response)).type.split('#')[1]]).toEqual([413, 'body-too-large']);
});

it('a URL that is slow or broken fails alone, and no more than four are fetched at a time [V1-107]', async () => {
  const store = await newStore();
  let running = 0;
  let most = 0;
  const slow = async (): Promise<Response> => {
    running += 1;
    most = Math.max(most, running);
    await scheduler.wait(5);
    running -= 1;
    return new Response(TINY_PNG);
  };
  serveRemote({ '/slow.png': slow, '/broken.png': () => Promise.reject(new TypeError('broken')) });
  const urls = Array.from({ length: 12 }, (_, index) => (index === 3 ? '/broken.png' : '/slow.png'));
  const { results } = await createdOf(
    await createJson(
      store,
      urls.map((path) => ({ url: `${REMOTE}${path}` })),
    ),
  );
  expect(results.map(({ status }) => status)).toEqual(urls.map((path) => (path === '/slow.png' ? 201 : 422)));
  expect(most).toBe(4);
});

it('keeps what it answered in one row, also where the texts are as long as they may be [V1-105]', async () => {
  const languages = ['en', 'cs', 'de', 'fr', 'it', 'nl', 'pl', 'pt', 'sk'];
  const store = await newStore({ languages });
  await createImage(store, 8, TINY_PNG);
  const alts = Object.fromEntries(languages.slice(1).map((language) => [language, '\\'.repeat(65_000)]));
  const create = () => createJson(store, [{ mediaId: 1, alts }], KEY);
  const { results } = await createdOf(await create());
  expect(results[0]?.image?.alts).toEqual(alts);
  const sql = `SELECT max(octet_length(answer)) AS bytes FROM answers WHERE store_id = ?`;
  expect(await env.DB.prepare(sql).bind(store.id).first<number>('bytes')).toBeLessThan(2_000_000);
  const again = await create();
  expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  expect((await createdOf(again)).results).toEqual(results);
});
