import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { SigningClient, type SentFields } from '../dialects/store/signing-client.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { ask, setSigning, storeApi, toBase64, upload, type StoreAnswer } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { ORIGIN } from '../support/v3.ts';

const IMAGES = '/v1.3/products/7/images/';

async function signingStore(mode: 'off' | 'accepted' | 'required' = 'required'): Promise<TestStore> {
  const store = await newStore();
  await setSigning(store, mode);
  return store;
}

const codeOf = async (response: Response): Promise<string | undefined> =>
  (await response.json<StoreAnswer>()).request.error?.code;

const shiftedBy = (ms: number) => (): string => new Date(Date.now() + ms).toISOString().replace(/\.\d+Z$/, 'Z');

async function expireSessions(store: TestStore, inMs: number): Promise<void> {
  await env.DB.prepare('UPDATE signing_sessions SET expires_at = ? WHERE store_id = ?')
    .bind(Date.now() + inMs, store.id)
    .run();
}

async function remainingMs(store: TestStore): Promise<number> {
  const row = await env.DB.prepare('SELECT expires_at FROM signing_sessions WHERE store_id = ?')
    .bind(store.id)
    .first<{ expires_at: number }>();
  return (row?.expires_at ?? 0) - Date.now();
}

describe('the handshake', () => {
  it('answers 200 with a server signature of 64 alphanumerics [ST-37]', async () => {
    const response = await new SigningClient(await signingStore()).authenticate();
    expect(response.status).toBe(200);
    const { request, signature } = await response.json<StoreAnswer>();
    expect(request.status_code).toBe(200);
    expect(signature).toMatch(/^[A-Za-z0-9]{64}$/);
  });

  it('refuses another private key, another secret, another clock and a missing signature [ST-37, ST-39, ST-42]', async () => {
    const store = await signingStore();
    const wrongKey = new SigningClient(store, { privateKey: 'another', secret: 'a-secret' });
    expect(await codeOf(await wrongKey.authenticate())).toBe('fingerprint_mismatch');
    const wrongSecret = new SigningClient(store, { privateKey: 'a-private-key', secret: 'another' });
    expect(await codeOf(await wrongSecret.authenticate())).toBe('fingerprint_mismatch');
    const late = new SigningClient(store);
    late.timestamp = shiftedBy(-121_000);
    expect(await codeOf(await late.authenticate())).toBe('timestamp_out_of_range');
    expect(await codeOf(await storeApi(store, 'POST', '/auth', { json: {} }))).toBe('signature_missing');
    const short = new SigningClient(store);
    short.signature = 'short';
    expect((await short.authenticate()).status).toBe(400);
  });

  it('is answered with 403 where the store accepts no signed calls [ST-36]', async () => {
    const response = await new SigningClient(await signingStore('off')).authenticate();
    expect([response.status, await codeOf(response)]).toEqual([403, 'resource_not_allowed']);
  });

  it('accepts a key that may only read [ST-37, ST-35]', async () => {
    const store = await signingStore();
    const client = new SigningClient(store, undefined, store.readToken);
    expect((await client.authenticate()).status).toBe(200);
    expect((await client.call('GET', IMAGES)).status).toBe(200);
    expect(await codeOf(await client.call('POST', IMAGES, { media_id: 1 }))).toBe('method_not_allowed');
  });
});

