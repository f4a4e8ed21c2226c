import { env } from 'cloudflare:workers';
import type { Scope } from '../../src/model/access.ts';
import { sha256Hex } from '../../src/platform/digest.ts';

/** A store for one test, with a token that may do everything, and one that reads. */
export interface TestStore {
  readonly id: number;
  readonly hash: string;
  readonly token: string;
  readonly readToken: string;
}

let count = 0;

/** Creates a store; every test uses its own, so that tests do not affect each other. */
export async function newStore(settings: object = {}): Promise<TestStore> {
  count += 1;
  const hash = `store${count}`;
  const row = await env.DB.prepare(
    'INSERT INTO stores (hash, name, settings, created_at) VALUES (?, ?, ?, ?) RETURNING id',
  )
    .bind(hash, `Store ${count}`, JSON.stringify(settings), Date.now())
    .first<{ id: number }>();
  const id = row?.id ?? 0;
  const store = { id, hash, token: `token-of-${hash}`, readToken: `read-token-of-${hash}` };
  await addToken(id, store.token, 'admin');
  // Lists of tokens are in the order of their times.
  await addToken(id, store.readToken, 'read', { createdAt: Date.now() + 1 });
  return store;
}

/** Adds a token, as the operator's tool would: one for all APIs, unless some are named. */
export async function addToken(
  storeId: number,
  token: string,
  scope: Scope,
  {
    createdAt = Date.now(),
    expiresAt,
    revokedAt,
    apis,
  }: { createdAt?: number; expiresAt?: number; revokedAt?: number; apis?: readonly string[] } = {},
): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO tokens (digest, store_id, label, scope, apis, created_at, expires_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
    .bind(
      await sha256Hex(new TextEncoder().encode(token)),
      storeId,
      'test',
      scope,
      apis === undefined ? null : JSON.stringify(apis),
      createdAt,
      expiresAt ?? null,
      revokedAt ?? null,
    )
    .run();
}
