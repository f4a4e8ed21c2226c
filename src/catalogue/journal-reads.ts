import type { JournalRecord } from '../model/journal.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { WithAccess } from './image-reads.ts';
import type { ProductHead } from './product-reads.ts';

/** What showing a product takes. */
export interface ProductSize {
  readonly imageCount: number;
  readonly textBytes: number;
}

/** Rows of a store's journal in commit order. */
export interface JournalPage {
  /** Fewer than were asked for where they would be too many bytes together. */
  readonly records: readonly JournalRecord[];
  /** How many images the products of these rows have now, and how many bytes their texts, by product. */
  readonly sizes: ReadonlyMap<number, ProductSize>;
  /** The number of the first row that is kept; 0: there is none. */
  readonly oldestSeq: number;
  /** The number of the store's last row; 0: there is none. */
  readonly lastSeq: number;
}

/**
 * What of the past of a product is gone for good: images that are in the trash no more, and files that images or variants
 * showed. Undefined where nothing is; else the lowest id of such an image, 0 for a picture of a variant.
 */
export type GoneFrom = number | undefined;

/** A row of a product's journal, with what of its past is gone, and of that of all later rows. */
export interface HistoryRow {
  readonly record: JournalRecord;
  readonly goneFrom: GoneFrom;
}

/** Rows of a product's journal, newest first. */
export interface ProductHistory {
  /** undefined: the product has no row. */
  readonly head: ProductHead | undefined;
  /** Fewer than were asked for where they would be too many bytes together. */
  readonly rows: readonly HistoryRow[];
  /** Whether older rows are kept than these. */
  readonly isMore: boolean;
}

/** Where a page of a product's history begins: before a row, of which and of all later ones this was gone. */
export interface HistoryPage {
  readonly before: { readonly seq: number; readonly goneFrom: GoneFrom } | undefined;
  readonly limit: number;
}

/** Reads of the journal, by position; each is one round trip. */
export interface JournalReads {
  /** Reads the rows of a product, newest first, from the newest one on or from before one that was shown. */
  productHistory(tokenDigest: string, ref: ProductRef, page: HistoryPage): Promise<WithAccess<ProductHistory>>;
  /** Reads the rows of the caller's store after row `afterSeq`. */
  eventsWithAccess(
    tokenDigest: string,
    page: { readonly afterSeq: number; readonly limit: number },
  ): Promise<WithAccess<JournalPage>>;
  /** Reads the rows of a store whose access has been checked. */
  events(storeId: number, page: { readonly afterSeq: number; readonly limit: number }): Promise<JournalPage>;
}
