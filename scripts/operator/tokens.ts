import { createHash, randomBytes } from 'node:crypto';
import { splitList } from '../../src/access/key-list.ts';
import { API_NAMES, isApiName, type ApiName, type Scope } from '../../src/model/access.ts';
import { sqlLiteral, query, toLines, type Target } from './database.ts';
import { findStoreId } from './stores.ts';
import { UsageError } from './arguments.ts';
import { atEachShard } from './shards.ts';

/** What a new token allows, and for how long. */
export interface TokenOptions {
  readonly scope: Scope;
  readonly label: string;
  /** undefined: all APIs. */
  readonly apis: readonly ApiName[] | undefined;
  /** undefined: it does not expire. */
  readonly expiresInDays: number | undefined;
}

/** Parses a comma list of names of APIs. @throws where it has another name, or none. */
export function parseApis(list: string): readonly ApiName[] {
  const names = splitList(list);
  const apis = API_NAMES.filter((name) => names.includes(name));
  const unknown = names.find((name) => !isApiName(name));
  if (unknown !== undefined || apis.length === 0) {
    throw new UsageError(
      `--apis is a list of ${API_NAMES.join(', ')}, by comma${unknown ? `; ${unknown} is none` : ''}.`,
    );
  }
  return apis;
}

/** Creates a token and returns it. It cannot be shown again, because only its digest is stored. */
export async function createToken(
  target: Target,
  hash: string,
  { scope, label, apis, expiresInDays }: TokenOptions,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const digest = createHash('sha256').update(token).digest('hex');
  const expiresAt = expiresInDays === undefined ? null : Date.now() + expiresInDays * 24 * 60 * 60 * 1000;
  const rows = await query(
    target,
    `INSERT INTO tokens (digest, store_id, label, scope, apis, created_at, expires_at)
      SELECT ${sqlLiteral(digest)}, id, ${sqlLiteral(label)}, ${sqlLiteral(scope)},
        ${sqlLiteral(apis === undefined ? null : JSON.stringify(apis))}, unixepoch() * 1000, ${sqlLiteral(expiresAt)}
      FROM stores WHERE hash = ${sqlLiteral(hash)} RETURNING id`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no store ${hash}.`);
  const works = apis === undefined ? 'all APIs' : apis.join(', ');
  const until = expiresAt === null ? '' : `; until ${new Date(expiresAt).toISOString().slice(0, 19)}Z`;
  return `Token ${String(row['id'])} (${scope}; ${works}${until}) of ${hash}; it is shown this once:\n${token}`;
}

/** Revokes a token by its id, with immediate effect. */
export async function revokeToken(target: Target, tokenId: string): Promise<string> {
  if (!/^[0-9a-f]{12}$/.test(tokenId)) throw new UsageError('A token id is the 12 hex digits that `token list` shows.');
  for (const at of atEachShard(target)) {
    const [row] = await query(
      at,
      `UPDATE tokens SET revoked_at = unixepoch() * 1000
        WHERE id = ${sqlLiteral(tokenId)} AND revoked_at IS NULL RETURNING label`,
    );
    if (row !== undefined) return `Revoked ${tokenId} (${String(row['label'])}).`;
  }
  throw new Error(`There is no live token ${tokenId}.`);
}

/** Lists a store's tokens by their ids, by which histories name them, too, with what they allow and the APIs that they work for. */
export async function listTokens(target: Target, hash: string): Promise<string> {
  const rows = await query(
    target,
    `SELECT t.id, t.scope, t.label,
       strftime('%Y-%m-%dT%H:%M:%SZ', t.created_at / 1000, 'unixepoch') AS created,
       CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked'
         WHEN t.expires_at <= unixepoch() * 1000 THEN 'expired'
         ELSE coalesce(strftime('live until %Y-%m-%dT%H:%M:%SZ', t.expires_at / 1000, 'unixepoch'), 'live') END AS state,
       coalesce((SELECT group_concat(value) FROM json_each(t.apis)), 'all') AS apis
     FROM tokens t JOIN stores s ON s.id = t.store_id WHERE s.hash = ${sqlLiteral(hash)} ORDER BY t.created_at`,
  );
  if (rows.length === 0) await findStoreId(target, hash);
  return toLines(rows, ['id', 'scope', 'state', 'apis', 'created', 'label'], `Store ${hash} has no tokens.`);
}
