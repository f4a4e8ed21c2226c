import type { KeyedRequest } from '../catalogue/commands.ts';
import type { WithAccess } from '../catalogue/image-reads.ts';
import {
  MAX_TOKENS,
  type NewToken,
  type TokenChange,
  type TokenFacts,
  type TokenStore,
  type TokenWritten,
} from '../catalogue/tokens.ts';
import { type Access, SCOPES } from '../model/access.ts';
import type { Database } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { toApis } from './access-rows.ts';
import { REFUSED } from './idempotent-write.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';
import { runStoreWrite, type StoreWrite } from './store-write.ts';

const tokenSchema = z.object({
  id: z.string(),
  label: z.string(),
  scope: z.enum(SCOPES),
  apis: z.nullable(z.string()),
  created_at: z.int(),
  expires_at: z.nullable(z.int()),
});

const outcomeSchema = z.nullable(z.extend(tokenSchema, { sealed: z.nullable(z.string()) }));

/** The condition on a token `x` that it lives, at the time ?2. */
const LIVES = 'x.revoked_at IS NULL AND (x.expires_at IS NULL OR x.expires_at > ?2)';

/** The tokens of stores on D1. */
export class D1TokenStore implements TokenStore {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async list(tokenDigest: string): Promise<WithAccess<readonly TokenFacts[]>> {
    const token = [tokenDigest, this.#nowMs()];
    const [tokens, rows = []] = await this.#database.batch([
      accessStatement(token),
      {
        sql: `SELECT x.id, x.label, x.scope, x.apis, x.created_at, x.expires_at
          FROM tokens t JOIN tokens x INDEXED BY tokens_by_store ON x.store_id = t.store_id
          WHERE ${LIVE_TOKEN} AND ${LIVES} ORDER BY x.created_at, x.id`,
        values: token,
      },
    ]);
    return { access: readAccess(tokens), value: rows.map((row) => toFacts(tokenSchema.parse(row))) };
  }

  async write(
    caller: Pick<Access, 'store' | 'actor'>,
    change: TokenChange,
    idempotency: KeyedRequest | undefined,
  ): Promise<TokenWritten> {
    const nowMs = this.#nowMs();
    const storeId = caller.store.id;
    const written = await runStoreWrite(this.#database, {
      caller,
      // The answer shows the token: a repeat is one of the caller alone.
      scope: `v1:tokens:${caller.actor.token?.id ?? ''}`,
      idempotency,
      atMs: nowMs,
      type: 'tokens.updated',
      refusals: [REFUSED],
      ...(change.kind === 'create' ? creation(storeId, change.token, nowMs) : revocation(storeId, change.id, nowMs)),
    });
    if (written.kind !== 'written') return written;
    const outcome = outcomeSchema.parse(written.outcome);
    const token = outcome === null ? undefined : toFacts(outcome);
    return { kind: 'written', token, sealedToken: outcome?.sealed ?? undefined, isReplay: written.isReplay };
  }
}

type Writes = Pick<StoreWrite, 'change' | 'statements' | 'outcome'>;

/** The journal row of a change that cannot be made has no change, and is refused with everything else. */
function creation(storeId: number, token: NewToken, nowMs: number): Writes {
  const { id, label, scope, apis, expiresAtMs, digest, sealedToken } = token;
  const facts = [id, label, scope, JSON.stringify(apis), nowMs, expiresAtMs ?? null];
  return {
    change: {
      sql: `(SELECT json_object('change', 'create', 'tokenId', ?3) WHERE
        (SELECT count(*) FROM tokens AS x INDEXED BY tokens_by_store WHERE x.store_id = ?1 AND ${LIVES}) < ?4)`,
      values: [storeId, nowMs, id, MAX_TOKENS],
    },
    statements: [
      {
        sql: `INSERT INTO tokens (digest, store_id, id, label, scope, apis, created_at, expires_at)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
        values: [digest, storeId, ...facts],
      },
    ],
    outcome: {
      sql: `json_object('id', ?1, 'label', ?2, 'scope', ?3, 'apis', ?4, 'created_at', ?5, 'expires_at', ?6, 'sealed', ?7)`,
      values: [...facts, sealedToken ?? null],
    },
  };
}

function revocation(storeId: number, id: string, nowMs: number): Writes {
  const values = [storeId, nowMs, id];
  const found = `FROM tokens AS x WHERE x.id = ?3 AND x.store_id = ?1 AND ${LIVES}`;
  return {
    change: { sql: `(SELECT json_object('change', 'revoke', 'tokenId', x.id) ${found})`, values },
    statements: [
      { sql: `UPDATE tokens AS x SET revoked_at = ?2 WHERE x.id = ?3 AND x.store_id = ?1 AND ${LIVES}`, values },
    ],
    outcome: { sql: 'json(?1)', values: ['null'] },
  };
}

function toFacts({ id, label, scope, apis, created_at, expires_at }: z.infer<typeof tokenSchema>): TokenFacts {
  return { id, label, scope, apis: toApis(apis), createdAtMs: created_at, expiresAtMs: expires_at ?? undefined };
}
