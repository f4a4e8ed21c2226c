import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { readBookmark, writeBookmark } from '../../src/http/bookmark.ts';
import type { WireImage } from '../../src/dialects/bigcommerce-v3/image.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1JobStore } from '../../src/storage/job-store.ts';
import { createApp } from '../../src/worker/app.ts';
import { serveAtShard } from '../../src/worker/serve-at-shard.ts';
import { isShardName } from '../../src/model/shard.ts';
import { costOf } from '../support/cost.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { guidOf, postImages, PICTURE_URL, send } from '../support/shoptet.ts';
import type { TestStore } from '../support/stores.ts';
import { newUploadUrl } from '../support/uploads.ts';
import { v1, v1Request } from '../support/v1.ts';
import { createImage, ORIGIN, v3 } from '../support/v3.ts';
import { ageLeftRows, databaseOf, move, newStoreIn } from './shards.ts';

const SHARDS = ['DB', 'DB_2', 'DB_3'] as const;

/** Serves requests as an isolate of its own does, which knows what it has found out itself. */
function newIsolate(changes: object = {}): (request: Request) => Promise<Response> {
  const [app, bindings] = [createApp(), { ...env, ...changes }];
  return (request) => serveAtShard(app, request, bindings, createExecutionContext());
}

/** One request of every kind that finds its store in another way, and what it is answered where it is found. */
async function requestsOf(store: TestStore, pictureUrl: string): Promise<Readonly<Record<string, Request>>> {
  const uploadUrl = await newUploadUrl(store, { maxFiles: 10 });
  const job = await postImages(store, guidOf(store, 9), [{ sourceUrl: PICTURE_URL }]);
  const database = new Database(databaseOf(await shardOf(store)), noCost());
  const found = await database.query('SELECT result_key FROM jobs WHERE id = ?1', job.data.jobId);
  await database.query(
    `UPDATE jobs SET status = 'killed', completed_at = ?2 WHERE id = ?1`,
    job.data.jobId,
    Date.now(),
  );
  await new D1JobStore(database).dueItems(store.id, Date.now(), 1);
  const basic = { Authorization: `Basic ${btoa(`${store.hash}:${store.token}`)}` };
  const token = { 'Shoptet-Private-API-Token': store.token };
  const signIn = await exports.default.fetch(
    new Request(`${ORIGIN}/v1/session`, { method: 'POST', body: JSON.stringify({ token: store.token }) }),
  );
  const cookie = signIn.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const form = new FormData();
  form.set('file', new File([TINY_PNG], 'a.png'));
  return {
    'a picture': new Request(pictureUrl),
    'the hash in the path': new Request(`${ORIGIN}/stores/${store.hash}/v3/catalog/products/7/images`, {
      headers: { 'X-Auth-Token': store.token },
    }),
    'the user of Basic': new Request(`${ORIGIN}/api/v2/products/7/images`, { headers: basic }),
    'the user of the Store API': new Request(`${ORIGIN}/v1.3/products/images`, { headers: basic }),
    'a token of Shoptet': new Request(`${ORIGIN}/api/eshop`, { headers: token }),
    'a bearer token': v1Request(store, 'GET', '/products/7'),
    'the cookie of a session': new Request(`${ORIGIN}/v1/session`, { headers: { Cookie: cookie } }),
    'a token that begins a session': new Request(`${ORIGIN}/v1/session`, {
      method: 'POST',
      body: JSON.stringify({ token: store.token }),
    }),
    'an upload URL': new Request(uploadUrl, { method: 'POST', body: form }),
    'the key of a result': new Request(`${ORIGIN}/api/system/jobs/results/${String(found[0]?.['result_key'])}`),
    'the origin of a preflight': new Request(`${ORIGIN}/v1/products/7`, {
      method: 'OPTIONS',
      headers: { Origin: `https://${store.hash}.example`, 'Access-Control-Request-Method': 'GET' },
    }),
  };
}

async function shardOf(store: TestStore): Promise<(typeof SHARDS)[number]> {
  for (const shard of SHARDS) {
    const sql = 'SELECT 1 FROM stores WHERE hash = ?';
    if ((await databaseOf(shard).prepare(sql).bind(store.hash).first()) !== null) return shard;
  }
  throw new Error('It is nowhere.');
}

