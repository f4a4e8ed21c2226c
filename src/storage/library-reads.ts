import type { WithAccess } from '../catalogue/image-reads.ts';
import {
  type LibraryFilter,
  type LibraryMedia,
  type LibraryPage,
  type LibraryReads,
  MAX_COUNTED_USES,
  MAX_SCANNED_MEDIA,
  type MediaUse,
} from '../catalogue/library-reads.ts';
import type { Database, Row, SqlValue, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';
import { columnList } from './image-rows.ts';
import { MEDIA_COLUMNS, toMedia, toPlaceholder } from './media-rows.ts';
import { toMediaUse, usesStatement } from './media-uses.ts';
import { anyTextContains } from './text-search.ts';

const extraSchema = z.object({
  frame_count: z.int(),
  thumb_hash: z.nullable(z.string()),
  color: z.nullable(z.string()),
  created_at: z.int(),
  use_count: z.int(),
});
const idSchema = z.object({ id: z.int() });

/** The columns of `toLibraryMedia`. Uses are found by the indexes that the view names (docs/decisions/028). */
const COLUMNS = `${columnList('m', MEDIA_COLUMNS)}, m.created_at, b.frame_count, b.thumb_hash, b.color,
  (SELECT count(*) FROM (SELECT 1 FROM media_uses WHERE store_id = m.store_id AND media_id = m.id
    LIMIT ${MAX_COUNTED_USES})) AS use_count`;

/** As many columns without a value as COLUMNS has after the id. */
const NO_COLUMNS = Array.from(
  { length: MEDIA_COLUMNS.length - 1 + Object.keys(extraSchema.shape).length },
  () => 'NULL',
);

/** The media library for lists on D1. */
export class D1LibraryReads implements LibraryReads {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async list(
    tokenDigest: string,
    filter: LibraryFilter,
    page: { readonly fromId: number; readonly limit: number },
  ): Promise<WithAccess<LibraryPage>> {
    const token = [tokenDigest, this.#nowMs()];
    const [tokens, rows = []] = await this.#database.batch([
      accessStatement(token),
      pageStatement(token, filter, page),
    ]);
    return { access: readAccess(tokens), value: toPage(rows, page.limit) };
  }

  async media(tokenDigest: string, mediaId: number): Promise<WithAccess<LibraryMedia | undefined>> {
    const token = [tokenDigest, this.#nowMs()];
    const [tokens, rows] = await this.#database.batch([
      accessStatement(token),
      {
        sql: `SELECT ${COLUMNS} FROM tokens t JOIN media m ON m.store_id = t.store_id AND m.id = ?3
          JOIN blobs b ON b.id = m.blob_id WHERE ${LIVE_TOKEN} AND m.trashed_at IS NULL`,
        values: [...token, mediaId],
      },
    ]);
    return { access: readAccess(tokens), value: rows?.[0] && toLibraryMedia(rows[0]) };
  }

  async mediaOf(storeId: number, mediaId: number): Promise<LibraryMedia | undefined> {
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT ${COLUMNS} FROM media m JOIN blobs b ON b.id = m.blob_id
          WHERE m.store_id = ?1 AND m.id = ?2 AND m.trashed_at IS NULL`,
        values: [storeId, mediaId],
      },
    ]);
    return rows?.[0] && toLibraryMedia(rows[0]);
  }

  async uses(
    tokenDigest: string,
    mediaId: number,
    page: { readonly after: MediaUse | undefined; readonly limit: number },
  ): Promise<WithAccess<readonly MediaUse[] | undefined>> {
    const token = [tokenDigest, this.#nowMs()];
    const [tokens, found, rows] = await this.#database.batch([
      accessStatement(token),
      {
        sql: `SELECT 1 FROM tokens t JOIN media m ON m.store_id = t.store_id AND m.id = ?3
          WHERE ${LIVE_TOKEN} AND m.trashed_at IS NULL`,
        values: [...token, mediaId],
      },
      usesStatement(token, mediaId, page),
    ]);
    const isFound = found?.[0] !== undefined;
    return { access: readAccess(tokens), value: isFound ? (rows ?? []).map(toMediaUse) : undefined };
  }
}

/**
 * Selects one media more than a page has, where there are so many among those that are looked at. Where there are not, a
 * row has nothing but the id of the first media that was not looked at, if there is one.
 */
function pageStatement(
  token: Statement['values'],
  filter: LibraryFilter,
  { fromId, limit }: { readonly fromId: number; readonly limit: number },
): Statement {
  const values: SqlValue[] = [...token, fromId, limit + 1];
  const condition = filterCondition(filter, (value) => `?${values.push(value)}`);
  // In the order of the key, so that nothing is sorted, and nothing is read beyond the end of the page.
  const walk = (columns: string, range: string, onlyIf = 'true'): string =>
    `(SELECT ${columns} FROM tokens t CROSS JOIN media m ON m.store_id = t.store_id
      WHERE ${LIVE_TOKEN} AND m.id >= ?3 AND ${onlyIf} ORDER BY m.id LIMIT ${range})`;
  return {
    sql: `WITH page AS MATERIALIZED (
        SELECT ${COLUMNS} FROM ${walk('m.*', `${MAX_SCANNED_MEDIA}`)} AS m CROSS JOIN blobs b ON b.id = m.blob_id
        WHERE m.trashed_at IS NULL AND ${condition} ORDER BY m.id LIMIT ?4)
      SELECT * FROM page
      UNION ALL
      SELECT id, ${NO_COLUMNS.join(', ')}
        FROM ${walk('m.id', `1 OFFSET ${MAX_SCANNED_MEDIA}`, '(SELECT count(*) FROM page) < ?4')}`,
    values,
  };
}

/** Returns a filter as a condition on `media AS m`. */
function filterCondition(
  { search, folder, format, isUnused }: LibraryFilter,
  bind: (value: SqlValue) => string,
): string {
  const conditions = [
    folder === undefined ? [] : [`m.folder = ${bind(folder)}`],
    format === undefined ? [] : [`m.format = ${bind(format)}`],
    search === undefined ? [] : [anyTextContains('SELECT m.filename || char(10) || m.alt_text AS words', search, bind)],
    isUnused ? ['NOT EXISTS (SELECT 1 FROM media_uses WHERE store_id = m.store_id AND media_id = m.id)'] : [],
  ].flat();
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** Parses the rows of `pageStatement`. The next page begins with the media that is one too many, or where the look ended. */
function toPage(rows: readonly Row[], limit: number): LibraryPage {
  const end = rows.find((row) => row['use_count'] === null);
  const media = rows.filter((row) => row !== end).map(toLibraryMedia);
  // The rows of a UNION have no order that SQL promises.
  media.sort((a, b) => a.id - b.id);
  const nextId = end === undefined ? media[limit]?.id : idSchema.parse(end).id;
  return { media: media.slice(0, limit), nextId };
}

function toLibraryMedia(row: Row): LibraryMedia {
  const extra = extraSchema.parse(row);
  return {
    ...toMedia(row),
    frameCount: extra.frame_count,
    placeholder: toPlaceholder(extra.thumb_hash, extra.color),
    useCount: extra.use_count,
    createdAtMs: extra.created_at,
  };
}
