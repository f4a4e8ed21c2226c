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
import { int } from '../platform/cells.ts';
import type { Database, Row, SqlValue, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';
import { columnList } from './image-rows.ts';
import { MEDIA_COLUMNS, toMedia, toPlaceholder } from './media-rows.ts';
import { toMediaUse, usesStatement } from './media-uses.ts';
import { MAX_SHOWN_TEXT_BYTES, SHORT_TEXT_BYTES } from './shown-texts.ts';
import { anyTextContains } from './text-search.ts';

const extraSchema = z.object({
  frame_count: z.int(),
  thumb_hash: z.nullable(z.string()),
  color: z.nullable(z.string()),
  sha256: z.string(),
  created_at: z.int(),
  use_count: z.int(),
});

/** The columns of `toLibraryMedia`. Uses are found by the indexes that the view names (docs/decisions/028). */
const COLUMNS = `${columnList('m', MEDIA_COLUMNS)}, m.created_at, b.frame_count, b.thumb_hash, b.color, b.sha256,
  (SELECT count(*) FROM (SELECT 1 FROM media_uses WHERE store_id = m.store_id AND media_id = m.id
    LIMIT ${MAX_COUNTED_USES})) AS use_count`;

/** The text of a media where it is not too long. */
const SHORT_TEXT = 'iif(octet_length(alt_text) <= ?5, alt_text, NULL) AS alt_text';

/** As many columns without a value as COLUMNS has after the id. */
const NO_COLUMNS = Array.from(
  { length: MEDIA_COLUMNS.length - 1 + Object.keys(extraSchema.shape).length },
  () => 'NULL',
);

/** How many media a page has, or looks at, of which one has a long text: none has more than 200,000 bytes. */
const MAX_LONG_TEXTS = 10;

/** How many media a page looks at, and how long texts may be. It ends before the first media that has a longer one. */
interface Look {
  readonly media: number;
  readonly textBytes: number;
}

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
    const read = async ({ limit }: { readonly limit: number }, look: Look) => {
      const [tokens, rows = []] = await this.#database.batch([
        accessStatement(token),
        pageStatement(token, filter, { ...page, limit }, look),
      ]);
      return { access: readAccess(tokens), value: toPage(rows, limit) };
    };
    const isSearch = filter.search !== undefined;
    const first = await read(page, { media: MAX_SCANNED_MEDIA, textBytes: isSearch ? 1000 : SHORT_TEXT_BYTES });
    if (first.value.nextId !== page.fromId) return first;
    // The page would begin with a long text, and so it has few media.
    const few = { limit: Math.min(page.limit, MAX_LONG_TEXTS) };
    return await read(few, { media: isSearch ? MAX_LONG_TEXTS : MAX_SCANNED_MEDIA, textBytes: MAX_SHOWN_TEXT_BYTES });
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
  look: Look,
): Statement {
  const values: SqlValue[] = [...token, fromId, limit + 1, look.textBytes];
  const condition = filterCondition(filter, (value) => `?${values.push(value)}`);
  // In the order of the key, so that nothing is sorted, and nothing is read beyond the end of the page.
  const walk = (columns: string, range: string, onlyIf = 'true'): string =>
    `(SELECT ${columns} FROM tokens t CROSS JOIN media m ON m.store_id = t.store_id
      WHERE ${LIVE_TOKEN} AND m.id >= ?3 AND ${onlyIf} ORDER BY m.id LIMIT ${range})`;
  return {
    sql: `WITH page AS MATERIALIZED (
        SELECT ${COLUMNS} FROM ${walk('m.*', `${look.media}`)} AS m CROSS JOIN blobs b ON b.id = m.blob_id
        WHERE m.trashed_at IS NULL AND (octet_length(m.alt_text) > ?5 OR (${condition})) ORDER BY m.id LIMIT ?4)
      SELECT ${MEDIA_COLUMNS.map((name) => (name === 'alt_text' ? SHORT_TEXT : name)).join(', ')},
        ${Object.keys(extraSchema.shape).join(', ')} FROM page
      UNION ALL
      SELECT id, ${NO_COLUMNS.join(', ')}
        FROM ${walk('m.id', `1 OFFSET ${look.media}`, '(SELECT count(*) FROM page) < ?4')}`,
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

/**
 * Parses the rows of `pageStatement`. The next page begins with the media that is one too many, or whose text is too long,
 * or where the look ended.
 */
function toPage(rows: readonly Row[], limit: number): LibraryPage {
  // The rows of a UNION have no order that SQL promises.
  const byId = rows.map((row) => ({ row, id: int(row['id']) })).toSorted((a, b) => a.id - b.id);
  const end = byId.findIndex(
    ({ row }, index) => index === limit || row['use_count'] === null || row['alt_text'] === null,
  );
  const shown = end === -1 ? byId : byId.slice(0, end);
  return { media: shown.map(({ row }) => toLibraryMedia(row)), nextId: byId[end]?.id };
}

function toLibraryMedia(row: Row): LibraryMedia {
  const extra = extraSchema.parse(row);
  return {
    ...toMedia(row),
    frameCount: extra.frame_count,
    placeholder: toPlaceholder(extra.thumb_hash, extra.color),
    sha256: extra.sha256,
    useCount: extra.use_count,
    createdAtMs: extra.created_at,
  };
}
