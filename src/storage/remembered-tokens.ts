import type { Access, TokenSnapshot } from '../model/access.ts';
import { text, textOrNull } from '../platform/cells.ts';
import type { Row } from '../platform/database.ts';
import { toAccess } from './access-rows.ts';
import type { Condition } from './journal-sql.ts';

/** The most tokens that an isolate remembers. */
const MAX_REMEMBERED = 500;

/** The tokens that were read last in this isolate, by shard and digest. */
const remembered = new Map<string, Row>();

const nameOf = (shard: string, digest: string): string => `${shard} ${digest}`;

/** Remembers the ACCESS_COLUMNS of a row that was read for a token; undefined: it is not valid any more. */
export function rememberToken(shard: string, digest: string, row: Row | undefined): void {
  const name = nameOf(shard, digest);
  if (row === undefined) {
    remembered.delete(name);
    return;
  }
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const { token_id, token_label, scope, apis, store } = row;
  remembered.set(name, { token_id, token_label, scope, apis, store });
}

/** Returns the access that a token had when it was last read in this isolate, to be verified by what is done with it. */
export function recallAccess(shard: string, digest: string): Access | undefined {
  const row = remembered.get(nameOf(shard, digest));
  if (row === undefined) return undefined;
  const [id, scope, store] = [text(row['token_id']), text(row['scope']), text(row['store'])];
  return { ...toAccess(row), remembered: { digest, id, scope, apis: textOrNull(row['apis']), store } };
}

/** Returns the condition that a token is still valid and as it was remembered. */
export const isUnchanged = ({ digest, id, scope, apis, store }: TokenSnapshot, nowMs: number): Condition => ({
  sql: (value) => `EXISTS (SELECT 1 FROM tokens WHERE digest = ${value(1)} AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > ${value(2)})
    AND id = ${value(3)} AND scope = ${value(4)} AND apis IS ${value(5)} AND store = ${value(6)})`,
  values: [digest, nowMs, id, scope, apis, store],
});