const isFound = ({ status, headers }: Response): boolean =>
  [200, 201].includes(status) || headers.has('Access-Control-Allow-Origin');

describe('the shard of a request', () => {
  it.each(SHARDS)(
    'is found by whatever the request carries, also by an isolate that knew another, for a store of %s [SHARD-2, SHARD-3, SHARD-13]',
    async (shard) => {
      const store = await newStoreIn(shard);
      const origins = JSON.stringify({ origins: [`https://${store.hash}.example`] });
      await databaseOf(shard).prepare('UPDATE stores SET settings = ? WHERE id = ?').bind(origins, store.id).run();
      await setSigningOff(store, shard);
      const { url_tiny: pictureUrl } = await createImage(store, 7, TINY_PNG);
      const requests = await requestsOf(store, pictureUrl);
      const stale = newIsolate();
      for (const serve of [newIsolate(), stale]) {
        for (const [by, request] of Object.entries(requests)) {
          expect([by, isFound(await serve(request.clone()))]).toEqual([by, true]);
        }
      }
      const to = shard === 'DB_3' ? 'DB' : 'DB_3';
      await move(store, to);
      for (const serve of [stale, newIsolate()]) {
        for (const [by, request] of Object.entries(requests)) {
          expect([by, isFound(await serve(request.clone()))]).toEqual([by, true]);
        }
      }
      await ageLeftRows(shard);
    },
  );

  it('is found by the token that begins a session, also where the isolate knew another [SHARD-2, SHARD-13]', async () => {
    const store = await newStoreIn('DB_2');
    const serve = newIsolate();
    const escaped = `{"token":"\\u00${store.token.charCodeAt(0).toString(16)}${store.token.slice(1)}"}`;
    const signIn = async (body: string) =>
      (await serve(new Request(`${ORIGIN}/v1/session`, { method: 'POST', body }))).status;
    expect([await signIn(escaped), await signIn('{'), await signIn('null')]).toEqual([200, 400, 422]);
    expect((await serve(v1Request(store, 'GET', '/store'))).status).toBe(200);
    await move(store, 'DB_3');
    expect(await signIn(JSON.stringify({ token: store.token }))).toBe(200);
    await ageLeftRows('DB_2');
  });

  it('is found by writes of an isolate that remembers the token where it was [SHARD-2, SHARD-13]', async () => {
    const store = await newStoreIn('DB_2');
    const serve = newIsolate();
    await createImage(store, 7, TINY_PNG);
    const path = `${ORIGIN}/stores/${store.hash}/v3/catalog/products/7/images/1`;
    const headers = { 'X-Auth-Token': store.token, 'Content-Type': 'application/json' };
    const put = (description: string) => {
      const body = JSON.stringify({ description });
      const sent = { ...headers, 'Content-Length': String(body.length) };
      return serve(new Request(path, { method: 'PUT', headers: sent, body }));
    };
    await put('there');
    expect(costOf(await put('there again'))).toMatchObject({ roundTrips: 1 });
    await move(store, 'DB_3');
    const moved = await put('here');
    expect([moved.status, (await moved.json<{ data: WireImage }>()).data.description]).toEqual([200, 'here']);
    expect((await serve(new Request(path, { method: 'DELETE', headers }))).status).toBe(204);
    await move(store, 'DB_2');
    expect((await serve(new Request(path, { method: 'DELETE', headers }))).status).toBe(404);
    await ageLeftRows('DB_2');
    await ageLeftRows('DB_3');
  });

  it('is found by the header of an API, whatever a proxy adds to it [SHARD-2]', async () => {
    const store = await newStoreIn('DB_2');
    const headers = { 'Shoptet-Private-API-Token': store.token, Authorization: `Basic ${btoa('a:b')}` };
    expect((await newIsolate()(new Request(`${ORIGIN}/api/eshop`, { headers }))).status).toBe(200);
  });

  it('costs a store of the default shard, and one of another that was met before, no round trip [SHARD-4]', async () => {
    for (const shard of SHARDS) {
      const store = await newStoreIn(shard);
      await createImage(store, 7, TINY_PNG);
      const list = () => v3(store, 'GET', '/catalog/products/7/images');
      await list();
      const cost = costOf(await list());
      expect(cost).toMatchObject({ roundTrips: 1 });
    }
  });

  it('says nothing of a token that none has, and of one that is of another shard what it says of any other [SHARD-5]', async () => {
    const [store, other] = [await newStoreIn('DB'), await newStoreIn('DB_2')];
    const status = async (token: string) => (await v3(store, 'GET', '/catalog/products/7/images', { token })).status;
    expect([await status('of nobody'), await status(other.token)]).toEqual([401, 403]);
    expect((await send({ ...store, token: 'of nobody' }, 'GET', '/eshop')).status).toBe(401);
  });

  it('is found while another shard is away, and a shard that is away says so [SHARD-6]', async () => {
    const [store, away] = [await newStoreIn('DB_3'), await newStoreIn('DB_2')];
    await createImage(store, 7, TINY_PNG);
    const broken = {
      withSession: () => ({
        prepare: () => ({ bind: () => ({}) }),
        batch: () => Promise.reject(new Error('away')),
        getBookmark: () => null,
      }),
    };
    const serve = newIsolate({ DB_2: broken });
    expect((await serve(v1Request(store, 'GET', '/products/7'))).status).toBe(200);
    const answer = await serve(
      new Request(`${ORIGIN}/stores/${away.hash}/v3/catalog/products/7/images`, {
        headers: { 'X-Auth-Token': away.token },
      }),
    );
    expect(answer.status).toBe(500);
    expect((await serve(v1Request(away, 'GET', '/products/7'))).status).toBe(500);
    expect((await serve(new Request(`${ORIGIN}/readyz`))).status).toBe(503);
    loggedEntries();
  });
});

