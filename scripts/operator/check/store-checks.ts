import type { DatabaseCheck } from './database-check.ts';

/** What the counters of each store say, beside the largest ids and the numbers that are there. */
const COUNTED = `SELECT c.*,
    max(coalesce((SELECT max(id) FROM product_images WHERE store_id = c.store_id), 0),
      coalesce((SELECT max(id) FROM trashed_images WHERE store_id = c.store_id), 0)) AS max_image_id,
    max(coalesce((SELECT max(id) FROM media WHERE store_id = c.store_id), 0),
      coalesce((SELECT max(media_id) FROM trashed_images WHERE store_id = c.store_id), 0)) AS max_media_id,
    coalesce((SELECT max(id) FROM products WHERE store_id = c.store_id
      AND id BETWEEN 9000000000000001 AND 9006999999999999), 0) AS max_product_id,
    (SELECT count(*) FROM product_images WHERE store_id = c.store_id AND gallery = 'shop') AS there
  FROM store_counters c`;

const TOO_LOW = `c.last_image_id < c.max_image_id OR c.last_media_id < c.max_media_id OR c.last_assigned_product_id < c.max_product_id`;

const NAMED_ORIGINS = `SELECT value FROM json_each(s.settings, '$.origins')`;
const KEPT_ORIGINS = `SELECT origin FROM store_origins WHERE store_id = s.id`;

/** What holds of stores, their counters and their tokens. */
export const STORE_CHECKS: readonly DatabaseCheck[] = [
  {
    name: 'stores-have-counters',
    find: `SELECT s.hash AS place, 'has no counters' AS detail FROM stores s
      WHERE NOT EXISTS (SELECT 1 FROM store_counters c WHERE c.store_id = s.id)`,
    repair: [
      `INSERT INTO store_counters (store_id) SELECT id FROM stores WHERE id NOT IN (SELECT store_id FROM store_counters)`,
    ],
    advice: 'They are made from the rows.',
  },
  {
    name: 'last-ids',
    find: `SELECT s.hash AS place, 'its next ids have been given already' AS detail
      FROM (${COUNTED}) c JOIN stores s ON s.id = c.store_id WHERE ${TOO_LOW}`,
    repair: [
      `UPDATE store_counters SET last_image_id = max(store_counters.last_image_id, c.max_image_id),
          last_media_id = max(store_counters.last_media_id, c.max_media_id),
          last_assigned_product_id = max(store_counters.last_assigned_product_id, c.max_product_id)
        FROM (${COUNTED}) c WHERE c.store_id = store_counters.store_id AND (${TOO_LOW})`,
    ],
    advice: 'The counters are raised to the largest ids that are there, the trash included.',
  },
  {
    name: 'store-image-counts',
    find: `SELECT s.hash AS place, 'counts ' || c.shop_image_count || ' images, and has ' || c.there AS detail
      FROM (${COUNTED}) c JOIN stores s ON s.id = c.store_id WHERE c.shop_image_count <> c.there`,
    repair: [
      `UPDATE store_counters SET shop_image_count = c.there FROM (${COUNTED}) c
        WHERE c.store_id = store_counters.store_id AND c.shop_image_count <> c.there`,
    ],
    advice: 'The images are counted anew.',
  },
  {
    name: 'tokens-carry-stores',
    find: `SELECT s.hash || ' token ' || substr(t.digest, 1, 12) AS place, 'carries other settings than its store has' AS detail
      FROM tokens t JOIN stores s ON s.id = t.store_id JOIN store_json j ON j.store_id = t.store_id
      WHERE t.revoked_at IS NULL AND t.store IS NOT j.store`,
    repair: [
      `UPDATE tokens SET store = j.store FROM store_json j
        WHERE j.store_id = tokens.store_id AND tokens.revoked_at IS NULL AND tokens.store IS NOT j.store`,
    ],
    advice: 'It is copied from the store.',
  },
  {
    name: 'store-origins',
    find: `SELECT s.hash AS place, 'has other web origins than its settings name' AS detail FROM stores s
      WHERE EXISTS (${NAMED_ORIGINS} EXCEPT ${KEPT_ORIGINS}) OR EXISTS (${KEPT_ORIGINS} EXCEPT ${NAMED_ORIGINS})`,
    repair: [
      `DELETE FROM store_origins WHERE NOT EXISTS (SELECT 1 FROM stores s, json_each(s.settings, '$.origins') named
        WHERE s.id = store_origins.store_id AND named.value = store_origins.origin)`,
      `INSERT OR IGNORE INTO store_origins (origin, store_id)
        SELECT named.value, s.id FROM stores s, json_each(s.settings, '$.origins') named`,
    ],
    advice: 'They are taken from the settings.',
  },
];
