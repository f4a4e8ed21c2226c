import type { LibraryChange, MediaUpdate } from '../catalogue/library-changes.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { SqlValue, Statement } from '../platform/database.ts';
import { MEDIA_COLUMNS } from './media-rows.ts';
import { dropUnusedUploads, insertMedia } from './media-sql.ts';
import { recordStatements } from './idempotency-sql.ts';

/**
 * Returns the one batch of a change to the library. Where the media does not exist, the record's result would be NULL,
 * which its column refuses, so that the batch fails. A trigger refuses to delete a media that is in use.
 */
export function libraryStatements(
  storeId: number,
  change: LibraryChange,
  record: IdempotencyRecord,
  nowMs: number,
): readonly Statement[] {
  switch (change.kind) {
    case 'add': {
      const newest = mediaExpression('(SELECT last_media_id FROM store_counters WHERE store_id = ?1)', [storeId]);
      return [
        ...insertMedia(storeId, change.media, nowMs),
        ...dropUnusedUploads([change.media.upload], nowMs),
        ...recordStatements(storeId, record, newest, nowMs),
      ];
    }
    case 'update':
      return [
        updateMedia(storeId, change.update, nowMs),
        ...recordStatements(storeId, record, mediaExpression('?2', [storeId, change.update.mediaId]), nowMs),
      ];
    case 'remove':
      return [
        ...recordStatements(storeId, record, mediaExpression('?2', [storeId, change.mediaId]), nowMs),
        { sql: 'DELETE FROM media WHERE store_id = ?1 AND id = ?2', values: [storeId, change.mediaId] },
      ];
    default:
      return change satisfies never;
  }
}

/** Returns which statement of the batch, counted from 0, returns the changed media. */
export function answerIndex(change: LibraryChange, statementCount: number): number {
  return change.kind === 'remove' ? statementCount - 2 : statementCount - 1;
}

function updateMedia(storeId: number, update: MediaUpdate, nowMs: number): Statement {
  const { mediaId, filename, folder, altText } = update;
  return {
    sql: `UPDATE media SET filename = coalesce(?3, filename), folder = coalesce(?4, folder),
        alt_text = coalesce(?5, alt_text), updated_at = ?6
      WHERE store_id = ?1 AND id = ?2`,
    values: [storeId, mediaId, filename ?? null, folder ?? null, altText ?? null, nowMs],
  };
}

const MEDIA_JSON = `json_object(${MEDIA_COLUMNS.map((column) => `'${column}', ${column}`).join(', ')})`;

/** Returns an SQL expression of one media as JSON; it is NULL where there is no such media. */
const mediaExpression = (id: string, values: readonly SqlValue[]): Statement => ({
  sql: `(SELECT ${MEDIA_JSON} FROM media WHERE store_id = ?1 AND id = ${id})`,
  values,
});
