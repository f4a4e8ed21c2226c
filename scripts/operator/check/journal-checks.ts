import { journalRepairs, productPlace, type DatabaseCheck } from './database-check.ts';

const rowPlace = `s.hash || ' journal row ' || j.seq`;

/** Products beside the journal row that they name as their last, where that is still kept. */
const PRODUCTS = `SELECT p.store_id, p.id, p.version, p.last_seq, j.product_id, j.version AS row_version
  FROM products p JOIN journal j ON j.store_id = p.store_id AND j.seq = p.last_seq`;

const RAISED = `product_id = id AND version > row_version`;

/** The last journal row of each product that is still kept. */
const LAST_ROWS = `SELECT store_id, product_id, max(seq) AS seq FROM journal WHERE product_id IS NOT NULL GROUP BY store_id, product_id`;

/** Products that name another row as their last, beside the one that is. */
const MISLED = `SELECT p.store_id, p.id, p.last_seq, last.seq
  FROM products p JOIN (${LAST_ROWS}) AS last ON last.store_id = p.store_id AND last.product_id = p.id
  WHERE p.last_seq < last.seq OR EXISTS
    (SELECT 1 FROM journal named WHERE named.store_id = p.store_id AND named.seq = p.last_seq AND named.product_id IS NOT p.id)`;

/** What holds of the journal: its numbers, and the chain of the rows of each product. */
export const JOURNAL_CHECKS: readonly DatabaseCheck[] = [
  {
    name: 'journal-numbers',
    find: `SELECT ${rowPlace} AS place, 'the row before it is missing' AS detail FROM journal j JOIN stores s ON s.id = j.store_id
      WHERE j.type <> 'store.restored' AND j.seq > (SELECT min(seq) FROM journal WHERE store_id = j.store_id)
        AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.store_id = j.store_id AND b.seq = j.seq - 1)`,
    advice: 'What these commands changed stands; history and undo of their products end here, and events lack them.',
  },
  {
    name: 'journal-operations',
    find: `SELECT s.hash || ' journal row ' || max(j.seq) AS place, 'says the same operation as row ' || min(j.seq) AS detail
      FROM journal j JOIN stores s ON s.id = j.store_id GROUP BY j.store_id, j.operation_id HAVING count(*) > 1`,
    advice: 'A command took effect twice: look at what both rows changed, and undo one of them by an API.',
  },
  {
    name: 'journal-chains',
    find: `SELECT ${rowPlace} AS place, 'follows row ' || j.previous_seq || ', which is not of an earlier version of its product' AS detail
      FROM journal j JOIN stores s ON s.id = j.store_id JOIN journal b ON b.store_id = j.store_id AND b.seq = j.previous_seq
      WHERE b.product_id IS NOT j.product_id OR b.version >= j.version OR b.seq >= j.seq`,
    advice: 'What the commands changed stands; history and undo of this product are wrong before this row.',
  },
  {
    name: 'last-journal-rows',
    find: `SELECT ${productPlace('p.id')} AS place, 'names journal row ' || p.last_seq || ' as its last, which is ' || p.seq AS detail
      FROM (${MISLED}) p JOIN stores s ON s.id = p.store_id`,
    repair: [
      `UPDATE products SET last_seq = wrong.seq FROM (${MISLED}) AS wrong
        WHERE products.store_id = wrong.store_id AND products.id = wrong.id`,
    ],
    advice: 'The product names the last of its rows.',
  },
  {
    name: 'product-versions',
    find: `SELECT ${productPlace('p.id')} AS place, 'is at version ' || p.version || ', and its journal at ' || p.row_version AS detail
      FROM (${PRODUCTS}) p JOIN stores s ON s.id = p.store_id WHERE p.product_id = p.id AND p.version <> p.row_version`,
    repair: [journalRepairs(`SELECT store_id, id FROM (${PRODUCTS}) WHERE ${RAISED}`)],
    advice: 'A row is added with the next version; a product that is behind its journal is left to a person.',
  },
];
