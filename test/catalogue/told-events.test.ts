import { describe, expect, it } from 'vitest';
import { MAX_IMAGES_PER_PAGE, readToldEvents } from '../../src/catalogue/told-events.ts';
import type { GalleryChange, JournalRecord } from '../../src/model/journal.ts';
import type { ShownProductReads } from '../../src/catalogue/shown-products.ts';
import { ACTOR } from '../support/access.ts';

const record = (seq: number, productId: number, change: GalleryChange = {}): JournalRecord => ({
  seq,
  atMs: 0,
  product: { id: productId, version: seq },
  actor: ACTOR,
  type: 'images.updated',
  lastImageIdBefore: 0,
  change,
  about: {},
});

/** Reads that find no product, and say which were asked for. */
function nothingThere(asked: (readonly number[])[]): ShownProductReads {
  const unused = () => Promise.reject(new Error('not asked'));
  return {
    product: unused,
    productByKey: unused,
    productsById: (_storeId, productIds) => {
      asked.push(productIds);
      return Promise.resolve(new Map());
    },
  };
}

/** Returns the numbers of the events that fit on a page, and the products that were read for them. */
async function fitting(
  records: readonly JournalRecord[],
  counts: readonly (readonly [number, number])[] = [],
  textBytes = 0,
) {
  const asked: (readonly number[])[] = [];
  const page = {
    records,
    sizes: new Map(counts.map(([id, imageCount]) => [id, { imageCount, textBytes }])),
    oldestSeq: 1,
    lastSeq: 99,
  };
  const told = await readToldEvents(nothingThere(asked), 1, page);
  return { seqs: told.map((event) => event.record.seq), asked };
}

const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('a page of events', () => {
  it('reads each of its products once', async () => {
    const { seqs, asked } = await fitting([record(1, 7), record(2, 8), record(3, 7)]);
    expect([seqs, asked]).toEqual([[1, 2, 3], [[7, 8]]]);
  });

  it('ends before the product with which it would read too many images', async () => {
    const counts = [
      [7, 1000],
      [8, 1000],
      [9, 1],
    ] as const;
    const { seqs, asked } = await fitting([record(1, 7), record(2, 8), record(3, 7), record(4, 9)], counts);
    expect([seqs, asked]).toEqual([[1, 2, 3], [[7, 8]]]);
  });

  it('ends before the event with which it would name too many, though all are of one product', async () => {
    const placed = ids(MAX_IMAGES_PER_PAGE / 2);
    const records = ids(250).map((seq) => record(seq, 7, { placed }));
    expect((await fitting(records, [[7, placed.length]])).seqs).toEqual([1, 2]);
  });

  it('ends before the event with which the texts that it may show are too long together', async () => {
    const records = ids(250).map((seq) => record(seq, 7, { placed: [1] }));
    expect((await fitting(records, [[7, 7]], 1_500_000)).seqs).toEqual([1, 2, 3, 4, 5]);
    expect((await fitting(records, [[7, 7]], 10_000)).seqs).toHaveLength(250);
  });

  it('has its first event, however many images that is about', async () => {
    const deleted = ids(MAX_IMAGES_PER_PAGE + 1);
    expect((await fitting([record(1, 7, { deleted }), record(2, 7)])).seqs).toEqual([1]);
  });
});
