import type { NamedObject } from '../jobs/check-file.ts';
import type { CheckBucket, CheckStore } from '../jobs/check-storage.ts';
import type { WalkedPrefix } from '../jobs/sweep-storage.ts';
import type { Bucket } from '../platform/bucket.ts';
import { toHex } from '../platform/digest.ts';
import type { Database } from '../platform/database.ts';
import { sha256Hex } from '../platform/digest.ts';
import { text } from '../platform/cells.ts';
import * as z from '../platform/schema.ts';
import { D1SweepStore } from './sweep-store.ts';

const namedSchema = z.object({
  key: z.string(),
  kind: z.enum(['original', 'render-source']),
  original_key: z.string(),
  hash: z.string(),
  byte_count: z.int(),
  sha256: z.string(),
});
const shownSchema = z.object({ places: z.nullable(z.string()) });

/** How many images are named that show a faulty original. */
const MAX_PLACES = 10;

/** The check's port to the database, on D1. */
export class D1CheckStore implements CheckStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async namedObjects(after: string, upTo: string, limit: number): Promise<readonly NamedObject[]> {
    const rows = await this.#database.query(
      `SELECT named.*, s.hash FROM (
          SELECT original_key AS key, 'original' AS kind, original_key, byte_count, sha256, store_id FROM blobs
            WHERE original_key > ?1 AND original_key <= ?2
          UNION ALL
          SELECT render_key, 'render-source', original_key, byte_count, sha256, store_id FROM blobs
            WHERE render_key > ?1 AND render_key <= ?2) AS named
        JOIN stores s ON s.id = named.store_id ORDER BY key LIMIT ?3`,
      after,
      upTo,
      limit,
    );
    return rows.map((row) => {
      const { original_key: originalKey, byte_count: byteCount, hash: storeHash, ...rest } = namedSchema.parse(row);
      return { ...rest, originalKey, byteCount, storeHash };
    });
  }

  async orphans(prefix: WalkedPrefix, keys: readonly string[]): Promise<readonly string[]> {
    const unreferenced = await new D1SweepStore(this.#database).unreferenced(prefix, keys);
    if (unreferenced.length === 0) return [];
    const rows = await this.#database.query(
      `SELECT value AS key FROM json_each(?1) WHERE NOT EXISTS (SELECT 1 FROM dropped_keys d
        WHERE d.key = value OR (d.kind = 'renditions' AND substr(value, 1, length(d.key)) = d.key))`,
      JSON.stringify(unreferenced),
    );
    return rows.map((row) => text(row['key']));
  }

  async shownBy(originalKey: string): Promise<string> {
    const [row] = await this.#database.query(
      `SELECT group_concat(place, ', ') AS places FROM (
        SELECT 'product ' || i.product_id || ' image ' || i.id AS place
          FROM blobs b JOIN media m ON m.blob_id = b.id
          JOIN product_images i ON i.store_id = m.store_id AND i.media_id = m.id WHERE b.original_key = ?1
        UNION ALL
        SELECT 'product ' || v.product_id || ' variant ' || v.variant
          FROM blobs b JOIN media m ON m.blob_id = b.id
          JOIN variant_images v ON v.store_id = m.store_id AND v.media_id = m.id WHERE b.original_key = ?1
        UNION ALL
        SELECT 'library media ' || m.id FROM blobs b JOIN media m ON m.blob_id = b.id
          WHERE b.original_key = ?1 AND m.is_pinned = 1
        UNION ALL
        SELECT 'media ' || m.id || ' of the trash' FROM blobs b JOIN media m ON m.blob_id = b.id
          WHERE b.original_key = ?1 AND m.trashed_at IS NOT NULL
        LIMIT ${MAX_PLACES})`,
      originalKey,
    );
    const places = row && shownSchema.parse(row).places;
    return places === null || places === undefined ? 'nothing shows it' : `shown by ${places}`;
  }

  async setAside(originalKey: string): Promise<void> {
    await this.#database.query(
      `UPDATE blobs SET sha256 = 'lost-' || id || '-' || sha256 WHERE original_key = ?1 AND sha256 NOT LIKE 'lost-%'`,
      originalKey,
    );
  }

  async correctSize(originalKey: string, byteCount: number): Promise<void> {
    await this.#database.batch([
      { sql: 'UPDATE blobs SET byte_count = ?2 WHERE original_key = ?1', values: [originalKey, byteCount] },
      {
        sql: 'UPDATE media SET byte_count = ?2 WHERE blob_id = (SELECT id FROM blobs WHERE original_key = ?1)',
        values: [originalKey, byteCount],
      },
    ]);
  }

  async queueForSweep(keys: readonly string[]): Promise<void> {
    await this.#database.query(
      `INSERT INTO dropped_keys (kind, key, dropped_at) SELECT 'object', value, now_ms FROM json_each(?1), clock`,
      JSON.stringify(keys),
    );
  }
}

const toFile = ({ key, size, uploaded, checksums }: R2Object) => ({
  key,
  byteCount: size,
  uploadedAtMs: uploaded.getTime(),
  sha256: checksums.sha256 && toHex(checksums.sha256),
});

/** Returns the check's port to the bucket, on R2. */
export function checkBucket(bucket: Bucket): CheckBucket {
  return {
    list: async (prefix, startAfter, limit) => {
      const page = await bucket.list(prefix, startAfter, limit);
      return { files: page.objects.map(toFile), isLast: !page.truncated };
    },
    head: async (key) => {
      const object = await bucket.head(key);
      return object === null ? undefined : toFile(object);
    },
    readBytes: async (key) => {
      try {
        const object = await bucket.get(key);
        if (object === null || !('body' in object)) return 'unreadable';
        return { sha256: await sha256Hex(new Uint8Array(await object.arrayBuffer())) };
      } catch (error) {
        console.error({ event: 'original-unreadable', key, message: String(error) });
        return 'unreadable';
      }
    },
  };
}
