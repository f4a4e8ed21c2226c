import { exports, env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { age, fillProduct } from '../support/fill.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { read, shown, v2, type Form } from '../support/v2.ts';
import { createImage, imageForm, listImages, ORIGIN } from '../support/v3.ts';

const FORMS: readonly Form[] = ['json', 'xml'];

const raw = async (store: TestStore, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  await exports.default.fetch(
    new Request(`${ORIGIN}/stores/${store.hash}/v2${path}`, { headers: { 'X-Auth-Token': store.token, ...headers } }),
  );

const isXml = (response: Response): boolean => response.headers.get('Content-Type')?.includes('xml') === true;

describe('BigCommerce V2', () => {
  it.each([
    ['/products/images/count', {}, false],
    ['/products/images/count/', {}, false],
    ['/products/images/count.json', {}, false],
    ['/products/images/count.json/', {}, false],
    ['/products/images/count.xml', {}, true],
    ['/products/images/count.xml/?a=b', {}, true],
    ['/products/images/count', { Accept: '*/*' }, false],
    ['/products/images/count', { Accept: 'application/json' }, false],
    ['/products/images/count', { Accept: 'application/xml' }, true],
    ['/products/images/count', { Accept: 'text/xml' }, true],
    ['/products/images/count', { Accept: 'text/html,application/xml;q=0.9,*/*;q=0.8' }, true],
    ['/products/images/count', { Accept: 'application/json, application/xml;q=0.9' }, false],
    ['/products/images/count', { Accept: 'application/json;q=0.5, application/xml' }, true],
    ['/products/images/count', { Accept: 'application/xml;q=0' }, false],
    ['/products/images/count', { Accept: 'text/plain' }, false],
    ['/products/images/count.json', { Accept: 'application/xml' }, false],
    ['/products/images/count.xml', { Accept: 'application/json' }, true],
  ])('chooses the form of %s with %o [BC2-21, BC-16, BC-17]', async (path, headers, wantsXml) => {
    const store = await newStore();
    const response = await raw(store, path, headers);
    expect(response.status).toBe(200);
    expect(isXml(response)).toBe(wantsXml);
    expect(response.headers.get('Vary')).toBe(path.includes('.') ? null : 'Accept');
  });

  it('reads a body by its first character: JSON to a .xml path, XML to a .json path [BC2-20]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    const json = { form: 'xml', body: '{"sort_order": 3}', headers: { 'Content-Type': 'application/json' } } as const;
    expect(isXml(await v2(store, 'PUT', '/products/1/images/1', json))).toBe(true);
    expect(await listImages(store, 1)).toMatchObject([{ sort_order: 3 }]);
    const xml = { form: 'json', body: '\ufeff <request><sort_order>4</sort_order></request>' } as const;
    expect(isXml(await v2(store, 'PUT', '/products/1/images/1', xml))).toBe(false);
    expect(await listImages(store, 1)).toMatchObject([{ sort_order: 4 }]);
  });

  it('never parses the body of GET and DELETE [BC-13]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    for (const type of ['undefined', 'application/json']) {
      expect((await raw(store, '/products/1/images', { 'Content-Type': type })).status).toBe(200);
    }
    const headers = { 'Content-Type': 'application/json' };
    expect((await v2(store, 'DELETE', '/products/1/images/1', { headers })).status).toBe(204);
  });

  it('takes text through XML and back unchanged [BC2-23]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    const description = ' <b> & "quotes" ]]> \n\ttabs, é 😀 ';
    await v2(store, 'PUT', '/products/1/images/1', { form: 'xml', fields: { description } });
    expect(await listImages(store, 1)).toMatchObject([{ description }]);
    const response = await v2(store, 'GET', '/products/1/images/1', { form: 'xml' });
    expect(await read(response, 'xml')).toMatchObject({ image: { description } });
  });

  it('answers HEAD as GET, without the body [BC2-13]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    const response = await v2(store, 'HEAD', '/products/1/images/1', { form: 'xml' });
    expect(response.status).toBe(200);
    expect(response.headers.get('ETag')).not.toBeNull();
    expect(await response.text()).toBe('');
  });
});

describe.each(FORMS)('OPTIONS in %s', (form) => {
  it.each([
    ['/products/images/count', 'GET, HEAD, OPTIONS', ['count']],
    ['/products/1/images/count', 'GET, HEAD, OPTIONS', ['count']],
    ['/products/1/images', 'GET, HEAD, POST, DELETE, OPTIONS', ['id', 'date_modified']],
    ['/products/1/images/1', 'GET, HEAD, PUT, DELETE, OPTIONS', ['id', 'date_modified']],
  ])('says of %s what may be done, and the fields [BC2-12]', async (path, allow, names) => {
    const store = await newStore();
    const response = await v2(store, 'OPTIONS', path, { form });
    expect(response.status).toBe(200);
    expect(response.headers.get('Allow')).toBe(allow);
    const body = await read(response, form);
    const fields = (form === 'xml' ? (body as { options: object }).options : body) as {
      fields: { name: string; type: string }[];
    };
    expect(fields.fields.map((field) => field.name)).toEqual(expect.arrayContaining(names));
    for (const field of fields.fields) expect(field.type).toMatch(/^(int|string|bool|date)$/);
  });
});

