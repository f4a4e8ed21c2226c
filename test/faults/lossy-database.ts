import { env } from 'cloudflare:workers';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';

/** What is lost of a batch: its answer, after it was committed, or its request, so that it is not executed. */
export type Loss = 'answer' | 'request';

/**
 * Opens the real database behind a connection that fails at chosen batches.
 *
 * @param losses what is lost of the nth batch, counted from 1.
 */
export function lossyDatabase(losses: ReadonlyMap<number, Loss>): Database {
  let batches = 0;
  const real = env.DB.withSession('first-primary');
  const session: D1DatabaseSession = {
    prepare: (sql) => real.prepare(sql),
    getBookmark: () => real.getBookmark(),
    async batch<T>(statements: D1PreparedStatement[]) {
      batches += 1;
      const loss = losses.get(batches);
      if (loss === 'request') throw new Error('Network connection lost.');
      const results = await real.batch<T>(statements);
      if (loss === 'answer') throw new Error('Network connection lost.');
      return results;
    },
  };
  const db: Pick<D1Database, 'withSession'> = { withSession: () => session };
  return new Database(Object.assign(Object.create(env.DB), db), noCost());
}