describe('signed calls', () => {
  it('do everything that calls without a signature do [ST-38, ST-39, ST-40]', async () => {
    const store = await signingStore();
    const client = new SigningClient(store);
    await client.authenticate();
    const steps: [string, string, SentFields, number][] = [
      ['POST', '/v1.3/media/', { media_data: toBase64(TINY_PNG), alt_text: ' Größe  42 ', filename: 'ß.png' }, 201],
      ['PUT', '/v1.3/media/1/', { alt_text: 'Blick 山 auf' }, 200],
      ['GET', '/v1.3/media/', { query: 'filename:"ß.png"', limit: 5 }, 200],
      ['POST', IMAGES, { '0': { media_id: 1, sort_order: 1 }, '1': { media_id: 1, alt_text: null } }, 201],
      ['PUT', IMAGES, { '0': { id: 1, sort_order: 2 }, '1': { id: 2, sort_order: 1 } }, 200],
      ['PUT', `${IMAGES}1/`, { alt_text: 'x'.repeat(100) }, 200],
      ['GET', IMAGES, { order: 'sort_order:asc,id:desc', fields: 'id,url' }, 200],
      ['GET', '/v1.3/products/images/', {}, 200],
      ['DELETE', `${IMAGES}1/`, {}, 200],
      ['DELETE', '/v1.3/media/1/', {}, 400],
    ];
    for (const [method, path, fields, status] of steps) {
      const response = await client.call(method, path, fields);
      expect([method, path, response.status, response.ok ? '' : await codeOf(response)]).toEqual([
        method,
        path,
        status,
        status < 400 ? '' : 'validation_failed',
      ]);
    }
    await setSigning(store, 'accepted');
    const { media } = await ask(store, 'GET', '/v1.3/media/1');
    expect(media).toMatchObject([{ alt_text: 'Blick 山 auf' }]);
  });

  it('leave a large file out of the signature [ST-40]', async () => {
    const client = new SigningClient(await signingStore());
    await client.authenticate();
    const padded = new Uint8Array(3_000);
    padded.set(TINY_PNG);
    const response = await client.call('POST', '/v1.3/media', { media_data: toBase64(padded), filename: 'a.png' });
    expect(response.status).toBe(201);
  });

  it('are refused where any part of them was changed [ST-41, ST-43, ST-42]', async () => {
    const store = await signingStore();
    const client = new SigningClient(store);
    await client.authenticate();
    const timestamp = client.timestamp();
    const fields = { limit: '5' };
    const fingerprint = await client.fingerprint('/v1.3/media', fields, timestamp);
    const signed = { ...fields, signature: client.signature, timestamp, fingerprint };
    const send = (path: string, changed: object = {}): Promise<Response> =>
      storeApi(store, 'GET', `${path}?${String(new URLSearchParams({ ...signed, ...changed }))}`);
    expect((await send('/v1.3/media')).status).toBe(200);
    expect(await codeOf(await send('/v1.3/media', { limit: '6' }))).toBe('fingerprint_mismatch');
    expect(await codeOf(await send('/v1.3/media', { page: '2' }))).toBe('fingerprint_mismatch');
    expect(await codeOf(await send('/v1.3/products/images'))).toBe('fingerprint_mismatch');
    expect(await codeOf(await send('/media'))).toBe('fingerprint_mismatch');
    expect(await codeOf(await send('/v1.3/media', { fingerprint: 'x' }))).toBe('fingerprint_mismatch');
    expect(await codeOf(await send('/v1.3/media', { signature: 'y'.repeat(64) }))).toBe('signature_invalid');
    expect(await codeOf(await send('/v1.3/media', { timestamp: 'yesterday' }))).toBe('timestamp_out_of_range');
    expect((await send('/v1.3/media', { sid: '1', route: '/x' })).status).toBe(200);
  });

  it('use the last of two fields with one name, which is the one that is signed [ST-41]', async () => {
    const store = await signingStore();
    await setSigning(store, 'accepted');
    for (let index = 0; index < 3; index += 1) await upload(store, TINY_PNG);
    await setSigning(store, 'required');
    const client = new SigningClient(store);
    await client.authenticate();
    const timestamp = client.timestamp();
    const fields = { limit: '1', query: 'id_min:2', fields: 'id' };
    const fingerprint = await client.fingerprint('/v1.3/media', fields, timestamp);
    const signed = String(new URLSearchParams({ ...fields, signature: client.signature, timestamp, fingerprint }));
    for (const before of ['limit=3&', 'query=id:1&', 'limit=3&query=id:1&fields=id,size&signature=x&']) {
      const response = await storeApi(store, 'GET', `/v1.3/media?${before}${signed}`);
      expect((await response.json<StoreAnswer>()).media).toEqual([{ id: 2 }]);
    }
    const after = await storeApi(store, 'GET', `/v1.3/media?${signed}&limit=3`);
    expect(await codeOf(after)).toBe('fingerprint_mismatch');
  });

  it.each([
    [-110_000, undefined],
    [110_000, undefined],
    [-121_000, 'timestamp_out_of_range'],
    [122_000, 'timestamp_out_of_range'],
  ])('with a timestamp that is %i ms off have the error code %s [ST-42]', async (ms, code) => {
    const client = new SigningClient(await signingStore());
    await client.authenticate();
    client.timestamp = shiftedBy(ms);
    expect(await codeOf(await client.call('GET', IMAGES))).toBe(code);
  });

  it('need a session that has not expired; clients authenticate again, once [ST-43]', async () => {
    const store = await signingStore();
    const client = new SigningClient(store);
    expect(await codeOf(await client.call('GET', IMAGES))).toBe('signature_invalid');
    await client.authenticate();
    await expireSessions(store, -1);
    for (const [method, fields] of [['GET'], ['POST', { media_id: 1 }], ['PUT', { '0': { id: 1 } }]] as const) {
      const response = await client.call(method, IMAGES, fields);
      expect([response.status, await codeOf(response)]).toEqual([401, 'signature_invalid']);
    }
    await client.authenticate();
    expect((await client.call('GET', IMAGES)).status).toBe(200);
  });

  it('extend their session where it ends within a minute, and write nothing where it lasts longer [ST-43]', async () => {
    const store = await signingStore();
    const client = new SigningClient(store);
    await client.authenticate();
    expect(await remainingMs(store)).toBeGreaterThan(110_000);
    await expireSessions(store, 70_000);
    await client.call('GET', IMAGES);
    expect(await remainingMs(store)).toBeLessThan(71_000);
    await expireSessions(store, 30_000);
    await client.call('GET', IMAGES);
    expect(await remainingMs(store)).toBeGreaterThan(60_000);
    await expireSessions(store, 30_000);
    await client.call('GET', IMAGES, { limit: 'nonsense' });
    expect(await remainingMs(store)).toBeGreaterThan(60_000);
  });

  it('outlive a handshake of the same client signature, by whomever it is sent again [ST-43]', async () => {
    const store = await signingStore();
    const client = new SigningClient(store);
    await client.authenticate();
    const { serverSignature } = client;
    await client.authenticate();
    expect(client.serverSignature).toBe(serverSignature);
    expect((await client.call('GET', IMAGES)).status).toBe(200);
    await expireSessions(store, -1);
    await client.authenticate();
    expect(client.serverSignature).not.toBe(serverSignature);
    expect((await client.call('GET', IMAGES)).status).toBe(200);
  });

  it('end with new keys [ST-43]', async () => {
    const store = await signingStore();
    const client = new SigningClient(store);
    await client.authenticate();
    await setSigning(store, 'required', { privateKey: 'new-key', secret: 'new' });
    expect(await codeOf(await client.call('GET', IMAGES))).toBe('signature_invalid');
  });

  it('belong to the key that began them, and to its store [ST-43]', async () => {
    const [store, other] = [await signingStore(), await signingStore()];
    const client = new SigningClient(store);
    await client.authenticate();
    for (const thief of [new SigningClient(store, undefined, store.readToken), new SigningClient(other)]) {
      thief.signature = client.signature;
      thief.serverSignature = client.serverSignature;
      expect(await codeOf(await thief.call('GET', IMAGES))).toBe('signature_invalid');
    }
  });
});

