import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What opens a database: a binding that is read, or a session of one. */
const OPENS = /\.DB\b|\['?"?DB|\bnew Database\(|\.withSession\(/;

/** The function that picks the shard, and the session that it opens. */
const ALLOWED = ['src/platform/database.ts', 'src/worker/shards.ts'];

it('opens no database but by the function that picks the shard [SHARD-1]', () => {
  const files = globSync('src/**/*.ts').toSorted();
  const opening = files.filter((path) => OPENS.test(readFileSync(path, 'utf8')));
  expect(opening).toEqual(ALLOWED);
});