describe.each(FORMS)('a conditional request in %s', (form) => {
  it.each(['/products/1/images', '/products/1/images/1', '/products/1/images/count'])(
    'for %s has Last-Modified once a full second has passed, and 304 for it [BC2-25]',
    async (path) => {
      const store = await newStore();
      await createImage(store, 1, TINY_PNG);
      const fresh = await v2(store, 'GET', path, { form });
      expect(fresh.headers.get('Last-Modified')).toBeNull();
      const now = new Date(Date.now() + 60_000).toUTCString();
      expect((await v2(store, 'GET', path, { form, headers: { 'If-Modified-Since': now } })).status).toBe(200);

      await age(store, 1, 5_000);
      const settled = await v2(store, 'GET', path, { form });
      const lastModified = settled.headers.get('Last-Modified') ?? '';
      expect(Date.parse(lastModified)).toBeLessThan(Date.now() - 4_000);
      const since = async (header: string): Promise<Response> =>
        await v2(store, 'GET', path, { form, headers: { 'If-Modified-Since': header } });
      const same = await since(lastModified);
      expect(same.status).toBe(304);
      expect(await same.text()).toBe('');
      expect(same.headers.get('ETag')).toBe(settled.headers.get('ETag'));
      expect((await since(new Date(Date.parse(lastModified) - 1_000).toUTCString())).status).toBe(200);
      expect((await since('yesterday')).status).toBe(200);

      await v2(store, 'PUT', '/products/1/images/1', { fields: { description: 'new' } });
      expect((await since(lastModified)).status).toBe(200);
    },
  );

  it('finds a change in settings that change the URLs [BC2-25]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    await age(store, 1, 60_000);
    const before = await v2(store, 'GET', '/products/1/images', { form });
    await env.DB.prepare(`UPDATE stores SET settings = '{"presets":{"tiny":{"widthPx":9,"heightPx":9}}}' WHERE id = ?`)
      .bind(store.id)
      .run();
    const headers = { 'If-Modified-Since': before.headers.get('Last-Modified') ?? '' };
    const after = await v2(store, 'GET', '/products/1/images', { form, headers });
    expect(after.status).toBe(200);
    expect(await after.text()).toContain('.9.9.png');
  });

  it('hears from a write when the image last changed, where it did not change just now [BC2-25]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    const changed = await v2(store, 'PUT', '/products/1/images/1', { form, fields: { sort_order: 3 } });
    expect(changed.headers.get('Last-Modified')).toBeNull();
    await age(store, 1, 5_000);
    const unchanged = await v2(store, 'PUT', '/products/1/images/1', { form, fields: { sort_order: 3 } });
    expect(Date.parse(unchanged.headers.get('Last-Modified') ?? '')).toBeLessThan(Date.now() - 4_000);
  });

  it('with If-None-Match is 304, also with If-Modified-Since; the other form has another ETag [BC2-25, REQ-5]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    await age(store, 1, 5_000);
    const first = await v2(store, 'GET', '/products/1/images', { form });
    const etag = first.headers.get('ETag') ?? '';
    const same = await v2(store, 'GET', '/products/1/images', { form, headers: { 'If-None-Match': etag } });
    expect(same.status).toBe(304);
    const later = new Date().toUTCString();
    const headers = { 'If-None-Match': '"v9.9"', 'If-Modified-Since': later };
    expect((await v2(store, 'GET', '/products/1/images', { form, headers })).status).toBe(200);
    const other = form === 'json' ? 'xml' : 'json';
    const otherForm = await v2(store, 'GET', '/products/1/images', { form: other, headers: { 'If-None-Match': etag } });
    expect(otherForm.status).toBe(200);
  });

  it('with If-Match for another version is 412, and nothing is written [REQ-6]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    const { headers } = await v2(store, 'GET', '/products/1/images', { form });
    const ifMatch = { headers: { 'If-Match': headers.get('ETag') ?? '' }, form } as const;
    const update = { ...ifMatch, fields: { sort_order: 2 } };
    expect((await v2(store, 'PUT', '/products/1/images/1', update)).status).toBe(200);
    const message = 'The product has changed since the version named in If-Match.';
    for (const refused of [
      await v2(store, 'PUT', '/products/1/images/1', { ...ifMatch, fields: { sort_order: 3 } }),
      await v2(store, 'DELETE', '/products/1/images/1', ifMatch),
      await v2(store, 'DELETE', '/products/1/images', ifMatch),
      await v2(store, 'POST', '/products/1/images', { ...ifMatch, body: imageForm(TINY_PNG) }),
    ]) {
      expect(refused.status).toBe(412);
      expect(await read(refused, form)).toEqual(shown(form, 'errors', [{ status: 412, message }]));
    }
    expect(await listImages(store, 1)).toMatchObject([{ id: 1, sort_order: 2 }]);
  });
});

