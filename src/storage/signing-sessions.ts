import type { SessionCredentials, SigningSession, SigningSessions } from '../catalogue/principal.ts';
import type { Database } from '../platform/database.ts';
import { text } from '../platform/cells.ts';

/** How many expired sessions one handshake deletes: more than it adds, so that they do not accumulate. */
const MAX_SESSIONS_DELETED = 20;

/** Sessions of signed calls on D1; docs/decisions/013-signed-calls.md explains why not in a Durable Object. */
export class D1SigningSessions implements SigningSessions {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async begin(
    storeId: number,
    { tokenDigest, clientSignature }: SessionCredentials,
    session: SigningSession,
  ): Promise<string> {
    const nowMs = this.#nowMs();
    const [, begun] = await this.#database.batch([
      {
        sql: `DELETE FROM signing_sessions WHERE (store_id, token_digest, client_signature) IN (
          SELECT store_id, token_digest, client_signature FROM signing_sessions INDEXED BY signing_sessions_by_expiry
          WHERE expires_at <= ?1 LIMIT ?2)`,
        values: [nowMs, MAX_SESSIONS_DELETED],
      },
      {
        sql: `INSERT INTO signing_sessions (store_id, token_digest, client_signature, server_signature, expires_at)
          VALUES (?1, ?2, ?3, ?4, ?5)
          ON CONFLICT DO UPDATE SET
            server_signature = iif(expires_at > ?6, server_signature, excluded.server_signature),
            expires_at = max(expires_at, excluded.expires_at)
          RETURNING server_signature`,
        values: [storeId, tokenDigest, clientSignature ?? null, session.serverSignature, session.expiresAtMs, nowMs],
      },
    ]);
    return text(begun?.[0]?.['server_signature']);
  }

  async extend(
    storeId: number,
    { tokenDigest, clientSignature }: SessionCredentials,
    expiresAtMs: number,
  ): Promise<void> {
    await this.#database.batch([
      {
        sql: `UPDATE signing_sessions SET expires_at = max(expires_at, ?4)
          WHERE store_id = ?1 AND token_digest = ?2 AND client_signature = ?3`,
        values: [storeId, tokenDigest, clientSignature ?? null, expiresAtMs],
      },
    ]);
  }
}
