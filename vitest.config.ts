import { readdirSync, readFileSync } from 'node:fs';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { startLocalImages } from './scripts/local-images/server.ts';

/** A folder's files by name: tests in workerd read no files. */
const readFolder = (folder: string, encoding: 'base64' | 'utf8'): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, encoding)]));

/** What the local service runs with, and an address that tests may fetch from. */
const LOCAL_VARS = {
  LOCAL_SANDBOX: 'true',
  SANDBOX_HOSTS: 'vitrine.test',
  SIGNING_KEYS: 'test:a-secret-of-the-tests,old:another-secret-of-the-tests',
  SECRETS_KEYS: 'test:a-sealing-secret-of-the-tests,old:another-sealing-secret',
  INGEST_ALLOWED_HOSTS: 'pictures.test:8080',
  OPERATOR_TOKEN: 'operator-of-the-tests',
};

let localImagesUrl: Promise<string> | undefined;

/** Starts the local Images service for both projects that need it. It ends with this process. */
async function startImages(): Promise<string> {
  const images = await startLocalImages();
  images.unref();
  return images.url;
}

const IDLE_RUNNER = `import { DurableObject } from 'cloudflare:workers';
  export class IdleRunner extends DurableObject { wake() {} }
  export default {};`;

/** The Workers runtime with the service's bindings, for tests that run inside it. */
const workersRuntime = (shards: readonly string[] = []) =>
  cloudflareTest(async () => ({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      ...(shards.length === 0
        ? {}
        : { d1Databases: Object.fromEntries(['DB', ...shards].map((name) => [name, name])) }),
      // Runners that run nothing: tests run the items of jobs themselves.
      durableObjects: { STORE_RUNNERS: { className: 'IdleRunner', scriptName: 'idle-runners', useSQLite: true } },
      workers: [
        {
          name: 'idle-runners',
          modules: true,
          script: IDLE_RUNNER,
          compatibilityDate: '2026-11-01',
          durableObjects: { OWN: { className: 'IdleRunner', useSQLite: true } },
        },
      ],
      bindings: {
        MIGRATIONS: await readD1Migrations('./migrations'),
        MIGRATION_FILES: readFolder('./migrations', 'utf8'),
        SAMPLES: readFolder('./samples', 'base64'),
        ...LOCAL_VARS,
        ...(shards.length === 0 ? {} : { STORES_IN: ['DB', ...shards].join(' ') }),
        FUZZ_REQUESTS: process.env['FUZZ_REQUESTS'] ?? '200',
        FUZZ_SEED: process.env['FUZZ_SEED'] ?? '13',
        LOCAL_IMAGES_URL: await (localImagesUrl ??= startImages()),
      },
    },
  }));

/** Tests that look at the whole database or bucket, and so need them to themselves. */
const ALONE = ['test/jobs/sweep*.test.ts', 'test/jobs/check-storage.test.ts', 'test/storage/schema.test.ts'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    // A runtime lives on only while the next file is of the same project, and a new one loads every module again: so
    // each project is a group of its own, and the groups run one after another.
    projects: [
      {
        plugins: [workersRuntime()],
        test: {
          name: 'worker',
          sequence: { groupOrder: 1 },
          // A machine that is busy with other things needs much longer than the default of five seconds.
          testTimeout: 60_000,
          include: ['test/**/*.test.ts'],
          exclude: ['test/node/**', 'test/shards/**', ...ALONE],
          setupFiles: ['./test/setup.ts'],
          // Each test makes stores of its own, so one database serves all of these files: that is twice as fast.
          isolate: false,
        },
      },
      {
        plugins: [workersRuntime()],
        test: {
          name: 'worker-alone',
          sequence: { groupOrder: 3 },
          testTimeout: 60_000,
          include: ALONE,
          setupFiles: ['./test/setup.ts'],
        },
      },
      {
        plugins: [workersRuntime(['DB_2', 'DB_3'])],
        test: {
          name: 'shards',
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          // The tables of access once more: here a store and its neighbour live in different databases.
          include: ['test/shards/**/*.test.ts', 'test/conformance/*-access.test.ts'],
          exclude: ['test/conformance/shoptet-access.test.ts'],
          setupFiles: ['./test/setup.ts'],
          isolate: false,
        },
      },
      {
        test: {
          name: 'node',
          sequence: { groupOrder: 4 },
          include: ['test/node/**/*.test.ts'],
          globalSetup: ['./test/node/support/built-client.ts', './test/node/support/shared-service.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // What a browser shows comes later on a machine that is busy with other things.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
