import { expect } from 'vitest';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage } from '../support/v3.ts';
import { refusal, rows, run } from './sql.ts';
import { insertJob, type TriggerCases } from './trigger-cases.ts';

interface Row {
  readonly type?: string;
  readonly product?: { readonly id: number; readonly version: number; readonly previousSeq: number };
  readonly record?: { readonly scope: string; readonly key: string };
}

const journalRow = (store: TestStore, seq: number, { type = 'media.created', product, record }: Row = {}) =>
  [
    `INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, key_scope, key, type, change)
      VALUES (?, ?, 5, ?, ?, ?, 'op', ?, ?, ?, '{}')`,
    store.id,
    seq,
    product?.id ?? null,
    product?.version ?? null,
    product?.previousSeq ?? null,
    record?.scope ?? null,
    record?.key ?? null,
    type,
  ] as const;

/** What the triggers of the journal do. */
export const JOURNAL_TRIGGERS: TriggerCases = {
  journal_without_gaps: async (store) => {
    await run(...journalRow(await newStore(), 1));
    for (const seq of [0, 2]) expect(await refusal(...journalRow(store, seq))).toContain('journal_out_of_order');
    for (const seq of [1, 2]) await run(...journalRow(store, seq));
    expect(await refusal(...journalRow(store, 4))).toContain('journal_out_of_order');
    await run(...journalRow(store, 1000, { type: 'store.restored' }));
    expect(await refusal(...journalRow(store, 3))).toContain('journal_out_of_order');
    await run(...journalRow(store, 1001));
  },

  journal_follows_version: async (store) => {
    const first = (version: number) => journalRow(store, 1, { product: { id: 7, version, previousSeq: 0 } });
    for (const version of [0, 2]) expect(await refusal(...first(version))).toContain('stale_version');
    await createImage(store, 7, TINY_PNG);
    const next = (version: number) => journalRow(store, 2, { product: { id: 7, version, previousSeq: 1 } });
    for (const version of [1, 3]) expect(await refusal(...next(version))).toContain('stale_version');
    await run(...next(2));
  },

  journal_of_pending_items: async (store) => {
    const [job, other] = [await insertJob(store, 2), await insertJob(store, 1)];
    const endItem = (jobId: string) =>
      run(`UPDATE job_items SET status = 'failed' WHERE job_id = ? AND idx = 0`, jobId);
    await endItem(job);
    const ofItem = (key: string) => journalRow(store, 1, { record: { scope: `job:${job}`, key } });
    expect(await refusal(...ofItem('0'))).toContain('item_has_ended');
    await run(...ofItem('1'));
    await run(...journalRow(store, 2, { record: { scope: `job:${other}`, key: '0' } }));
    await run(...journalRow(store, 3, { record: { scope: 'product:7', key: '0' } }));
  },

  journal_raises_version: async (store) => {
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 8, TINY_PNG);
    await run(...journalRow(store, 3, { product: { id: 7, version: 2, previousSeq: 1 } }));
    const sql =
      'SELECT id, version, last_seq, changed_at = 5 AS is_changed FROM products WHERE store_id = ? ORDER BY id';
    expect(await rows(sql, store.id)).toEqual([
      { id: 7, version: 2, last_seq: 3, is_changed: 1 },
      { id: 8, version: 1, last_seq: 2, is_changed: 0 },
    ]);
    const main = async (): Promise<unknown> =>
      (await rows('SELECT main_image_id FROM products WHERE store_id = ? AND id = 7', store.id))[0]?.['main_image_id'];
    expect(await main()).toBe(1);
    for (const [seq, said, kept] of [
      [4, 9, 9],
      [5, null, 9],
      [6, 0, null],
    ] as const) {
      await run(
        `INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, type, main_image_id, change)
          VALUES (?1, ?2, 5, 7, ?2 - 1, ?2 - 1, 'main ' || ?2, 'images.updated', ?3, '{}')`,
        store.id,
        seq,
        said,
      );
      expect(await main()).toBe(kept);
    }
  },

  journal_stays: async (store) => {
    await createImage(store, 7, TINY_PNG);
    for (const change of [
      'seq = 9',
      'at = 9',
      'version = 9',
      'previous_seq = 9',
      `operation_id = 'x'`,
      `change = '{}'`,
    ]) {
      expect(await refusal(`UPDATE journal SET ${change} WHERE store_id = ?`, store.id)).toContain('written_once');
    }
    // A key that has ceased to count is taken from its row.
    await run('UPDATE journal SET key_scope = NULL, key = NULL WHERE store_id = ?', store.id);
  },
};
