import { query, queryEach, toLines, type Target } from './database.ts';
import { raiseStatements } from './restore-sql.ts';
import { atEachShard } from './shards.ts';

/**
 * Prepares a database that was restored to an earlier time for being written to, and returns what a person has to look
 * at.
 */
export async function afterRestore(target: Target, skipped: number): Promise<string> {
  // Whichever of several databases was restored: in the others nothing is lost by what is skipped.
  const shards = atEachShard(target);
  for (const at of shards) await queryEach(at, raiseStatements(skipped));
  const tokens = await Promise.all(shards.map(listTokens));
  return [
    `Ids, ETags and journals go on ${skipped} later. These tokens are live again or still; revoke those that had been revoked:`,
    toLines(tokens.flat(), ['hash', 'id', 'scope', 'label'], 'none'),
    'Next: npm run operator -- check names the images whose bytes are gone.',
  ].join('\n');
}

const listTokens = (target: Target) =>
  query(
    target,
    `SELECT s.hash, substr(t.digest, 1, 12) AS id, t.scope, t.label FROM tokens t JOIN stores s ON s.id = t.store_id
      WHERE t.revoked_at IS NULL ORDER BY s.hash, t.created_at`,
  );