describe('the store’s signing mode', () => {
  it.each([
    ['off', 200, 200],
    ['accepted', 200, 200],
    ['required', 401, 200],
  ] as const)('%s means that a call that is not signed is %i, a signed one %i [ST-36]', async (mode, plain, signed) => {
    const store = await signingStore(mode === 'off' ? 'accepted' : mode);
    const client = new SigningClient(store);
    await client.authenticate();
    await setSigningMode(store, mode);
    expect((await storeApi(store, 'GET', IMAGES)).status).toBe(plain);
    expect((await client.call('GET', IMAGES)).status).toBe(signed);
  });

  it('required applies to every write [ST-36]', async () => {
    const store = await signingStore();
    const tries: [string, string, object?][] = [
      ['POST', IMAGES, { media_id: 1 }],
      ['POST', IMAGES, [{ media_id: 1 }]],
      ['PUT', `${IMAGES}1`, {}],
      ['DELETE', `${IMAGES}1`],
      ['POST', '/media', { media_data: toBase64(TINY_PNG) }],
      ['PUT', '/media/1', {}],
      ['DELETE', '/media/1'],
      ['GET', '/media'],
    ];
    for (const [method, path, json] of tries) {
      const response = await storeApi(store, method, path, json === undefined ? {} : { json });
      expect([method, path, response.status, await codeOf(response)]).toEqual([method, path, 401, 'signature_missing']);
    }
  });

  it('accepted refuses an incomplete or wrong signature [ST-36]', async () => {
    const store = await signingStore('accepted');
    const response = await storeApi(store, 'GET', `${IMAGES}?signature=${'a'.repeat(64)}`);
    expect(await codeOf(response)).toBe('signature_missing');
    expect(await codeOf(await storeApi(store, 'GET', `${IMAGES}?fingerprint=ab`))).toBe('signature_missing');
  });
});

