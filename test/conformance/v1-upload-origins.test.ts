import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { costOf } from '../support/cost.ts';
import { newStore } from '../support/stores.ts';
import { fileForm, newUploadUrl, postFile } from '../support/uploads.ts';
import { ORIGIN } from '../support/v3.ts';

const PAGE = 'https://uploads.example';
const OTHER = 'https://elsewhere.example';
const UNKNOWN = `${ORIGIN}/v1/uploads/${'x'.repeat(43)}`;

/** Asks as a browser does before a page posts with an Idempotency-Key. */
const ask = (url: string, page: string): Promise<Response> =>
  exports.default.fetch(url, {
    method: 'OPTIONS',
    headers: {
      Origin: page,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'idempotency-key',
    },
  });

/** Posts a file, a good one unless said otherwise, from a page. */
const postFrom = (url: string, page: string, form: FormData = fileForm()): Promise<Response> =>
  postFile(url, form, { Origin: page });

const readable = ({ status, headers }: Response) => [status, headers.get('Access-Control-Allow-Origin')];

describe('an upload URL for an origin', () => {
  it('lets its pages post and read, also what is wrong, and no other [V1-70]', async () => {
    // What the store opens of its own API does not count here.
    const store = await newStore({ origins: [OTHER] });
    const url = await newUploadUrl(store, { origin: PAGE, maxFiles: 2 });
    expect(readable(await ask(url, PAGE))).toEqual([204, PAGE]);
    expect(readable(await ask(url, OTHER))).toEqual([204, null]);
    expect(readable(await postFrom(url, PAGE, fileForm(new Uint8Array(9))))).toEqual([422, PAGE]);
    expect(readable(await postFrom(url, PAGE, new FormData()))).toEqual([422, PAGE]);
    expect(readable(await postFrom(`${url}?a=1`, PAGE))).toEqual([400, PAGE]);
    const stored = await postFrom(url, PAGE);
    expect(readable(stored)).toEqual([200, PAGE]);
    expect(stored.headers.get('Access-Control-Expose-Headers')).toContain('Idempotency-Replayed');
    expect(stored.headers.get('Vary')).toBe('Origin');
    expect(stored.headers.get('Access-Control-Allow-Credentials')).toBeNull();
    // A page of another origin can store nothing, and uses nothing up.
    expect((await postFrom(url, OTHER)).status).toBe(404);
    expect((await postFile(url, fileForm())).status).toBe(200);
  });

  it('lets its pages read that the quota is used up, and that the service rests [V1-70]', async () => {
    const store = await newStore({ requestQuota: { requests: 1, windowMs: 30_000 } });
    const url = await newUploadUrl(store, { origin: PAGE });
    expect(readable(await postFrom(url, PAGE))).toEqual([429, PAGE]);
    const request = new Request(url, { method: 'POST', headers: { Origin: PAGE }, body: fileForm() });
    const resting = { ...env, MAINTENANCE: 'true' };
    const response = await createApp().request(request, undefined, resting, createExecutionContext());
    expect(readable(response)).toEqual([503, PAGE]);
  });
});

it('an upload URL for no origin lets all pages post and read [V1-70]', async () => {
  const url = await newUploadUrl(await newStore());
  for (const page of [PAGE, OTHER, 'null']) expect(readable(await ask(url, page))).toEqual([204, '*']);
  expect(readable(await postFrom(url, PAGE))).toEqual([200, '*']);
});

it('all pages may read that an upload URL is dead [V1-67, V1-70]', async () => {
  const url = await newUploadUrl(await newStore(), { origin: PAGE });
  expect((await postFile(url)).status).toBe(200);
  expect(readable(await postFrom(url, OTHER))).toEqual([404, '*']);
  expect(readable(await postFrom(UNKNOWN, OTHER))).toEqual([404, '*']);
  expect(readable(await ask(UNKNOWN, OTHER))).toEqual([204, '*']);
});

it('all pages may read that others were faster [V1-68, V1-70]', async () => {
  const url = await newUploadUrl(await newStore(), { origin: PAGE });
  const answers = await Promise.all(Array.from({ length: 6 }, () => postFrom(url, PAGE)));
  const seen = answers.map(readable).toSorted(([a], [b]) => Number(a) - Number(b));
  expect(seen).toEqual([[200, PAGE], ...Array.from({ length: 5 }, () => [404, '*'])]);
});

it('a preflight of an upload URL is one round trip of three rows at most [V1-70]', async () => {
  const url = await newUploadUrl(await newStore());
  const cost = costOf(await ask(url, PAGE));
  expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
  expect(cost.rowsRead).toBeLessThanOrEqual(3);
});
