import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { checkLocalState } from '../../scripts/local-state.ts';
import { freePort, isTaken } from './support/ports.ts';
import { newStateDir } from './support/service.ts';

const DATABASES = 'v3/d1/miniflare-D1DatabaseObject';
const MIGRATIONS_TABLE = 'CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT, applied_at TEXT)';

const cleanUp: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const task of cleanUp.splice(0).toReversed()) await task();
});

/** Makes a state whose database has executed these statements, which are still in the log beside its file. */
async function stateWith(...statements: readonly string[]): Promise<string> {
  const { path, remove } = await newStateDir();
  await mkdir(join(path, DATABASES), { recursive: true });
  const database = new DatabaseSync(join(path, DATABASES, `${'0'.repeat(64)}.sqlite`));
  cleanUp.push(remove, () => database.close());
  for (const statement of ['PRAGMA journal_mode = WAL', ...statements]) database.exec(statement);
  return path;
}

/** Lists the files of a folder, with digests of their contents and the times of their last changes. */
async function contents(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return await Promise.all(
    names.toSorted().map(async (name) => {
      const path = join(folder, name);
      const stats = await stat(path);
      const digest = stats.isFile()
        ? createHash('sha256')
            .update(await readFile(path))
            .digest('hex')
        : '';
      return `${name} ${digest} ${stats.ctimeMs}`;
    }),
  );
}

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (stateDir: string, port: number, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, STATE_DIR: stateDir, PORT: String(port) };
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });

const EARLIER = [
  [
    'names migrations that no longer exist',
    [MIGRATIONS_TABLE, `INSERT INTO d1_migrations (name) VALUES ('0001_catalogue.sql')`],
  ],
  ['has tables of no migration', ['CREATE TABLE stores (id INTEGER PRIMARY KEY)']],
  [
    'names the present migrations, but has other tables',
    [
      MIGRATIONS_TABLE,
      `INSERT INTO d1_migrations (name) VALUES ('0001_schema.sql')`,
      'CREATE TABLE stores (id INTEGER PRIMARY KEY)',
    ],
  ],
] as const;

describe.each(EARLIER)('a state that %s', (_what, statements) => {
  it.each([
    ['npm start', ['scripts/start.ts']],
    ['the operator’s tool', ['scripts/operator.ts', 'store', 'list']],
    ['an import of the operator’s tool', ['scripts/operator.ts', 'import', 'demo', 'samples']],
  ])('is refused by %s with one sentence, and not changed', async (_who, args) => {
    const stateDir = await stateWith(...statements);
    const port = await freePort();
    const before = await contents(stateDir);
    const { code, stdout, stderr } = await run(stateDir, port, ...args);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: `${stateDir} holds the state of another build, which this one cannot use: move or delete that folder, or choose another with STATE_DIR.\n`,
    });
    expect(await contents(stateDir)).toEqual(before);
    expect(await isTaken(port)).toBe(false);
  });
});

it('a large state is looked at where it is, and what it holds is not changed [RUN-12]', async () => {
  const stateDir = await stateWith(
    MIGRATIONS_TABLE,
    'CREATE TABLE stores (id INTEGER PRIMARY KEY, filling BLOB)',
    'INSERT INTO stores (filling) VALUES (zeroblob(12 * 1024 * 1024))',
    'PRAGMA wal_checkpoint(TRUNCATE)',
    'INSERT INTO stores (filling) VALUES (NULL)',
  );
  /** The digests of the database and its log, without their times. */
  const data = async () =>
    (await contents(stateDir)).flatMap((line) => /^\S+\.sqlite(?:-wal)? \w+/.exec(line)?.[0] ?? []);
  const before = await data();
  expect(() => checkLocalState(stateDir)).toThrow('holds the state of another build');
  expect(await data()).toEqual(before);
});

describe('a state is accepted', () => {
  it('where there is none yet', async () => {
    expect(() => checkLocalState('/nowhere/at/all')).not.toThrow();
    const { path, remove } = await newStateDir();
    cleanUp.push(remove);
    expect(() => checkLocalState(path)).not.toThrow();
  });

  it('where no migration was applied yet', async () => {
    const stateDir = await stateWith();
    expect(() => checkLocalState(stateDir)).not.toThrow();
  });

  it('where the running service has made it', async () => {
    expect(() => checkLocalState(inject('stateDir'))).not.toThrow();
    const { path, remove } = await newStateDir();
    cleanUp.push(remove);
    await cp(join(inject('stateDir'), DATABASES), join(path, DATABASES), { recursive: true });
    expect(() => checkLocalState(path)).not.toThrow();
  });
});
