import type { KeyedRequest } from '../catalogue/commands.ts';
import type { FoundUploadGrant, NewUploadGrant, UploadGranted, UploadGrants } from '../catalogue/upload-grants.ts';
import type { Access } from '../model/access.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { Database, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { ACCESS_COLUMNS, toAccess } from './access-rows.ts';
import { plainChange } from './journal-sql.ts';
import { HEAD, toHead } from './product-sql.ts';
import { runStoreWrite } from './store-write.ts';

const grantSchema = z.object({
  grant_product_id: z.nullable(z.int()),
  grant_product_guid: z.nullable(z.string()),
  max_bytes: z.int(),
  is_used_up: z.int(),
  origin: z.nullable(z.string()),
  product_id: z.nullable(z.int()),
});
const answerSchema = z.object({ nonce: z.string(), expiresAtMs: z.int() });

/** The grant ?1 with its token and its product, at the time ?2. */
const FIND = `SELECT ${ACCESS_COLUMNS}, ${HEAD}, g.product_id AS grant_product_id, g.product_guid AS grant_product_guid,
    g.max_bytes, g.used_files >= g.max_files AS is_used_up, g.origin
  FROM upload_grants g JOIN tokens t ON t.digest = g.token_digest AND t.store_id = g.store_id
  LEFT JOIN products p ON p.store_id = g.store_id AND p.id =
    coalesce(g.product_id, (SELECT id FROM products WHERE store_id = g.store_id AND guid = g.product_guid))
  WHERE g.digest = ?1 AND g.expires_at > ?2 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?2)`;

/** The upload grants on D1. */
export class D1UploadGrants implements UploadGrants {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async grant(
    caller: Pick<Access, 'store' | 'actor'>,
    grant: NewUploadGrant,
    idempotency: KeyedRequest | undefined,
  ): Promise<UploadGranted> {
    const atMs = this.#nowMs();
    const written = await runStoreWrite(this.#database, {
      // The secret is derived from the token: to another token the same answer could not be given.
      caller,
      scope: `uploads:${caller.actor.token?.id ?? ''}`,
      idempotency,
      atMs,
      type: 'uploads.granted',
      change: plainChange(toChange(grant)),
      statements: [insertStatement(caller.store.id, grant, atMs)],
      outcome: { sql: `json_object('nonce', ?1, 'expiresAtMs', ?2)`, values: [grant.nonce, grant.expiresAtMs] },
      refusals: ['too_many_uploads'],
    });
    if (written.kind === 'refused') return { kind: 'too-many' };
    if (written.kind === 'key-reused') return written;
    return { kind: 'granted', ...answerSchema.parse(written.outcome), isReplay: written.isReplay };
  }

  async find(digest: string): Promise<FoundUploadGrant | undefined> {
    const [row] = await this.#database.query(FIND, digest, this.#nowMs());
    if (row === undefined) return undefined;
    const grant = grantSchema.parse(row);
    return {
      digest,
      access: toAccess(row),
      ref: toRef(grant),
      head: grant.product_id === null ? undefined : toHead(row),
      maxBytes: grant.max_bytes,
      isUsedUp: grant.is_used_up === 1,
      origin: grant.origin ?? undefined,
    };
  }
}

/** Returns what the journal says of a grant. */
function toChange({ product, maxFiles, maxBytes, expiresAtMs }: NewUploadGrant): object {
  const named = 'id' in product ? { productId: product.id } : { productId: null, guid: product.guid };
  return { ...named, maxFiles, maxBytes, expiresAtMs };
}

function insertStatement(storeId: number, grant: NewUploadGrant, nowMs: number): Statement {
  const { digest, tokenDigest, product, maxFiles, maxBytes, origin, expiresAtMs } = grant;
  return {
    sql: `INSERT INTO upload_grants (digest, store_id, token_digest, product_id, product_guid, max_files, max_bytes, origin,
        created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
    values: [
      digest,
      storeId,
      tokenDigest,
      'id' in product ? product.id : null,
      'guid' in product ? product.guid : null,
      maxFiles,
      maxBytes,
      origin ?? null,
      nowMs,
      expiresAtMs,
    ],
  };
}

function toRef(grant: z.infer<typeof grantSchema>): ProductRef {
  const { grant_product_id: productId, grant_product_guid: guid } = grant;
  return productId === null ? { kind: 'guid', guid: guid ?? '' } : { kind: 'number', storeId: undefined, productId };
}
