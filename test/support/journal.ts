import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { TestStore } from './stores.ts';

interface Row {
  readonly seq: number;
  readonly product_id: number | null;
  readonly version: number | null;
  readonly previous_seq: number | null;
  readonly operation_id: string;
}

/**
 * Expects the journal of a store to be whole: numbers without gaps, no operation twice, and for each product one row for
 * each version, chained from the last one to the first.
 */
export async function expectWholeJournal(store: TestStore): Promise<void> {
  const { results: rows } = await env.DB.prepare(
    'SELECT seq, product_id, version, previous_seq, operation_id FROM journal WHERE store_id = ? ORDER BY seq',
  )
    .bind(store.id)
    .all<Row>();
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
  expect(new Set(rows.map(({ operation_id }) => operation_id)).size).toBe(rows.length);
  const { results: products } = await env.DB.prepare('SELECT id, version, last_seq FROM products WHERE store_id = ?')
    .bind(store.id)
    .all<{ id: number; version: number; last_seq: number }>();
  for (const { id, version, last_seq } of products) {
    const own = rows.filter(({ product_id }) => product_id === id);
    expect(own.map((row) => row.version)).toEqual(Array.from({ length: version }, (_, index) => index + 1));
    const seqs = [0, ...own.map(({ seq }) => seq)];
    expect(own.map(({ previous_seq }) => previous_seq)).toEqual(seqs.slice(0, -1));
    expect(last_seq).toBe(seqs.at(-1));
  }
  const known = new Set<number | null>([null, ...products.map(({ id }) => id)]);
  expect(rows.filter(({ product_id }) => !known.has(product_id))).toEqual([]);
}
