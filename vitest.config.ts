import { readdirSync, readFileSync } from 'node:fs';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** The sample pictures as base64, by file name: tests in workerd read no files. */
const SAMPLES = Object.fromEntries(
  readdirSync('./samples').map((name) => [name, readFileSync(`./samples/${name}`, 'base64')]),
);

/** What the local service runs with, and an address that tests may fetch from. */
const LOCAL_VARS = {
  LOCAL_SANDBOX: 'true',
  SIGNING_KEYS: 'test:a-secret-of-the-tests,old:another-secret-of-the-tests',
  SECRETS_KEYS: 'test:a-sealing-secret-of-the-tests,old:another-sealing-secret',
  INGEST_ALLOWED_HOSTS: 'pictures.test:8080',
  OPERATOR_TOKEN: 'operator-of-the-tests',
};

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              // A queue that nobody listens to: tests bring messages to the consumer themselves.
              queueProducers: { JOBS: { queueName: 'kept-for-the-test' } },
              bindings: {
                MIGRATIONS: await readD1Migrations('./migrations'),
                SAMPLES,
                ...LOCAL_VARS,
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          include: ['test/**/*.test.ts'],
          exclude: ['test/node/**'],
          setupFiles: ['./test/setup.ts'],
        },
      },
      {
        test: {
          name: 'node',
          include: ['test/node/**/*.test.ts'],
          globalSetup: ['./test/node/support/shared-service.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
