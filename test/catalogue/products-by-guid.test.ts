import { describe, expect, it } from 'vitest';
import { checkProduct, resolveProductForWrite } from '../../src/catalogue/products-by-guid.ts';
import type { ProductHead } from '../../src/catalogue/product-reads.ts';
import { ASSIGNED_PRODUCT_IDS, type ProductRef } from '../../src/model/product-guid.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { storeWith } from '../support/access.ts';

const OPEN = storeWith();
const REGISTERED_ONLY = storeWith({ registeredProductsOnly: true });
const GUID = 'b4e2c9c1-51dc-4c1d-a2b0-3a6a3f4b0c11';

const byGuid: ProductRef = { kind: 'guid', guid: GUID };
const byNumber = (productId: number, storeId = OPEN.id): ProductRef => ({ kind: 'number', storeId, productId });
const HEAD: ProductHead = { productId: 7, guid: GUID, version: 1, changedAtMs: 1 };
const UNKNOWN = fail({ kind: 'product-not-found', productId: 'as written' });

describe('checkProduct', () => {
  it.each([
    ['any UUID', byGuid],
    ['a number that the shop gave', byNumber(7)],
  ])('takes %s, whether or not it has a row', (_what, ref) => {
    for (const head of [undefined, HEAD]) expect(checkProduct(OPEN, 'as written', ref, head)).toEqual(ok(ref));
  });

  it('refuses what is no UUID', () => {
    expect(checkProduct(OPEN, 'as written', undefined, undefined)).toEqual(UNKNOWN);
  });

  it('refuses the GUID that was derived for another store, even where a row was found', () => {
    const foreign = byNumber(7, OPEN.id + 1);
    for (const head of [undefined, HEAD]) expect(checkProduct(OPEN, 'as written', foreign, head)).toEqual(UNKNOWN);
  });

  it.each([ASSIGNED_PRODUCT_IDS.first, ASSIGNED_PRODUCT_IDS.last])(
    'refuses the number %i of ours until it has been assigned',
    (productId) => {
      const ref = byNumber(productId);
      expect(checkProduct(OPEN, 'as written', ref, undefined)).toEqual(UNKNOWN);
      expect(checkProduct(OPEN, 'as written', ref, { ...HEAD, productId })).toEqual(ok(ref));
    },
  );

  it.each([ASSIGNED_PRODUCT_IDS.first - 1, ASSIGNED_PRODUCT_IDS.last + 1])(
    'takes the number %i, which is the shop’s own',
    (productId) => {
      expect(checkProduct(OPEN, 'as written', byNumber(productId), undefined)).toEqual(ok(byNumber(productId)));
    },
  );

  it('refuses what has no row in a store that takes registered products only', () => {
    for (const ref of [byGuid, byNumber(7)]) {
      expect(checkProduct(REGISTERED_ONLY, 'as written', ref, undefined)).toEqual(UNKNOWN);
      expect(checkProduct(REGISTERED_ONLY, 'as written', ref, HEAD)).toEqual(ok(ref));
    }
  });
});

describe('resolveProductForWrite', () => {
  function fakeReads() {
    const assigned = new Array<readonly [number, string, number]>();
    return {
      assigned,
      reads: {
        assignProductId: (storeId: number, guid: string, nowMs: number) => {
          assigned.push([storeId, guid, nowMs]);
          return Promise.resolve(ASSIGNED_PRODUCT_IDS.first);
        },
      },
    };
  }

  it.each([
    ['the number of its row', byGuid, HEAD, 7],
    ['the number in its GUID', byNumber(8), undefined, 8],
  ])('gives %s, and assigns none', async (_what, ref, head, expected) => {
    const { reads, assigned } = fakeReads();
    expect(await resolveProductForWrite(reads, OPEN.id, ref, head, 5)).toBe(expected);
    expect(assigned).toEqual([]);
  });

  it('assigns a number to a product first seen by its GUID', async () => {
    const { reads, assigned } = fakeReads();
    expect(await resolveProductForWrite(reads, OPEN.id, byGuid, undefined, 5)).toBe(ASSIGNED_PRODUCT_IDS.first);
    expect(assigned).toEqual([[OPEN.id, GUID, 5]]);
  });
});
