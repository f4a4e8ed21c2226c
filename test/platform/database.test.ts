import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';

/** Where the session of a request with this bookmark begins. */
async function beginningOf(bookmark: string | undefined): Promise<readonly unknown[]> {
  const begun: unknown[] = [];
  const d1 = new Proxy(env.DB, {
    get: (target, property) => {
      if (property !== 'withSession') return Reflect.get(target, property);
      return (beginning: unknown) => {
        begun.push(beginning);
        return target.withSession('first-primary');
      };
    },
  });
  const database = new Database(d1, noCost(), bookmark);
  expect(database.bookmark).toBeNull();
  // A session is opened for the first query, and for all others.
  expect(begun).toEqual([]);
  for (const _ of [1, 2]) await database.query('SELECT 1');
  return begun;
}

const BOOKMARK = '00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683';

it('begins where the bookmark says', async () => {
  expect(await beginningOf(BOOKMARK)).toEqual([BOOKMARK]);
});

it.each([
  ['nothing', undefined],
  ['an empty text', ''],
  ['the name of another way to begin', 'first-unconstrained'],
  ['a bookmark with something before it', `x${BOOKMARK}`],
  ['a bookmark with something after it', `${BOOKMARK}0`],
  ['a bookmark with a line after it', `${BOOKMARK}\nx`],
  ['a bookmark in upper case', BOOKMARK.toUpperCase()],
  ['a bookmark without its end', BOOKMARK.slice(0, -1)],
  ['words', 'last Tuesday'],
])('begins at the primary for %s', async (_what, bookmark) => {
  expect(await beginningOf(bookmark)).toEqual(['first-primary']);
});

it('runs the statements of a batch as one: where the last fails, nothing is written', async () => {
  const cost = noCost();
  const database = new Database(env.DB, cost);
  const write = { sql: `INSERT INTO sweep_cursors (prefix, start_after) VALUES ('half', 'x')`, values: [] };
  await expect(database.batch([write, write])).rejects.toThrow('UNIQUE');
  const [rows] = await database.batch([{ sql: `SELECT 1 FROM sweep_cursors WHERE prefix = 'half'`, values: [] }]);
  expect(rows).toEqual([]);
  expect([cost.d1RoundTrips, cost.d1Statements]).toEqual([2, 3]);
});
