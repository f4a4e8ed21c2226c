import type { JournalRecord } from '../model/journal.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { WithAccess } from './image-reads.ts';
import type { ProductHead } from './product-reads.ts';

/** Rows of a store's journal in commit order. */
export interface JournalPage {
  /** Fewer than were asked for where they would be too many bytes together. */
  readonly records: readonly JournalRecord[];
  /** How many images the products of these rows have now, by product. */
  readonly imageCounts: ReadonlyMap<number, number>;
  /** The number of the first row that is kept; 0: there is none. */
  readonly oldestSeq: number;
  /** The number of the store's last row; 0: there is none. */
  readonly lastSeq: number;
}

/** Rows of a product's journal, newest first. */
export interface ProductHistory {
  /** undefined: the product has no row. */
  readonly head: ProductHead | undefined;
  /** Fewer than were asked for where they would be too many bytes together. */
  readonly records: readonly JournalRecord[];
  /** Whether older rows are kept than these. */
  readonly isMore: boolean;
}

/** Reads of the journal, by position; each is one round trip. */
export interface JournalReads {
  /** Reads the rows of a product, newest first, that come before row `beforeSeq`, or the newest ones. */
  productHistory(
    tokenDigest: string,
    ref: ProductRef,
    page: { readonly beforeSeq: number | undefined; readonly limit: number },
  ): Promise<WithAccess<ProductHistory>>;
  /** Reads the rows of the caller's store after row `afterSeq`. */
  eventsWithAccess(
    tokenDigest: string,
    page: { readonly afterSeq: number; readonly limit: number },
  ): Promise<WithAccess<JournalPage>>;
  /** Reads the rows of a store whose access has been checked. */
  events(storeId: number, page: { readonly afterSeq: number; readonly limit: number }): Promise<JournalPage>;
}
