import type { Principal } from '../catalogue/principal.ts';
import type { Row, SqlValue, Statement } from '../platform/database.ts';
import { intOrNull, textOrNull } from '../platform/cells.ts';
import { ACCESS_COLUMNS, toAccess } from './access-rows.ts';
import { LIVE_TOKEN } from './image-reads.ts';

/** The columns of `toPrincipal`, of PRINCIPAL_TABLES. */
export const PRINCIPAL_COLUMNS = `${ACCESS_COLUMNS}, s.sealed_signing_keys, x.server_signature, x.expires_at`;

/** For a call that is not signed, ?3 is NULL, and neither keys nor session are read. */
export const PRINCIPAL_TABLES = `tokens t LEFT JOIN stores s ON ?3 IS NOT NULL AND s.id = t.store_id
  LEFT JOIN signing_sessions x ON x.store_id = t.store_id AND x.token_digest = t.digest AND x.client_signature = ?3
    AND x.expires_at > ?2`;

/** Selects the principal of a call, and `more` of its token `t`; the first values are digest, time and client signature. */
export const principalStatement = (values: readonly SqlValue[], more: Statement = NOTHING): Statement => ({
  sql: `SELECT ${PRINCIPAL_COLUMNS}${more.sql} FROM ${PRINCIPAL_TABLES} WHERE ${LIVE_TOKEN}`,
  values: [...values.slice(0, 3), ...more.values],
});

const NOTHING: Statement = { sql: '', values: [] };

/** Reads a row with PRINCIPAL_COLUMNS. */
export function toPrincipal(row: Row): Principal {
  const serverSignature = textOrNull(row['server_signature']);
  const expiresAtMs = intOrNull(row['expires_at']);
  return {
    access: toAccess(row),
    sealedSigningKeys: textOrNull(row['sealed_signing_keys']) ?? undefined,
    session: serverSignature === null || expiresAtMs === null ? undefined : { serverSignature, expiresAtMs },
  };
}
