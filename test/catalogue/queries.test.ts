import { describe, expect, it } from 'vitest';
import type { AccessFault } from '../../src/access/faults.ts';
import {
  authorizeCredentials,
  countImages,
  countStoreImages,
  getImage,
  listImages,
  type ProductRequest,
  type QueryPorts,
} from '../../src/catalogue/queries.ts';
import type { ProductSummary, WithAccess } from '../../src/catalogue/image-reads.ts';
import type { Access } from '../../src/model/access.ts';
import type { ProductImage } from '../../src/model/product.ts';
import { fail, ok, type Result } from '../../src/platform/result.ts';
import { accessTo, storeWith, through } from '../support/access.ts';

const STORE = storeWith();
const ASKED: ProductRequest = { tokenDigest: 'digest', storeHash: STORE.hash, api: 'v3', productId: 7 };
const ALLOWED = through(accessTo(STORE), ASKED.api);
const KNOWN: ProductSummary = { exists: true, version: 3, changedAtMs: 5, shopImageCount: 1 };
const ABSENT: ProductSummary = { exists: false, version: 0, changedAtMs: undefined, shopImageCount: 0 };
const IMAGE: ProductImage = {
  id: 5,
  productId: 7,
  gallery: 'shop',
  mediaId: 1,
  sortOrder: 0,
  isThumbnail: true,
  description: '',
  fileStem: 'shoe',
  format: 'png',
  focalPoint: undefined,
  revision: 1,
  createdAtMs: 1,
  modifiedAtMs: 1,
  widthPx: 1,
  heightPx: 1,
  mediaAltText: '',
};
const PAGE = { offset: 0, limit: 50 };

/** What reads find, and what the limiter says. */
interface World {
  readonly access: Access | undefined;
  readonly product: ProductSummary;
  readonly image: ProductImage | undefined;
  readonly counted: Result<void, AccessFault>;
}

const USUAL: World = { access: accessTo(STORE), product: KNOWN, image: IMAGE, counted: ok(undefined) };

/** Reads that find what they are told, and the stores whose quota was asked for a request. */
function fakePorts(changes: Partial<World> = {}) {
  const { access, product, image, counted } = { ...USUAL, ...changes };
  const asked = new Array<string>();
  const found = <T>(value: T): Promise<WithAccess<T>> => Promise.resolve({ access, value });
  const ports: QueryPorts = {
    reads: {
      access: () => Promise.resolve(access),
      recallAccess: () => access,
      imagePage: () => found({ product, images: image === undefined ? [] : [image] }),
      image: () => found({ product, image }),
      product: () => found(product),
      storeImageCount: () => found(12),
    },
    limiter: {
      take: (store) => {
        asked.push(store.hash);
        return Promise.resolve(counted);
      },
    },
  };
  return { ports, asked };
}

/** Every query of one product. */
const OF_PRODUCT = [
  ['listImages', (ports: QueryPorts, asked: ProductRequest) => listImages(ports, asked, PAGE)],
  ['getImage', (ports: QueryPorts, asked: ProductRequest) => getImage(ports, asked, 5)],
  ['countImages', (ports: QueryPorts, asked: ProductRequest) => countImages(ports, asked)],
] as const;

const ALL = [
  ...OF_PRODUCT,
  ['countStoreImages', (ports: QueryPorts, asked: ProductRequest) => countStoreImages(ports, asked)],
  ['authorizeCredentials', (ports: QueryPorts, asked: ProductRequest) => authorizeCredentials(ports, asked, 'read')],
] as const;

describe.each(ALL)('%s', (_name, query) => {
  it('answers a token that may read, and counts the request once', async () => {
    const { ports, asked } = fakePorts({ access: accessTo(STORE, 'read') });
    expect(await query(ports, ASKED)).toMatchObject({ ok: true });
    expect(asked).toEqual([STORE.hash]);
  });

  it('tells nothing without a token that counts, and uses up nobody’s quota', async () => {
    const { ports, asked } = fakePorts({ access: undefined });
    expect(await query(ports, ASKED)).toEqual(fail({ kind: 'token-unknown' }));
    expect(asked).toEqual([]);
  });

  it('tells nothing of a store to the token of another, and uses up nobody’s quota', async () => {
    const { ports, asked } = fakePorts();
    expect(await query(ports, { ...ASKED, storeHash: 'shop2' })).toEqual(
      fail({ kind: 'scope-missing', needed: 'read' }),
    );
    expect(asked).toEqual([]);
  });

  it('tells nothing to a token of other APIs, and uses up nobody’s quota', async () => {
    const { ports, asked } = fakePorts({ access: accessTo(STORE, 'write', ['v2', 'store']) });
    expect(await query(ports, ASKED)).toEqual(fail({ kind: 'scope-missing', needed: 'read' }));
    expect(asked).toEqual([]);
  });

  it('tells nothing once the quota is used up', async () => {
    const used = fail<AccessFault>({ kind: 'quota-exceeded', retryAfterSeconds: 3 });
    const { ports } = fakePorts({ counted: used });
    expect(await query(ports, ASKED)).toEqual(used);
  });
});

describe.each(OF_PRODUCT)('%s of a product without a row', (_name, query) => {
  it('is product-not-found where the store takes registered products only', async () => {
    const store = storeWith({ registeredProductsOnly: true });
    const { ports } = fakePorts({ access: accessTo(store), product: ABSENT });
    expect(await query(ports, ASKED)).toEqual(fail({ kind: 'product-not-found', productId: '7' }));
  });

  it('is no fault of the product where the store takes any', async () => {
    const { ports } = fakePorts({ product: ABSENT, image: undefined });
    expect(await query(ports, ASKED)).not.toMatchObject({ fault: { kind: 'product-not-found' } });
  });
});

describe('getImage', () => {
  it('is image-not-found where the product has no such image', async () => {
    const { ports } = fakePorts({ image: undefined });
    expect(await getImage(ports, ASKED, 5)).toEqual(fail({ kind: 'image-not-found', imageId: '5' }));
  });

  it('answers with the image, its product and what the caller may do', async () => {
    const { ports } = fakePorts();
    expect(await getImage(ports, ASKED, 5)).toEqual(ok({ access: ALLOWED, product: KNOWN, image: IMAGE }));
  });
});

describe('authorizeCredentials', () => {
  it('lets a token that may only read do nothing more', async () => {
    const { ports, asked } = fakePorts({ access: accessTo(STORE, 'read') });
    expect(await authorizeCredentials(ports, ASKED, 'write')).toEqual(fail({ kind: 'scope-missing', needed: 'write' }));
    expect(asked).toEqual([]);
  });

  it('lets a token that may modify do so', async () => {
    const { ports } = fakePorts();
    expect(await authorizeCredentials(ports, ASKED, 'write')).toEqual(ok(ALLOWED));
  });
});
