import { query, queryEach, toLines, type Target } from './database.ts';
import { raiseStatements } from './restore-sql.ts';

/**
 * Prepares a database that was restored to an earlier time for being written to, and returns what a person has to look
 * at.
 */
export async function afterRestore(target: Target, skipped: number): Promise<string> {
  await queryEach(target, raiseStatements(skipped));
  const tokens = await query(
    target,
    `SELECT s.hash, substr(t.digest, 1, 12) AS id, t.scope, t.label FROM tokens t JOIN stores s ON s.id = t.store_id
      WHERE t.revoked_at IS NULL ORDER BY s.hash, t.created_at`,
  );
  return [
    `Ids, ETags and journals go on ${skipped} later. These tokens are live again or still; revoke those that had been revoked:`,
    toLines(tokens, ['hash', 'id', 'scope', 'label'], 'none'),
    'Next: npm run operator -- check names the images whose bytes are gone.',
  ].join('\n');
}