/** Has a store take calls of the Store API without signatures. */
async function setSigningOff(store: TestStore, shard: (typeof SHARDS)[number]): Promise<void> {
  const sql = `UPDATE stores SET settings = json_set(settings, '$.signing', 'off') WHERE id = ?`;
  await databaseOf(shard).prepare(sql).bind(store.id).run();
}

describe('a bookmark', () => {
  it('is that of the shard, and of another one or none at all is left unread [SHARD-14]', async () => {
    const bookmark = '00000001-00000002-00000003-0123456789abcdef0123456789abcdef';
    expect([writeBookmark('DB', bookmark), writeBookmark('DB_2', bookmark)]).toEqual([bookmark, `2.${bookmark}`]);
    for (const shard of ['DB', 'DB_2', 'DB_12'] as const) {
      expect(readBookmark(shard, writeBookmark(shard, bookmark))).toBe(bookmark);
    }
    expect([readBookmark('DB_2', bookmark), readBookmark('DB_2', `12.${bookmark}`)]).toEqual([undefined, undefined]);
    const stores = await Promise.all(SHARDS.map((shard) => newStoreIn(shard)));
    const sent: string[] = ['', 'x', '2.', `2.${bookmark}`, `3.${bookmark}`, '9'.repeat(5000), "2.'; DROP"];
    for (const store of stores) {
      const shown = (await v1(store, 'GET', '/store')).headers.get('x-d1-bookmark');
      if (shown !== null) sent.push(shown);
    }
    for (const store of stores) {
      for (const value of sent) {
        const response = await v1(store, 'GET', '/products/7', { headers: { 'x-d1-bookmark': value } });
        expect([value, response.status]).toEqual([value, 200]);
      }
    }
  });
});

describe('names of shards', () => {
  it('are DB, DB_2 and on [SHARD-1]', () => {
    const names = ['DB', 'DB_2', 'DB_10', 'DB_100', 'DB_1', 'DB_0', 'DB_02', 'DB_', 'db_2', 'XDB', 'DB_2x', 'DB_1000'];
    expect(names.filter(isShardName)).toEqual(['DB', 'DB_2', 'DB_10', 'DB_100']);
  });
});
