import { expect } from 'vitest';
import { newStore, type TestStore } from '../support/stores.ts';
import { refusal, rows, run } from './sql.ts';
import type { TriggerCases } from './trigger-cases.ts';

/** What inserts the upload URL `digit` of a store, for so many files. */
const grant = (store: TestStore, digit: string, maxFiles: number) =>
  [
    `INSERT INTO upload_grants (digest, store_id, token_digest, product_id, max_files, max_bytes, created_at, expires_at)
      VALUES (?, ?, 'token', 7, ?, 1000, 10, 20)`,
    digit.repeat(64),
    store.id,
    maxFiles,
  ] as const;

/** What uses one file of it. */
const use = (store: TestStore, digit: string) =>
  ['INSERT INTO upload_uses (store_id, digest) VALUES (?, ?)', store.id, digit.repeat(64)] as const;

/** What the triggers on upload URLs do. */
export const UPLOAD_TRIGGERS: TriggerCases = {
  upload_grants_are_limited: async (store) => {
    const other = await newStore();
    await run(...grant(store, 'a', 2));
    await run(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
        INSERT INTO upload_grants SELECT printf('%064d', store_id * 10000 + i), store_id, token_digest, product_id, product_guid, max_files,
          used_files, max_bytes, origin, created_at, expires_at FROM upload_grants CROSS JOIN n WHERE store_id = ?`,
      store.id,
    );
    expect(await refusal(...grant(store, 'b', 2))).toContain('too_many_uploads');
    await run(...grant(other, 'c', 2));
    await run('UPDATE upload_grants SET expires_at = 10 WHERE store_id = ? AND digest = ?', store.id, 'a'.repeat(64));
    await run(...grant(store, 'b', 2));
    expect(await refusal(...grant(store, 'd', 2))).toContain('too_many_uploads');
    await run(
      'UPDATE upload_grants SET used_files = max_files WHERE store_id = ? AND digest = ?',
      store.id,
      'b'.repeat(64),
    );
    await run(...grant(store, 'd', 2));
  },

  upload_uses_are_counted: async (store) => {
    const other = await newStore();
    await run(...grant(store, 'e', 2));
    await run(...grant(store, 'f', 2));
    for (let file = 0; file < 2; file += 1) await run(...use(store, 'e'));
    expect(await refusal(...use(store, 'e'))).toContain('upload_used_up');
    expect(await refusal(...use(store, '9'))).toContain('upload_used_up');
    expect(await refusal(...use(other, 'f'))).toContain('upload_used_up');
    expect(await rows('SELECT used_files FROM upload_grants WHERE store_id = ? ORDER BY digest', store.id)).toEqual([
      { used_files: 2 },
      { used_files: 0 },
    ]);
  },
};
