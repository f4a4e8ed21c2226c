import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { WireLibraryMedia } from '../../src/dialects/v1/media.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createJson, fileOf, formOf } from '../support/v1-create.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { ORIGIN } from '../support/v3.ts';

const KEY = { 'Idempotency-Key': 'one' };

const post = (store: TestStore, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(`${ORIGIN}/v1/media`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${store.token}`, ...headers },
    body,
  });

const mediaOf = async (response: Response): Promise<WireLibraryMedia> => await response.json<WireLibraryMedia>();
const listOf = async (store: TestStore): Promise<readonly WireLibraryMedia[]> =>
  (await (await v1(store, 'GET', '/media')).json<{ items: WireLibraryMedia[] }>()).items;
const word = async (response: Response): Promise<readonly unknown[]> => [
  response.status,
  (await problemOf(response)).type.split('#')[1],
];

describe('POST /v1/media', () => {
  it('puts a file into the library, as GET of it shows it [V1-114]', async () => {
    const store = await newStore();
    const fields = { fileName: 'logo.png', folder: 'product', alt: 'Our logo' };
    const response = await post(store, formOf([TINY_PNG], fields));
    expect([response.status, response.headers.get('Location')]).toEqual([201, `${ORIGIN}/v1/media/1`]);
    const media = await mediaOf(response);
    expect(media).toMatchObject({ id: 1, ...fields, uses: 0, format: 'png', bytes: TINY_PNG.length });
    expect(media).toEqual(await mediaOf(await v1(store, 'GET', '/media/1')));
  });

  it('fetches a URL, and finds a free name where none is given [V1-114]', async () => {
    const store = await newStore();
    serveRemote({ '/a.png': () => new Response(TINY_PNG) });
    for (const name of ['a.png', 'a-2.png']) {
      const response = await v1(store, 'POST', '/media', { json: { url: `${REMOTE}/a.png` } });
      expect([response.status, (await mediaOf(response)).fileName]).toEqual([201, name]);
    }
    const gone = await v1(store, 'POST', '/media', { json: { url: `${REMOTE}/gone.png` } });
    expect(await word(gone)).toEqual([422, 'download-failed']);
  });

  it('keeps it when the last image that shows it goes [V1-114]', async () => {
    const store = await newStore();
    await post(store, formOf([TINY_PNG]));
    await createJson(store, [{ mediaId: 1 }]);
    await v1(store, 'POST', '/products/7/undo', { json: { toVersion: 0 } });
    expect(await listOf(store)).toMatchObject([{ id: 1, uses: 0 }]);
  });

  it('is 409 for a name that is taken in its folder [V1-114]', async () => {
    const store = await newStore();
    await post(store, formOf([TINY_PNG], { fileName: 'a.png' }));
    expect(await word(await post(store, formOf([TINY_PNG], { fileName: 'a.png' })))).toEqual([409, 'filename-taken']);
    expect((await post(store, formOf([TINY_PNG], { fileName: 'a.png', folder: 'product' }))).status).toBe(201);
  });

  it.each<[string, FormData]>([
    ['/colour', formOf([TINY_PNG], { colour: 'red' })],
    ['/folder', formOf([TINY_PNG], { folder: 'other' })],
    ['/fileName', formOf([TINY_PNG], { fileName: '../a.png' })],
    ['/fileName', formOf([TINY_PNG], { fileName: '' })],
  ])('refuses %s [V1-114, V1-8]', async (pointer, form) => {
    const store = await newStore();
    const response = await post(store, form);
    expect([response.status, (await problemOf(response)).errors?.[0]?.pointer]).toEqual([422, pointer]);
    expect(await listOf(store)).toEqual([]);
  });

  it('refuses a form without a file, and bytes that are no picture [V1-114]', async () => {
    const store = await newStore();
    expect(await word(await post(store, fileOf('photo')))).toEqual([422, 'file-misnamed']);
    expect(await word(await post(store, fileOf('file')))).toEqual([422, 'picture-unsupported']);
  });
});

it('PATCH /v1/media/{id} changes what it names, and is told as any change of the library [V1-115]', async () => {
  const store = await newStore();
  await post(store, formOf([TINY_PNG]));
  const response = await v1(store, 'PATCH', '/media/1', { json: { alt: 'A dot', fileName: 'dot.png' } });
  const media = await mediaOf(response);
  expect([response.status, media.alt, media.fileName, media.folder]).toEqual([200, 'A dot', 'dot.png', 'general']);
  expect(media).toEqual(await mediaOf(await v1(store, 'GET', '/media/1')));
  const { events } = await (await v1(store, 'GET', '/events')).json<{ events: { type: string }[] }>();
  expect(events.map(({ type }) => type)).toEqual(['media.created', 'media.updated']);
});

it('DELETE /v1/media/{id} deletes a media, and is 409 with the count where something shows it [V1-116]', async () => {
  const store = await newStore();
  await post(store, formOf([sample('cup-landscape.jpg')]));
  await createJson(store, [{ mediaId: 1 }, { mediaId: 1 }]);
  const used = await v1(store, 'DELETE', '/media/1');
  expect(used.status).toBe(409);
  expect(await problemOf(used)).toMatchObject({ uses: 2, type: `${ORIGIN}/docs/errors#media-in-use` });
  await v1(store, 'POST', '/products/7/undo', { json: { toVersion: 0 } });
  const response = await v1(store, 'DELETE', '/media/1');
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(await listOf(store)).toEqual([]);
});

it.each(['PATCH', 'DELETE'])(
  '%s of a media that is not there, or of another store, is 404 [V1-115, V1-116, V1-20]',
  async (method) => {
    const [store, other] = [await newStore(), await newStore()];
    await post(store, formOf([TINY_PNG]));
    const init = method === 'PATCH' ? { json: { alt: 'Theirs' } } : {};
    for (const id of ['1', '99', 'x']) {
      expect(await word(await v1(other, method, `/media/${id}`, init))).toEqual([404, 'media-not-found']);
    }
    expect(await listOf(store)).toMatchObject([{ id: 1, alt: '' }]);
  },
);

it('an Idempotency-Key has one effect on each of them [V1-117, REQ-1, REQ-2]', async () => {
  const store = await newStore();
  const twice = async (send: () => Promise<Response>, status: number): Promise<void> => {
    const answers = [await send(), await send()];
    expect(answers.map((answer) => [answer.status, answer.headers.get('Idempotency-Replayed')])).toEqual([
      [status, null],
      [status, 'true'],
    ]);
  };
  await twice(() => post(store, formOf([TINY_PNG]), KEY), 201);
  expect(await word(await post(store, formOf([TINY_PNG], { alt: 'B' }), KEY))).toEqual([422, 'key-reused']);
  await twice(() => v1(store, 'PATCH', '/media/1', { json: { alt: 'A' }, headers: KEY }), 200);
  await twice(() => v1(store, 'DELETE', '/media/1', { headers: KEY }), 204);
  expect((await readProduct(store, 7)).version).toBe(0);
});