async function setSigningMode(store: TestStore, mode: string): Promise<void> {
  await env.DB.prepare(`UPDATE stores SET settings = json_set(settings, '$.signing', ?) WHERE id = ?`)
    .bind(mode, store.id)
    .run();
}

describe('the stored signing keys', () => {
  it('are sealed, for their own store only [ST-44]', async () => {
    const [store, other] = [await signingStore(), await signingStore()];
    const read = async (): Promise<string> =>
      (await env.DB.prepare('SELECT sealed_signing_keys AS sealed FROM stores WHERE id = ?')
        .bind(store.id)
        .first('sealed')) ?? '';
    expect(await read()).toMatch(/^old\.[\w-]+\.[\w-]+$/);
    expect(await read()).not.toContain('private');
    await env.DB.prepare('UPDATE stores SET sealed_signing_keys = ? WHERE id = ?')
      .bind(await read(), other.id)
      .run();
    const response = await new SigningClient(other).authenticate();
    expect([response.status, await codeOf(response)]).toEqual([503, 'signing_unavailable']);
  });

  it('cannot be unsealed where the deployment has no SECRETS_KEYS, and the answer says so [ST-44]', async () => {
    const store = await signingStore('accepted');
    await upload(store, TINY_PNG);
    const bare = { ...env, SECRETS_KEYS: '' };
    const request = (path: string, init: RequestInit = {}): Request =>
      new Request(`${ORIGIN}${path}`, {
        ...init,
        headers: { Authorization: `Basic ${btoa(`${store.hash}:${store.token}`)}` },
      });
    const app = createApp();
    expect((await app.fetch(request('/media'), bare)).status).toBe(200);
    const refused = await app.fetch(request('/auth', { method: 'POST', body: '{}' }), bare);
    expect([refused.status, await codeOf(refused)]).toEqual([503, 'signing_unavailable']);
    await setSigningMode(store, 'required');
    const signed = await app.fetch(request('/media?signature=a&fingerprint=b'), bare);
    expect(await codeOf(signed)).toBe('signing_unavailable');
  });
});
