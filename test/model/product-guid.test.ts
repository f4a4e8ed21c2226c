import { describe, expect, it } from 'vitest';
import {
  ASSIGNED_PRODUCT_IDS,
  isAssignedProductId,
  parseProductGuid,
  parseProductRef,
  productGuid,
} from '../../src/model/product-guid.ts';

describe('parseProductGuid', () => {
  it.each([1, 7, ASSIGNED_PRODUCT_IDS.last, Number.MAX_SAFE_INTEGER])('reads back the number %i', (productId) => {
    const product = { storeId: 3, productId };
    expect(parseProductGuid(productGuid(product))).toEqual({ kind: 'number', ...product });
    expect(parseProductGuid(productGuid(product).toUpperCase())).toEqual({ kind: 'number', ...product });
  });

  it.each([
    ['the number 0', '00000003-7669-8747-8000-000000000000'],
    ['a number that no client can hold', '00000003-7669-8747-8020-000000000000'],
    ['the largest number of that form', '00000003-7669-8747-8fff-ffffffffffff'],
  ])('takes no GUID of ours for %s', (_what, guid) => {
    expect(parseProductGuid(guid)).toBeUndefined();
  });

  it('reads a shop’s own GUID in lower case, and nothing that is none', () => {
    const guid = 'b4e2c9c1-51dc-4c1d-a2b0-3a6a3f4b0c11';
    expect(parseProductGuid(guid.toUpperCase())).toEqual({ kind: 'guid', guid });
    for (const other of ['', '7', guid.slice(1), `${guid}0`, guid.replaceAll('-', ''), `{${guid}}`, `${guid}\n`]) {
      expect(parseProductGuid(other)).toBeUndefined();
    }
  });
});

describe('parseProductRef', () => {
  it('reads a number, which is of the caller’s own store, and a GUID', () => {
    expect(parseProductRef('7')).toEqual({ kind: 'number', storeId: undefined, productId: 7 });
    expect(parseProductRef(productGuid({ storeId: 3, productId: 7 }))).toEqual({
      kind: 'number',
      storeId: 3,
      productId: 7,
    });
  });

  it.each(['', '0', '07', '-7', '7.0', '1e3', '9007199254740992', 'nonsense'])('reads nothing from "%s"', (text) => {
    expect(parseProductRef(text)).toBeUndefined();
  });
});

describe('isAssignedProductId', () => {
  it('is true of the numbers that we give, and of no others', () => {
    const { first, last } = ASSIGNED_PRODUCT_IDS;
    expect([first - 1, first, last, last + 1].map(isAssignedProductId)).toEqual([false, true, true, false]);
  });
});
