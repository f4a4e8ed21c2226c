import type { LibraryChange, LibraryTransaction, MediaUpdate } from '../catalogue/library-changes.ts';
import type { EventType } from '../model/event.ts';
import type { SqlValue, Statement } from '../platform/database.ts';
import { answerStatement, journalStatements } from './journal-sql.ts';
import { MEDIA_COLUMNS } from './media-rows.ts';
import { dropUnusedUploads, insertMedia } from './media-sql.ts';

const TYPES: Readonly<Record<LibraryChange['kind'], EventType>> = {
  add: 'media.created',
  update: 'media.updated',
  remove: 'media.deleted',
};

/**
 * Returns the one batch of a change to the library. Where the media does not exist, the answer would be NULL, which its
 * column refuses, so that the batch fails. A trigger refuses to delete a media that is in use.
 */
export function libraryStatements(transaction: LibraryTransaction): readonly Statement[] {
  const { storeId, change, operationId, record, actor, nowMs } = transaction;
  const journal = journalStatements({
    storeId,
    atMs: nowMs,
    product: undefined,
    operationId,
    record,
    actor,
    type: TYPES[change.kind],
    change: changeExpression(storeId, change),
  });
  const answer = (media: Statement): Statement => answerStatement(storeId, record, media);
  switch (change.kind) {
    case 'add': {
      const newest = mediaExpression('(SELECT last_media_id FROM store_counters WHERE store_id = ?1)', [storeId]);
      return [
        ...journal,
        ...insertMedia(storeId, change.media, 0, nowMs),
        ...dropUnusedUploads([change.media.upload], nowMs),
        answer(newest),
      ];
    }
    case 'update':
      return [
        ...journal,
        updateMedia(storeId, change.update, nowMs),
        answer(mediaExpression('?2', [storeId, change.update.mediaId])),
      ];
    case 'remove':
      return [
        ...journal,
        answer(mediaExpression('?2', [storeId, change.mediaId])),
        { sql: 'DELETE FROM media WHERE store_id = ?1 AND id = ?2', values: [storeId, change.mediaId] },
      ];
    default:
      return change satisfies never;
  }
}

/** Returns what the journal says of a change: the media's id, and for a change to one that exists how it was. */
function changeExpression(storeId: number, change: LibraryChange): Statement {
  if (change.kind === 'add') {
    const newId = '(SELECT last_media_id + 1 FROM store_counters WHERE store_id = ?1)';
    return { sql: `json_object('mediaId', ${newId})`, values: [storeId] };
  }
  const mediaId = change.kind === 'update' ? change.update.mediaId : change.mediaId;
  const before = mediaExpression('?2', [storeId, mediaId]);
  return { sql: `json_object('mediaId', ?2, 'before', json(${before.sql}))`, values: before.values };
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
      WHERE store_id = ?1 AND id = ?2 AND trashed_at IS NULL`,
    values: [storeId, mediaId, filename ?? null, folder ?? null, altText ?? null, nowMs],
  };
}

const MEDIA_JSON = `json_object(${MEDIA_COLUMNS.map((column) => `'${column}', ${column}`).join(', ')})`;

/** Returns an SQL expression of one media as JSON; it is NULL where there is no such media. */
const mediaExpression = (id: string, values: readonly SqlValue[]): Statement => ({
  sql: `(SELECT ${MEDIA_JSON} FROM media WHERE store_id = ?1 AND id = ${id} AND trashed_at IS NULL)`,
  values,
});