describe.each(FORMS)('Idempotency-Key in %s', (form) => {
  const headers = { 'Idempotency-Key': 'key-1' };

  it('has a creation answered again, not done again [REQ-1]', async () => {
    const store = await newStore();
    const create = async (): Promise<Response> =>
      await v2(store, 'POST', '/products/1/images', { form, headers, body: imageForm(TINY_PNG) });
    const [first, second] = [await create(), await create()];
    expect(first.headers.has('Idempotency-Replayed')).toBe(false);
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
    expect(second.status).toBe(201);
    expect(second.headers.get('Location')).toBe(first.headers.get('Location'));
    expect(await second.text()).toBe(await first.text());
    expect(await listImages(store, 1)).toHaveLength(1);
  });

  it('has a deletion of a page answered again: the next page stays [BC2-10, REQ-1, REQ-2]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 6);
    const remove = async (query: string): Promise<Response> =>
      await v2(store, 'DELETE', `/products/1/images${query}`, { form, headers });
    expect((await remove('?limit=2')).status).toBe(204);
    const second = await remove('?limit=2');
    expect(second.status).toBe(204);
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
    expect((await listImages(store, 1)).map(({ id }) => id)).toEqual([3, 4, 5, 6]);
    const other = await remove('');
    expect(other.status).toBe(422);
    const message = 'The Idempotency-Key was used for a different request.';
    expect(await read(other, form)).toEqual(shown(form, 'errors', [{ status: 422, message }]));
  });

  it('has a deletion of a page that comes twice at once take one page [BC2-10, REQ-3]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 6);
    const remove = async (): Promise<Response> =>
      await v2(store, 'DELETE', '/products/1/images?limit=2', { form, headers });
    const answers = await Promise.all([remove(), remove(), remove()]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(await listImages(store, 1)).toHaveLength(4);
  });

  it('has an update answered again [REQ-1]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    await v2(store, 'PUT', '/products/1/images/1', { form, headers, fields: { description: 'one' } });
    await v2(store, 'PUT', '/products/1/images/1', { form, fields: { description: 'two' } });
    const again = await v2(store, 'PUT', '/products/1/images/1', { form, headers, fields: { description: 'one' } });
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await listImages(store, 1)).toMatchObject([{ description: 'two' }]);
  });

  it('is refused when it is too long [REQ-1]', async () => {
    const store = await newStore();
    const bad = { 'Idempotency-Key': 'x'.repeat(256) };
    const response = await v2(store, 'DELETE', '/products/1/images', { form, headers: bad });
    expect(response.status).toBe(422);
    const message = 'The header Idempotency-Key must be 1 to 255 visible ASCII characters.';
    expect(await read(response, form)).toEqual(shown(form, 'errors', [{ status: 422, message }]));
  });
});

describe('every answer', () => {
  it('carries the bookmark, and takes it back [REQ-7]', async () => {
    const store = await newStore();
    const created = await v2(store, 'POST', '/products/1/images', { body: imageForm(TINY_PNG) });
    const bookmark = created.headers.get('x-d1-bookmark') ?? '';
    expect(bookmark).not.toBe('');
    const listed = await v2(store, 'GET', '/products/1/images', { headers: { 'x-d1-bookmark': bookmark } });
    expect(await listed.json()).toHaveLength(1);
  });
});

describe('XML of BigCommerce V2', () => {
  it.each([
    ['GET', '/products/1/images', 'images><image><id>1</id>'],
    ['GET', '/products/1/images/1', 'image><id>1</id>'],
    ['GET', '/products/1/images/count', 'images><count>1</count></images>'],
    ['OPTIONS', '/products/1/images/count', 'options><fields><field><name>count</name>'],
    ['GET', '/products/1/images/2', 'errors><error><status>404</status><message>'],
  ])('begins with its declaration and root: %s %s [BC2-22]', async (method, path, beginning) => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    const text = await (await v2(store, method, path, { form: 'xml' })).text();
    expect(text.replaceAll(/\n\s*/g, '')).toMatch(
      new RegExp(`^<\\?xml version="1.0" encoding="UTF-8"\\?><${beginning}`),
    );
  });
});

describe('the fields that OPTIONS lists', () => {
  it('say what is read-only and what is required [BC2-12]', async () => {
    const response = await v2(await newStore(), 'OPTIONS', '/products/1/images');
    const { fields } = await response.json<{ fields: { name: string; read_only: boolean; required: boolean }[] }>();
    const namesOf = (which: (field: (typeof fields)[number]) => boolean): string[] =>
      fields.filter(which).map(({ name }) => name);
    const writable = ['image_file', 'is_thumbnail', 'sort_order', 'description'];
    expect(namesOf((field) => !field.read_only)).toEqual(writable);
    expect(namesOf((field) => field.required)).toEqual(['image_file']);
    expect(fields[0]).toEqual({ name: 'id', type: 'int', read_only: true, required: false });
  });
});
