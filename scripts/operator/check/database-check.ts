/** One thing that has to hold in the database, as SQL for the local and the hosted database. */
export interface DatabaseCheck {
  /** Stands in the report. */
  readonly name: string;
  /** Selects `place` and `detail` of everything that is wrong; whoever runs it adds a limit. */
  readonly find: string;
  /** Statements that mend all of it without guessing; absent where a person has to decide. */
  readonly repair?: readonly string[];
  /** What a person does, or why nobody has to do anything. */
  readonly advice: string;
  /** A notice is shown, and the check passes. */
  readonly isNotice?: true;
}

const MINUTE_MS = 60_000;

/** The time in SQL, in milliseconds, minus some minutes. */
export const minutesAgo = (minutes: number): string => `(SELECT now_ms - ${minutes * MINUTE_MS} FROM clock)`;

/**
 * Returns the statement that says in the journal that products are mended, one row for each of those that `products`
 * selects as `store_id` and `id`. It raises their versions, so that every copy of them is loaded anew.
 */
export const journalRepairs = (
  products: string,
): string => `INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, type, last_image_id, change)
  SELECT p.store_id, next.seq - 1 + row_number() OVER (PARTITION BY p.store_id ORDER BY p.id), now_ms, p.id, p.version + 1,
      p.last_seq, 'repair:' || lower(hex(randomblob(8))), 'images.updated', coalesce(c.last_image_id, 0), '{}'
    FROM products p JOIN next_seq AS next ON next.store_id = p.store_id LEFT JOIN store_counters c ON c.store_id = p.store_id
    CROSS JOIN clock WHERE (p.store_id, p.id) IN (SELECT store_id, id FROM (${products})) ORDER BY p.store_id, p.id`;

/** The name of a product's place in SQL, from the tables `s` (stores) and another with its number. */
export const productPlace = (productId: string): string => `s.hash || ' product ' || ${productId}`;
