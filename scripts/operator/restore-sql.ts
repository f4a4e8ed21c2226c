import { ASSIGNED_PRODUCT_IDS } from '../../src/model/product-guid.ts';

/** How many ids are skipped where nothing else is said: more than a store gives in the month that can be restored. */
export const SKIPPED_IDS = 1_000_000;

/**
 * Returns the statements that raise everything that may have been given between the time of the restore and the restore:
 * ids of images and media, numbers assigned to products, ids of webhooks, the versions of the stores' settings, which are
 * a part of every ETag, and so of every If-Match, and the numbers of the journal, which goes on after a row that says so.
 */
export const raiseStatements = (skipped: number): readonly string[] => [
  `UPDATE store_counters SET last_image_id = last_image_id + ${skipped}, last_media_id = last_media_id + ${skipped},
    last_assigned_product_id = min(${ASSIGNED_PRODUCT_IDS.last}, last_assigned_product_id + ${skipped})`,
  `INSERT INTO sqlite_sequence (name, seq) SELECT 'webhooks', 0
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'webhooks')`,
  `UPDATE sqlite_sequence SET seq = seq + ${skipped} WHERE name = 'webhooks'`,
  `UPDATE stores SET settings_version = settings_version + ${skipped}, settings_changed_at = (SELECT now_ms FROM clock)`,
  `INSERT INTO journal (store_id, seq, at, operation_id, type, last_image_id, change)
    SELECT next.store_id, next.seq - 1 + ${skipped}, now_ms, 'restored:' || lower(hex(randomblob(8))), 'store.restored',
        counters.last_image_id, json_object('skipped', ${skipped})
      FROM next_seq AS next JOIN store_counters AS counters ON counters.store_id = next.store_id CROSS JOIN clock`,
];
