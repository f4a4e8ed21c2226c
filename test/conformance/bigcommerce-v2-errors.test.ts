import { afterEach, describe, expect, it, vi } from 'vitest';
import { env } from 'cloudflare:workers';
import { MAX_FILE_BYTES } from '../../src/ingest/limits.ts';
import { fillProduct } from '../support/fill.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore } from '../support/stores.ts';
import { read, shown, v2, type Form } from '../support/v2.ts';
import { createImage, imageForm, listImages } from '../support/v3.ts';

const FORMS: readonly Form[] = ['json', 'xml'];

afterEach(() => vi.restoreAllMocks());

/** Returns the answer for an invalid field, with its reason. */
const invalid = (field: string, reason: string, more: object = {}): object[] => [
  { status: 400, message: `The field '${field}' is invalid.`, details: { invalid_reason: reason, ...more } },
];

// These are the requirements BC2-28 to BC2-39.
describe.each(FORMS)('BigCommerce V2 in %s', (form) => {
  const expectErrors = async (response: Response, status: number, errors: unknown): Promise<void> => {
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Type')).toContain(`application/${form}`);
    expect(await read(response, form)).toEqual(shown(form, 'errors', errors));
  };
  const NOT_FOUND = [{ status: 404, message: 'The requested resource was not found.' }];

  it.each([
    ['GET', '/products/1/images/9'],
    ['GET', '/products/1/images/x'],
    ['GET', '/products/x/images'],
    ['GET', '/products/0/images/count'],
    ['GET', '/products/2/images/1'],
    ['PUT', '/products/1/images/9'],
    ['PUT', '/products/1/images/-1'],
    ['DELETE', '/products/1/images/9'],
    ['DELETE', '/products/1/images/1.5'],
    ['DELETE', '/products/x/images'],
    ['POST', '/products/x/images'],
  ])('does not find %s %s [BC2-28, BC2-29]', async (method, path) => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    const fields = method === 'PUT' ? { fields: { sort_order: 1 } } : {};
    await expectErrors(await v2(store, method, path, { form, ...fields }), 404, NOT_FOUND);
  });

  it('does not find products that are not registered, where the store wants them to be [BC2-29, IMG-19]', async () => {
    const store = await newStore({ registeredProductsOnly: true });
    for (const [method, path] of [
      ['GET', '/products/5/images'],
      ['GET', '/products/5/images/count'],
      ['GET', '/products/5/images/1'],
      ['DELETE', '/products/5/images'],
    ] as const) {
      await expectErrors(await v2(store, method, path, { form }), 404, NOT_FOUND);
    }
    const body = imageForm(TINY_PNG);
    await expectErrors(await v2(store, 'POST', '/products/5/images', { form, body }), 404, NOT_FOUND);
  });

  it('names each unknown field [BC2-30]', async () => {
    const store = await newStore();
    const fields = { image_url: 'x', image_file: 'a.png', colour: 'red' };
    await expectErrors(await v2(store, 'POST', '/products/1/images', { form, fields }), 400, [
      { status: 400, message: "The field 'image_url' is not supported by this resource." },
      { status: 400, message: "The field 'colour' is not supported by this resource." },
    ]);
  });

  it('names an unknown file of a form [BC2-30]', async () => {
    const store = await newStore();
    const body = imageForm(TINY_PNG);
    body.set('other', new File([TINY_PNG], 'b.png'));
    await expectErrors(await v2(store, 'POST', '/products/1/images', { form, body }), 400, [
      {
        status: 400,
        message: "The field 'other' is not supported by this resource.",
        details: { invalid_reason: 'Send the file in the field image_file.' },
      },
    ]);
  });

  it('allows null for the description only [BC2-15, BC2-32]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG, { description: 'old' });
    for (const field of ['image_file', 'is_thumbnail', 'sort_order']) {
      await expectErrors(await v2(store, 'PUT', '/products/1/images/1', { form, fields: { [field]: null } }), 400, [
        { status: 400, message: `The field '${field}' does not allow null values.` },
      ]);
    }
    const unset = await v2(store, 'PUT', '/products/1/images/1', { form, fields: { description: null } });
    expect(await read(unset, form)).toMatchObject(
      form === 'xml' ? { image: { description: 'NULL' } } : { description: null },
    );
    expect(await listImages(store, 1)).toMatchObject([{ description: '' }]);
  });

  it('names a field of the wrong type or range [BC2-34]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    const thumbnail = form === 'xml' ? 'must be true or false' : 'must be a boolean';
    await expectErrors(
      await v2(store, 'PUT', '/products/1/images/1', { form, fields: { is_thumbnail: 'maybe', sort_order: 2 ** 31 } }),
      400,
      [
        ...invalid('is_thumbnail', `is_thumbnail ${thumbnail}`),
        ...invalid('sort_order', 'sort_order must be an integer from -2147483648 to 2147483647'),
      ],
    );
  });

  it('refuses a file that is not a picture, by form and by import folder [BC2-34, IMG-5]', async () => {
    const store = await newStore();
    const text = new TextEncoder().encode('hello');
    await env.BUCKET.put(`import/${store.hash}/note.png`, text);
    const reason = 'The file is no picture that we know. Send a BMP, GIF, JPEG, PNG, WBMP, WEBP or XBM picture.';
    const byForm = await v2(store, 'POST', '/products/1/images', { form, body: imageForm(text) });
    await expectErrors(byForm, 400, invalid('image_file', reason));
    const byPath = await v2(store, 'POST', '/products/1/images', { form, fields: { image_file: 'note.png' } });
    await expectErrors(byPath, 400, invalid('image_file', reason));
    expect((await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects).toEqual([]);
  });

  it('refuses a file over 8 MB in the import folder [BC2-34, IMG-2]', async () => {
    const store = await newStore();
    await env.BUCKET.put(`import/${store.hash}/huge.png`, new Uint8Array(MAX_FILE_BYTES + 1));
    const response = await v2(store, 'POST', '/products/1/images', { form, fields: { image_file: 'huge.png' } });
    await expectErrors(response, 400, invalid('image_file', 'The file is larger than 8 MB.'));
  });

  it.each([MAX_FILE_BYTES + 1, MAX_FILE_BYTES + 1024 * 1024])(
    'names the limit of a file for one of %d bytes in a form [BC2-34, IMG-2]',
    async (byteCount) => {
      const store = await newStore();
      const body = imageForm(new Uint8Array(byteCount));
      const response = await v2(store, 'POST', '/products/1/images', { form, body });
      await expectErrors(response, 400, invalid('image_file', 'The file is larger than 8 MB.'));
    },
  );

  it.each([
    'gone.png',
    '../other/secret.png',
    'a/../../other/secret.png',
    '..',
    '/',
    String.raw`..\other\secret.png`,
    'import/other/secret.png',
    `${'long/'.repeat(300)}a.png`,
  ])('says that the import folder, which no path leaves, has no file %s [BC2-18, BC2-34]', async (path) => {
    const store = await newStore();
    await env.BUCKET.put('import/other/secret.png', TINY_PNG);
    const response = await v2(store, 'POST', '/products/1/images', { form, fields: { image_file: path } });
    const quoted = path.length <= 200 ? path : `${path.slice(0, 200)}…`;
    await expectErrors(response, 400, invalid('image_file', `The import folder has no file '${quoted}'.`));
  });

  it('finds a file of the import folder by any spelling of its path [BC2-18]', async () => {
    const store = await newStore();
    await env.BUCKET.put(`import/${store.hash}/a b/é.png`, TINY_PNG);
    for (const path of ['a b/é.png', '/a b/é.png', './a b//é.png']) {
      const response = await v2(store, 'POST', '/products/1/images', { form, fields: { image_file: path } });
      expect(response.status).toBe(201);
    }
  });

  it('says which URL answered no picture, and why [BC2-35]', async () => {
    const store = await newStore();
    vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response('gone', { status: 410 })));
    const url = `https://pictures.example/${'signed'.repeat(60)}.png`;
    const response = await v2(store, 'POST', '/products/1/images', { form, fields: { image_file: url } });
    const reason = `The resource at '${url}' could not be downloaded and may be invalid.`;
    await expectErrors(
      response,
      400,
      invalid('image_file', reason, { download_error: 'The server answered with status 410.' }),
    );
  });

  it('creates from a URL [BC2-17]', async () => {
    const store = await newStore();
    vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(TINY_PNG)));
    const fields = { image_file: 'https://pictures.example/red-shoe.png?a=1&b=2' };
    expect((await v2(store, 'POST', '/products/1/images', { form, fields })).status).toBe(201);
    expect((await listImages(store, 1))[0]?.image_file).toContain('red-shoe');
  });

  it.each([
    [
      'http://localhost/a.png',
      'The host is not on the public internet. In this sandbox INGEST_ALLOWED_HOSTS=pictures.test:8080,localhost:80 allows it.',
    ],
    ['http://user:password@pictures.example/a.png', 'A URL with a user name or password in it is not fetched.'],
    ['ftp://pictures.example/a.png', 'Only http and https are fetched from.'],
  ])('refuses the URL %s [BC2-35, IMG-8]', async (url, reason) => {
    const store = await newStore();
    const response = await v2(store, 'POST', '/products/1/images', { form, fields: { image_file: url } });
    await expectErrors(response, 400, invalid('image_file', reason));
  });

  it('takes a URL of 2000 characters and refuses a longer one [BC2-17, BC2-34]', async () => {
    const store = await newStore();
    vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(TINY_PNG)));
    const url = 'https://pictures.example/a.png?'.padEnd(2000, 'x');
    const create = (image_file: string): Promise<Response> =>
      v2(store, 'POST', '/products/1/images', { form, fields: { image_file } });
    expect((await create(url)).status).toBe(201);
    const quoted = `${url.slice(0, 200)}…`;
    const reason = `'${quoted}' is not an absolute URL that can be fetched.`;
    await expectErrors(await create(`${url}x`), 400, invalid('image_file', reason));
  });

  it('refuses an empty image_file [BC2-34]', async () => {
    const store = await newStore();
    const response = await v2(store, 'POST', '/products/1/images', { form, fields: { image_file: ' ' } });
    const reason = 'image_file must be a URL or a path in the import folder';
    await expectErrors(response, 400, invalid('image_file', reason));
  });

  it.each(['0', '-1', 'a', '1.5', ''])('refuses page=%s [BC2-36]', async (page) => {
    const store = await newStore();
    const reason = `'${page}' is not a whole number from 1.`;
    for (const method of ['GET', 'DELETE']) {
      const response = await v2(store, method, `/products/1/images?page=${page}`, { form });
      await expectErrors(response, 400, invalid('page', reason));
    }
  });

  it.each(['0', '-1', 'a', '1.5', ''])('refuses limit=%s [BC2-36]', async (limit) => {
    const store = await newStore();
    const response = await v2(store, 'GET', `/products/1/images?limit=${limit}`, { form });
    await expectErrors(response, 400, invalid('limit', `'${limit}' is not a whole number from 1.`));
  });

  it('refuses a body that is not JSON [BC2-37]', async () => {
    const store = await newStore();
    const response = await v2(store, 'POST', '/products/1/images', { form, body: '{"image_file":' });
    await expectErrors(response, 400, [{ status: 400, message: 'The body is not valid JSON in UTF-8.' }]);
  });

  it('refuses a body without a file that is larger than any needs to be [BC2-37]', async () => {
    const store = await newStore();
    const response = await v2(store, 'POST', '/products/1/images', { form, body: ' '.repeat(512 * 1024 + 1) });
    const advice =
      'Send a picture as multipart/form-data in the field image_file, or JSON or XML with its URL as image_file.';
    await expectErrors(response, 413, [
      {
        status: 413,
        message: 'The request body is larger than 524288 bytes.',
        details: { invalid_reason: advice },
      },
    ]);
  });

  it('names the limit of a full product [BC2-38, IMG-12]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 1000);
    const response = await v2(store, 'POST', '/products/1/images', { form, body: imageForm(TINY_PNG) });
    await expectErrors(response, 422, [{ status: 422, message: 'A product can have up to 1000 images.' }]);
  });

  it('names at most twenty problems, in words that stay short [BC2-39]', async () => {
    const store = await newStore();
    const fields = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}${'x'.repeat(500)}`, '1']));
    const response = await v2(store, 'POST', '/products/1/images', { form, fields });
    expect(response.status).toBe(400);
    expect((await response.text()).length).toBeLessThan(10_000);
  });

  it('tells nothing of the inside when an error is its own [REQ-8]', async () => {
    const store = await newStore();
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await env.DB.prepare(`UPDATE tokens SET store = '{"secret": 1}' WHERE store_id = ?`).bind(store.id).run();
    const message = 'The request failed through no fault of yours.';
    await expectErrors(await v2(store, 'GET', '/products/1/images', { form }), 500, [{ status: 500, message }]);
  });
});

describe('hostile XML is refused: [BC2-24]', () => {
  const post = async (body: BodyInit): Promise<string> => {
    const store = await newStore();
    await env.BUCKET.put(`import/${store.hash}/a.png`, TINY_PNG);
    const response = await v2(store, 'POST', '/products/1/images', { form: 'xml', body });
    expect(response.status).toBe(400);
    expect(await listImages(store, 1)).toEqual([]);
    return await response.text();
  };
  const field = '<image_file>a.png</image_file>';

  it('a billion laughs', async () => {
    const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const body = `<?xml version="1.0"?><!DOCTYPE image [<!ENTITY l0 "ha">${entities}]><image>${field}<description>&l9;</description></image>`;
    expect(await post(body)).toContain('must not have a document type');
  });

  it('an external entity', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const body = `<!DOCTYPE image [<!ENTITY x SYSTEM "http://pictures.example/x">]><image>${field}<description>&x;</description></image>`;
    expect(await post(body)).toContain('must not have a document type');
    expect(fetched).not.toHaveBeenCalled();
  });

  it('an undeclared entity', async () => {
    expect(await post(`<image>${field}<description>&x;</description></image>`)).toContain('not well-formed');
  });

  it.each([
    ['10,000 levels', `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`],
    ['levels behind a comment that does not end', `<image><!--${'<a>'.repeat(10_000)}`],
    ['levels behind a declaration', `<!DOCTYPE a [<!-- ]>${'<a>'.repeat(10_000)}`],
    ['100,000 empty elements', `<image>${'<a/>'.repeat(100_000)}</image>`],
    ['a field within a field', '<image><image_file><b>a.png</b></image_file></image>'],
    ['500,000 carriage returns and no end', `<image>${'\r'.repeat(500_000)}`],
    ['a root that does not end', `<image>${field}`],
    ['two roots', `<image>${field}</image><image/>`],
    ['no root', '<?xml version="1.0"?>'],
    ['text after the root', `<image>${field}</image>x`],
    ['overlapping elements', '<image><a><b></a></b></image>'],
    ['an impossible character', `<image>${field}<description>&#0;</description></image>`],
  ])('%s', async (_, body) => {
    expect(await post(body)).toMatch(/<message>The (body|element) /);
  });

  it('broken UTF-8', async () => {
    const body = new Uint8Array([...new TextEncoder().encode('<image><description>'), 0xff, 0xfe]);
    expect(await post(body)).toContain('not in UTF-8');
  });
});
