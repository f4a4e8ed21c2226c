import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1SigningSessions } from '../../src/storage/signing-sessions.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const NOW_MS = 1_000_000;
const sessions = new D1SigningSessions(new Database(env.DB, noCost()), () => NOW_MS);

const begin = (
  store: TestStore,
  tokenDigest: string,
  clientSignature: string,
  expiresAtMs: number,
  serverSignature = 'server',
) => sessions.begin(store.id, { tokenDigest, clientSignature }, { serverSignature, expiresAtMs });

/** The sessions of these stores, as token, client's signature and milliseconds left. */
async function left(...stores: readonly TestStore[]): Promise<readonly string[]> {
  const { results } = await env.DB.prepare(
    `SELECT token_digest, client_signature, expires_at FROM signing_sessions
      WHERE store_id IN (SELECT value FROM json_each(?)) ORDER BY store_id, token_digest, client_signature`,
  )
    .bind(JSON.stringify(stores.map(({ id }) => id)))
    .all();
  return results.map(
    (row) => `${String(row['token_digest'])} ${String(row['client_signature'])} ${Number(row['expires_at']) - NOW_MS}`,
  );
}

it('a handshake clears sessions away that have expired, and no others', async () => {
  const [store, other] = [await newStore(), await newStore()];
  await begin(other, 't', 'live', NOW_MS + 1);
  await begin(other, 't', 'ended', NOW_MS);
  await begin(store, 't', 'new', NOW_MS + 9);
  expect(await left(store, other)).toEqual(['t new 9', 't live 1']);
});

it('a call keeps its own session alive, and no other; it never shortens one', async () => {
  const [store, other] = [await newStore(), await newStore()];
  for (const owner of [store, other]) {
    for (const token of ['t1', 't2']) for (const client of ['a', 'b']) await begin(owner, token, client, NOW_MS + 5);
  }
  const mine = { tokenDigest: 't1', clientSignature: 'a' };
  await sessions.extend(store.id, mine, NOW_MS + 9);
  await sessions.extend(store.id, mine, NOW_MS + 7);
  expect(await left(store)).toEqual(['t1 a 9', 't1 b 5', 't2 a 5', 't2 b 5']);
  expect(await left(other)).toEqual(['t1 a 5', 't1 b 5', 't2 a 5', 't2 b 5']);
});

it('a session that lives keeps its server signature, and lasts until the later end', async () => {
  const store = await newStore();
  expect(await begin(store, 't', 'a', NOW_MS + 5, 'first')).toBe('first');
  expect(await begin(store, 't', 'a', NOW_MS + 9, 'second')).toBe('first');
  expect(await begin(store, 't', 'a', NOW_MS + 3, 'third')).toBe('first');
  expect(await left(store)).toEqual(['t a 9']);
  expect(await begin(store, 'other', 'a', NOW_MS + 5, 'fourth')).toBe('fourth');
});

it('a session that has ended gets a new server signature, though it has not been cleared away', async () => {
  const [store, other] = [await newStore(), await newStore()];
  for (let index = 0; index < 30; index += 1) await begin(other, 't', `ended ${index}`, NOW_MS - 100 + index);
  await begin(store, 't', 'a', NOW_MS, 'first');
  expect(await begin(store, 't', 'a', NOW_MS + 9, 'second')).toBe('second');
});
