import type { LibraryChange, LibraryCommit, LibraryTransaction } from '../catalogue/library-changes.ts';
import type { MediaLibrary } from '../catalogue/ports.ts';
import { MAX_TEXT_BYTES_PER_PRODUCT } from '../gallery/state.ts';
import type { Media } from '../model/media.ts';
import type { Database } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { libraryStatements, answerIndex } from './library-sql.ts';
import { toMedia } from './media-rows.ts';
import { findRecordStatement, isKeyTaken } from './journal-sql.ts';
import { readMissingMedia } from './missing-media.ts';

const recordSchema = z.object({ outcome: z.string() });
const keyedRecordSchema = z.extend(recordSchema, { fingerprint: z.string() });

/** The media library on D1. */
export class D1MediaLibrary implements MediaLibrary {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async commit(transaction: LibraryTransaction): Promise<LibraryCommit> {
    const { change } = transaction;
    const statements = libraryStatements(transaction);
    try {
      const results = await this.#database.batch(statements);
      const [row] = results[answerIndex(change, statements.length)] ?? [];
      return { kind: 'committed', media: toMedia(JSON.parse(recordSchema.parse(row).outcome)) };
    } catch (error) {
      return classify(error, change);
    }
  }

  async findRecord(
    storeId: number,
    scope: string,
    key: string,
  ): Promise<{ readonly fingerprint: string; readonly media: Media } | undefined> {
    const [rows] = await this.#database.batch([findRecordStatement(storeId, { scope, key }, Date.now())]);
    const [row] = rows ?? [];
    if (row === undefined) return undefined;
    const { fingerprint, outcome } = keyedRecordSchema.parse(row);
    return { fingerprint, media: toMedia(JSON.parse(outcome)) };
  }

  async missing(storeId: number, mediaIds: readonly number[]): Promise<ReadonlySet<number>> {
    return await readMissingMedia(this.#database, storeId, mediaIds);
  }
}

/** Returns what an error of a batch means. Only a failed constraint proves that nothing was written. */
function classify(error: unknown, change: LibraryChange): LibraryCommit {
  const message = error instanceof Error ? error.message : String(error);
  if (isKeyTaken(message)) return { kind: 'duplicate-key' };
  if (message.includes('media.filename')) return { kind: 'refused', fault: { kind: 'filename-taken' } };
  if (message.includes('product_texts_full')) {
    return { kind: 'refused', fault: { kind: 'product-texts-full', maxBytes: MAX_TEXT_BYTES_PER_PRODUCT } };
  }
  if (message.includes('media_in_use')) return { kind: 'refused', fault: { kind: 'media-in-use' } };
  if (message.includes('answers.answer') && change.kind !== 'add') {
    const mediaId = change.kind === 'remove' ? change.mediaId : change.update.mediaId;
    return { kind: 'refused', fault: { kind: 'media-not-found', mediaId: String(mediaId) } };
  }
  console.error({ event: 'library-commit-failed', message });
  return { kind: 'unknown' };
}
