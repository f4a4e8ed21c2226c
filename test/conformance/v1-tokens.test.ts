import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { WireToken } from '../../src/dialects/v1/tokens.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { problemOf, v1 } from '../support/v1.ts';
import { createImage, v3 } from '../support/v3.ts';

const create = (store: TestStore, json: object, headers: Record<string, string> = {}, token = store.token) =>
  v1(store, 'POST', '/tokens', { json, headers, token });

async function created(store: TestStore, json: object, token = store.token): Promise<WireToken & { token: string }> {
  const response = await create(store, { label: 'feed', scope: 'read', ...json }, {}, token);
  expect(response.status).toBe(201);
  return await response.json<WireToken & { token: string }>();
}

async function listed(store: TestStore): Promise<readonly WireToken[]> {
  const response = await v1(store, 'GET', '/tokens');
  expect(response.status).toBe(200);
  return (await response.json<{ items: WireToken[] }>()).items;
}

const ALL = ['v1', 'v3', 'v2', 'shoptet', 'store'];

describe('POST /v1/tokens', () => {
  it('makes a token that works at once, by its scope and its APIs [V1-86]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const reader = await created(store, {});
    expect(reader).toMatchObject({ label: 'feed', scope: 'read', apis: ALL, expiresAt: null });
    expect((await v1(store, 'GET', '/products/7', { token: reader.token })).status).toBe(200);
    const patch = { json: { images: [{ id: 1, alt: 'x' }] }, token: reader.token };
    expect((await v1(store, 'PATCH', '/products/7/images', patch)).status).toBe(403);
    const writer = await created(store, { scope: 'write', apis: ['v1'] });
    expect((await v1(store, 'PATCH', '/products/7/images', { ...patch, token: writer.token })).status).toBe(200);
    expect((await v3(store, 'GET', '/catalog/products/7/images', { token: writer.token })).status).toBe(403);
    const merchant = await created(store, { scope: 'write', apis: ['bigcommerce'] });
    expect(merchant.apis).toEqual(['v3', 'v2']);
    expect((await v3(store, 'GET', '/catalog/products/7/images', { token: merchant.token })).status).toBe(200);
  });

  it('keeps the digest of it alone, also where the request can be repeated [V1-86]', async () => {
    const store = await newStore();
    const headers = { 'Idempotency-Key': 'one' };
    const body = { label: 'feed', scope: 'write' };
    const [first, again] = [await create(store, body, headers), await create(store, body, headers)];
    const token = await first.json<WireToken & { token: string }>();
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([201, 'true']);
    expect(await again.json()).toEqual(token);
    expect((await listed(store)).filter(({ label }) => label === 'feed')).toHaveLength(1);
    const texts = await Promise.all(
      ['SELECT * FROM tokens', 'SELECT * FROM journal', 'SELECT * FROM answers'].map(async (sql) =>
        JSON.stringify((await env.DB.prepare(sql).all()).results),
      ),
    );
    for (const text of texts) expect(text).not.toContain(token.token);
    expect((await create(store, { ...body, scope: 'read' }, headers)).status).toBe(422);
  });

  it('makes none that works where the caller’s does not [V1-87]', async () => {
    const store = await newStore();
    await addToken(store.id, `v1-${store.hash}`, 'admin', { apis: ['v1', 'v3'] });
    const token = `v1-${store.hash}`;
    expect((await created(store, {}, token)).apis).toEqual(['v1', 'v3']);
    const refused = await create(store, { label: 'x', scope: 'read', apis: ['v1', 'store'] }, {}, token);
    expect([refused.status, (await problemOf(refused)).errors?.[0]?.pointer]).toEqual([422, '/apis']);
  });

  it('ends at its time, and begins with none that has passed [V1-86]', async () => {
    const store = await newStore();
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const token = await created(store, { expiresAt });
    expect(token.expiresAt).toBe(expiresAt);
    await env.DB.prepare('UPDATE tokens SET expires_at = ? WHERE id = ?')
      .bind(Date.now() - 1, token.id)
      .run();
    expect((await v1(store, 'GET', '/products/7', { token: token.token })).status).toBe(401);
    expect((await listed(store)).map(({ id }) => id)).not.toContain(token.id);
    const late = await create(store, { label: 'x', scope: 'read', expiresAt: '2020-01-01T00:00:00Z' });
    expect([late.status, (await problemOf(late)).errors?.[0]?.pointer]).toEqual([422, '/expiresAt']);
  });

  it.each([
    [{ scope: 'read' }, '/label'],
    [{ label: 'x', scope: 'all' }, '/scope'],
    [{ label: 'x', scope: 'read', apis: [] }, '/apis'],
    [{ label: 'x', scope: 'read', apis: ['v4'] }, '/apis/0'],
    [{ label: 'x', scope: 'read', expiresAt: 'tomorrow' }, '/expiresAt'],
  ])('refuses %j by its pointer [V1-8]', async (json, pointer) => {
    const response = await create(await newStore(), json);
    expect([response.status, (await problemOf(response)).errors?.[0]?.pointer]).toEqual([422, pointer]);
  });

  it('ends at a hundred [V1-86]', async () => {
    const store = await newStore();
    for (let index = 3; index < 100; index += 1) await addToken(store.id, `${store.hash}-${index}`, 'read');
    expect((await create(store, { label: 'last', scope: 'read' })).status).toBe(201);
    const response = await create(store, { label: 'one more', scope: 'read' });
    expect([response.status, (await problemOf(response)).type.split('#')[1]]).toEqual([409, 'too-many-tokens']);
  });
});

describe('DELETE /v1/tokens/{id}', () => {
  it('revokes a token of the store at once, and none of another [V1-88]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const token = await created(store, {});
    expect((await v1(other, 'DELETE', `/tokens/${token.id}`)).status).toBe(404);
    expect((await v1(store, 'GET', '/products/7', { token: token.token })).status).toBe(200);
    expect((await v1(store, 'DELETE', `/tokens/${token.id}`)).status).toBe(204);
    expect((await v1(store, 'GET', '/products/7', { token: token.token })).status).toBe(401);
    const again = await v1(store, 'DELETE', `/tokens/${token.id}`);
    expect([again.status, (await problemOf(again)).type.split('#')[1]]).toEqual([404, 'token-not-found']);
  });

  it('is told as an event without the token [V1-88, V1-35]', async () => {
    const store = await newStore();
    const { id } = await created(store, {});
    await v1(store, 'DELETE', `/tokens/${id}`);
    const { events } = await (await v1(store, 'GET', '/events?after=0')).json<{ events: object[] }>();
    expect(events).toMatchObject([
      { type: 'tokens.updated', data: { change: 'create', tokenId: id } },
      { type: 'tokens.updated', data: { change: 'revoke', tokenId: id } },
    ]);
  });
});
