import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, vi } from 'vitest';
import { checkAnswers, refuseUndescribedAnswers } from './support/described-answers.ts';
import { captureErrors, refuseUnexpectedErrors } from './support/logged-errors.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      /** Other shards, in the tests of shards only. */
      DB_2?: D1Database;
      DB_3?: D1Database;
      /** The shards that test stores are made in by turns, by space; undefined: there is one. */
      STORES_IN?: string;
      /** The migrations folder as vitest.config.ts read it; in tests only. */
      MIGRATIONS: D1Migration[];
      /** The contents of the same files, by file name; in tests only. */
      MIGRATION_FILES: Record<string, string>;
      /** The sample pictures as base64, by file name; in tests only. */
      SAMPLES: Record<string, string>;
      /** How many requests of each API are generated, and from which seed; in tests only. */
      FUZZ_REQUESTS: string;
      FUZZ_SEED: string;
    }
  }
}

for (const database of [env.DB, env.DB_2, env.DB_3]) {
  if (database !== undefined) await applyD1Migrations(database, env.MIGRATIONS);
}

checkAnswers();

beforeEach(captureErrors);

afterEach(() => {
  vi.restoreAllMocks();
  refuseUnexpectedErrors();
  refuseUndescribedAnswers();
});
