import { imageIdsOf, type JournalRecord } from '../model/journal.ts';
import type { ShownProduct } from '../model/shown-product.ts';
import type { JournalPage } from './journal-reads.ts';
import { type ShownProductReads, toShownProduct } from './shown-products.ts';

/** A row of the journal as it is told, with its product as it is now; undefined where it belongs to none. */
export interface ToldEvent {
  readonly record: JournalRecord;
  readonly product: ShownProduct | undefined;
}

/** The most images that are read for a page of events, and the most that its events name; the first event may have more. */
export const MAX_IMAGES_PER_PAGE = 2_000;

/**
 * Returns the events of a page, or as many of its first ones as there is room for, with their products as they are now.
 * Each product is read once, all of them in one round trip.
 */
export async function readToldEvents(
  products: ShownProductReads,
  storeId: number,
  page: JournalPage,
): Promise<readonly ToldEvent[]> {
  const records = firstThatFit(page);
  const productIds = [...new Set(records.flatMap(({ product }) => product?.id ?? []))];
  const rows = await products.productsById(storeId, productIds);
  const shown = new Map(
    productIds.map((productId) => {
      const found = rows.get(productId) ?? { head: undefined, images: [], variants: [] };
      return [productId, toShownProduct(storeId, { kind: 'number', storeId: undefined, productId }, found)];
    }),
  );
  return records.map((record) => ({ record, product: record.product && shown.get(record.product.id) }));
}

/** Returns one event with its product as it is now. */
export async function readToldEvent(
  products: ShownProductReads,
  storeId: number,
  record: JournalRecord,
): Promise<ToldEvent> {
  if (record.product === undefined) return { record, product: undefined };
  const productId = record.product.id;
  const rows = await products.productByKey({ storeId, productId });
  return { record, product: toShownProduct(storeId, { kind: 'number', storeId: undefined, productId }, rows) };
}

/** The most bytes that the texts of the images in a page may take; an event repeats those of the images that it names. */
const MAX_TEXT_BYTES_PER_PAGE = 8_000_000;

/** Returns the first rows of a page: those whose products, whose own lists and whose texts are not too long together. */
function firstThatFit({ records, sizes }: JournalPage): readonly JournalRecord[] {
  const productIds = new Set<number>();
  let readCount = 0;
  let namedCount = 0;
  let textBytes = 0;
  const end = records.findIndex((record, index) => {
    if (record.product === undefined) return false;
    const { id } = record.product;
    const size = sizes.get(id);
    if (!productIds.has(id)) readCount += size?.imageCount ?? 0;
    productIds.add(id);
    const { length } = imageIdsOf(record);
    namedCount += length;
    // Which of the texts it shows is not known here: at most all of them.
    textBytes += length === 0 ? 0 : (size?.textBytes ?? 0);
    const isTooLong = Math.max(readCount, namedCount) > MAX_IMAGES_PER_PAGE || textBytes > MAX_TEXT_BYTES_PER_PAGE;
    return index > 0 && isTooLong;
  });
  return end === -1 ? records : records.slice(0, end);
}
