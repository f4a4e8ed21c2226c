import { ASSIGNED_PRODUCT_IDS } from '../../src/model/product-guid.ts';

/** How many ids are skipped where nothing else is said: more than a store gives in the month that can be restored. */
export const SKIPPED_IDS = 1_000_000;

/**
 * Returns the statements that raise everything that may have been given between the time of the restore and the restore:
 * ids of images and media, numbers assigned to products, ids of webhooks, and the versions of the stores' settings,
 * which are a part of every ETag, and so of every If-Match.
 */
export const raiseStatements = (skipped: number): readonly string[] => [
  `UPDATE store_counters SET last_image_id = last_image_id + ${skipped}, last_media_id = last_media_id + ${skipped},
    last_assigned_product_id = min(${ASSIGNED_PRODUCT_IDS.last}, last_assigned_product_id + ${skipped})`,
  `INSERT INTO sqlite_sequence (name, seq) SELECT 'webhooks', 0
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'webhooks')`,
  `UPDATE sqlite_sequence SET seq = seq + ${skipped} WHERE name = 'webhooks'`,
  `UPDATE stores SET settings_version = settings_version + ${skipped}, settings_changed_at = (SELECT now_ms FROM clock)`,
];
