import type { MediaName, NewMedia } from '../catalogue/library-changes.ts';
import type { Upload } from '../model/media.ts';
import type { SqlValue, Statement } from '../platform/database.ts';

/**
 * Inserts one media into the library, as the one after the last that counts, and `index` more that the batch has
 * inserted. Equal bytes of a store share one blob, which keeps the keys of the first upload, and
 * its placeholder where there is one; `dropUnusedUploads` drops those of later uploads. Each media has its own statement, so that it sees the file names of
 * those before it.
 */
export function insertMedia(storeId: number, media: NewMedia, index: number, nowMs: number): readonly Statement[] {
  const { upload, folder, isPinned, altText, name } = media;
  const { sql: filename, values } = filenameExpression(folder, name);
  const n = values.length + 1;
  return [
    {
      sql: `INSERT INTO blobs (store_id, sha256, original_key, render_key, format, byte_count, width_px, height_px,
          frame_count, has_alpha, thumb_hash, color, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (store_id, ${hashOf('sha256')}) DO UPDATE
          SET thumb_hash = excluded.thumb_hash, color = excluded.color
          WHERE blobs.thumb_hash IS NULL AND excluded.thumb_hash IS NOT NULL`,
      values: [storeId, ...blobValues(upload), upload.uploadedAtMs],
    },
    {
      sql: `INSERT INTO media (store_id, filename, id, blob_id, original_name, folder, file_stem, alt_text, is_pinned,
          format, byte_count, width_px, height_px, created_at, updated_at)
        SELECT ?1, ${filename}, (SELECT last_media_id FROM store_counters WHERE store_id = ?1) + 1 + ?${n + 7}, blobs.id,
          ?${n + 1}, ?2, ?${n + 2}, ?${n + 3}, ?${n + 4},
          blobs.format, blobs.byte_count, blobs.width_px, blobs.height_px, ?${n + 5}, ?${n + 5}
        FROM blobs WHERE blobs.store_id = ?1 AND ${hashOf('blobs.sha256')} = ${hashOf(`?${n + 6}`)}`,
      values: [
        storeId,
        ...values,
        upload.originalName,
        upload.fileStem,
        altText,
        isPinned ? 1 : 0,
        nowMs,
        upload.sha256,
        index,
      ],
    },
  ];
}

/** Returns a SHA-256 as the index `blobs_by_content` has it, which finds it by nothing else. */
const hashOf = (sha256: string): string => `coalesce(unhex(${sha256}), ${sha256})`;

const blobValues = (upload: Upload): readonly SqlValue[] => [
  upload.sha256,
  upload.originalKey,
  upload.renderKey,
  upload.format,
  upload.byteCount,
  upload.widthPx,
  upload.heightPx,
  upload.frameCount,
  upload.hasAlpha ? 1 : 0,
  upload.placeholder?.thumbHash ?? null,
  upload.placeholder?.color ?? null,
];

/** Returns an SQL expression of the media's file name; ?1 is the store, ?2 the folder, and its other values follow. */
function filenameExpression(folder: string, name: MediaName): Statement {
  return name.kind === 'exact'
    ? { sql: '?3', values: [folder, name.filename] }
    : { sql: `(${NEXT_FREE_NAME})`, values: [folder, name.name.base, name.name.extension] };
}

const isTaken = (filename: string): string =>
  `EXISTS (SELECT 1 FROM media AS other WHERE other.store_id = ?1 AND other.folder = ?2
    AND other.filename = ${filename} AND other.trashed_at IS NULL)`;

const numbered = (n: string): string => `?3 || '-' || ${n} || ?4`;

// The state after probing n: `low` is the highest number that was found taken, `high` the lowest one found free.
const LOW = `iif(taken, n, low)`;
const HIGH = `iif(taken, high, n)`;
const NEXT = `iif(${HIGH} IS NULL, 2 * ${LOW}, (${LOW} + ${HIGH} + 1) / 2)`;

/**
 * Selects a free file name whose predecessor is taken: the name itself, or the name with -2, -3 and so on. The number
 * is doubled until it is free and found by bisection from there, so that the thousandth `image.png` costs 20 look-ups.
 */
const NEXT_FREE_NAME = `WITH RECURSIVE probe (low, high, n, taken) AS (
    SELECT 0, NULL, 1, ${isTaken('?3 || ?4')}
    UNION ALL
    SELECT ${LOW}, ${HIGH}, ${NEXT}, ${isTaken(numbered(NEXT))} FROM probe WHERE taken OR n - low > 1)
  SELECT iif(n = 1, ?3 || ?4, ${numbered('n')}) FROM probe WHERE NOT taken AND n - low = 1`;

/** Marks the keys of uploads for removal whose bytes the store has already. */
export function dropUnusedUploads(uploads: readonly Upload[], nowMs: number): readonly Statement[] {
  if (uploads.length === 0) return [];
  const keys = uploads.flatMap(({ originalKey, renderKey }) => [
    { key: originalKey, originalKey },
    ...(renderKey === null ? [] : [{ key: renderKey, originalKey }]),
  ]);
  return [
    {
      sql: `INSERT INTO dropped_keys (kind, key, dropped_at)
        SELECT 'object', value ->> 'key', ?2 FROM json_each(?1)
        WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE original_key = value ->> 'originalKey')`,
      values: [JSON.stringify(keys), nowMs],
    },
  ];
}

/**
 * Takes media from the trash back into the library. One whose file name has been taken meanwhile, in the library or by
 * another one of these, gets its number added to the name, and chance where that is taken, too.
 */
export function takeFromTrash(storeId: number, mediaIds: readonly number[]): readonly Statement[] {
  if (mediaIds.length === 0) return [];
  const values = [storeId, JSON.stringify(mediaIds)];
  const trashed = `store_id = ?1 AND id IN (SELECT value FROM json_each(?2)) AND trashed_at IS NOT NULL`;
  const isNameTaken = (filename: string): string => `EXISTS (SELECT 1 FROM media AS other WHERE other.store_id = ?1
    AND other.folder = media.folder AND other.filename = ${filename} AND other.trashed_at IS NULL)`;
  // Of those with one name the first keeps it. What is to come back is read once, and no other media of the store.
  const back = `back AS MATERIALIZED (SELECT m.id, row_number() OVER (PARTITION BY m.folder, m.filename ORDER BY m.id) AS place
    FROM json_each(?2) AS named CROSS JOIN media AS m ON m.store_id = ?1 AND m.id = named.value
    WHERE m.trashed_at IS NOT NULL)`;
  // What stands before the last dot, with the dot; empty for a name without one.
  const base = `rtrim(media.filename, replace(media.filename, '.', ''))`;
  const withSuffix = (suffix: string): string => `iif(${base} = '', media.filename || ${suffix},
    substr(${base}, 1, length(${base}) - 1) || ${suffix} || substr(media.filename, length(${base})))`;
  const withId = withSuffix(`'-id' || media.id`);
  return [
    {
      sql: `WITH ${back}
        UPDATE media SET trashed_at = NULL
        WHERE store_id = ?1 AND id IN (SELECT id FROM back WHERE place = 1) AND NOT ${isNameTaken('media.filename')}`,
      values,
    },
    {
      sql: `UPDATE media SET trashed_at = NULL,
          filename = iif(${isNameTaken(withId)}, ${withSuffix(`'-id' || media.id || '-' || lower(hex(randomblob(4)))`)}, ${withId})
        WHERE ${trashed}`,
      values,
    },
  ];
}
