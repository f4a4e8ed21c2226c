import { readFileSync } from 'node:fs';
import { productGuid } from '../../src/model/product-guid.ts';
import { LOCAL_OPERATOR_TOKEN } from '../../scripts/demo-store.ts';
import { IMAGES_A_PRODUCT, type FilledStore } from './fill.ts';

/** A request to be measured. */
export interface ScaleRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

/** An operation to be measured in each store. */
export interface Operation {
  readonly name: string;
  /** The statuses that it may be answered with; 200 where it has none. A bound on rows is a 400. */
  readonly statuses?: readonly number[];
  /** How often it is measured; three times where nothing is said. */
  readonly rounds?: number;
  /** The request of a round, which counts from 0. What comes before the last one is sent, and not measured. */
  readonly requests: (store: FilledStore, round: number) => readonly ScaleRequest[];
}

const PICTURE = readFileSync('samples/cup-large.jpg');

const cursor = (position: object): string => Buffer.from(JSON.stringify(position)).toString('base64url');

const productsOf = ({ imageCount }: FilledStore): number => imageCount / IMAGES_A_PRODUCT;

/** A product of its own for each kind of change and each round. */
const PRODUCTS_A_KIND = 4;
const productOf = (kind: number, round: number): number => kind * PRODUCTS_A_KIND + round + 1;
const firstImage = (product: number): number => (product - 1) * IMAGES_A_PRODUCT + 1;

type Call = (store: FilledStore, round: number) => Omit<ScaleRequest, 'method'> & { readonly method?: string };

const v1 =
  (call: Call): Operation['requests'] =>
  (store, round) => {
    const { method = 'GET', path, headers, body } = call(store, round);
    const authorization = { Authorization: `Bearer ${store.token}` };
    return [
      { method, path: `/v1${path}`, headers: { ...authorization, ...headers }, ...(body !== undefined && { body }) },
    ];
  };

const json = (method: string, path: string, value: unknown): ReturnType<Call> => ({
  method,
  path,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

const storeApi = ({ hash, token }: FilledStore, path: string): ScaleRequest => ({
  method: 'GET',
  path: `/v1.3${path}`,
  headers: { Authorization: `Basic ${Buffer.from(`${hash}:${token}`).toString('base64')}` },
});

/** A list of the Store API in each round, with a query that nobody has asked for before where `isCold`. */
const list =
  (path: (store: FilledStore) => string, isCold = false): Operation['requests'] =>
  (store, round) => {
    const cold = isCold ? `&query=id_min:-${round + 1}` : '';
    return [storeApi(store, `${path(store)}${cold}`)];
  };

const lastPage = (store: FilledStore): number => Math.floor((store.imageCount * 0.98) / 50);

/** The last page, after the one before it, as whoever walks them has it. */
const walked =
  (path: string): Operation['requests'] =>
  (store, round) => [
    storeApi(store, `${path}&page=${lastPage(store) - 2 + round}`),
    storeApi(store, `${path}&page=${lastPage(store) - 1 + round}`),
  ];

const shoptet = ({ token }: FilledStore, path: string): ScaleRequest => ({
  method: 'GET',
  path: `/api${path}`,
  headers: { 'Shoptet-Private-API-Token': token },
});

const bigCommerce = ({ hash, token }: FilledStore, path: string, accept = 'application/json'): ScaleRequest => ({
  method: 'GET',
  path: `/stores/${hash}${path}`,
  headers: { 'X-Auth-Token': token, Accept: accept },
});

const operator =
  (path: string): Operation['requests'] =>
  () => [{ method: 'POST', path: `/operator/${path}`, headers: { Authorization: `Bearer ${LOCAL_OPERATOR_TOKEN}` } }];

const upload =
  (headers: (store: FilledStore, round: number) => Readonly<Record<string, string>>): Operation['requests'] =>
  (store, round) => {
    const form = new FormData();
    // A byte of its own after the end of the picture, so that the bytes are new each time.
    form.set('image_file', new File([PICTURE, Buffer.from(`${store.hash} ${round} ${Math.random()}`)], 'cup.jpg'));
    const path = `/stores/${store.hash}/v3/catalog/products/${productOf(5, round)}/images`;
    return [{ method: 'POST', path, headers: { 'X-Auth-Token': store.token, ...headers(store, round) }, body: form }];
  };

/** Bounded work that reads too much in a large store is refused there. */
const BOUNDED = [200, 400];

/** What the APIs and the page do. */
export const OPERATIONS: readonly Operation[] = [
  { name: 'V3: images of a product', requests: (store) => [bigCommerce(store, '/v3/catalog/products/7/images')] },
  {
    name: 'V2: the same, as XML',
    requests: (store) => [bigCommerce(store, '/v2/products/7/images', 'application/xml')],
  },
  { name: 'V2: count of the store', requests: (store) => [bigCommerce(store, '/v2/products/images/count')] },
  { name: 'Store: images of a product', requests: list(() => '/products/7/images?limit=50') },
  {
    name: 'Shoptet: gallery of a product',
    requests: (store) => [shoptet(store, `/products/${productGuid({ storeId: store.id, productId: 7 })}/images/shop`)],
  },
  { name: 'v1: a product', requests: v1(() => ({ path: '/products/7' })) },
  { name: 'v1: history of a product', requests: v1(() => ({ path: '/products/7/history' })) },
  { name: 'v1: products, first page', requests: v1(() => ({ path: '/products' })) },
  {
    name: 'v1: products, far page',
    requests: v1((store) => ({
      path: `/products?cursor=${cursor({ order: 'id', id: productsOf(store) - 60, changedAtMs: 0 })}`,
    })),
  },
  { name: 'v1: products by change', requests: v1(() => ({ path: '/products?order=-changedAt' })) },
  { name: 'v1: products without an image, none', requests: v1(() => ({ path: '/products?problem=no-image' })) },
  { name: 'v1: products with duplicates, none', requests: v1(() => ({ path: '/products?problem=duplicate' })) },
  { name: 'v1: products without alt texts', requests: v1(() => ({ path: '/products?problem=no-alt' })) },
  { name: 'v1: products without a text in Czech', requests: v1(() => ({ path: '/products?missingAlt=cs' })) },
  { name: 'v1: search of products, found', requests: v1(() => ({ path: '/products?search=front' })) },
  { name: 'v1: search of products, in vain', requests: v1(() => ({ path: '/products?search=nothing' })) },
  { name: 'v1: product by number', requests: v1((store) => ({ path: `/products?search=${productsOf(store) - 1}` })) },
  { name: 'v1: library, first page', requests: v1(() => ({ path: '/media' })) },
  {
    name: 'v1: library, far page',
    requests: v1((store) => ({ path: `/media?cursor=${cursor({ id: store.imageCount - 60 })}` })),
  },
  { name: 'v1: library by name, in vain', requests: v1(() => ({ path: '/media?search=nothing' })) },
  { name: 'v1: library, unused', requests: v1(() => ({ path: '/media?unused=true' })) },
  { name: 'v1: uses of a media', requests: v1(() => ({ path: '/media/7/uses' })) },
  { name: 'Store: library, first page', requests: list(() => '/media?limit=50') },
  { name: 'Store: library, last page, walked', requests: walked('/media?limit=50') },
  { name: 'Store: library, last page, never seen', requests: list((s) => `/media?limit=50&page=${lastPage(s)}`, true) },
  { name: 'Store: library backwards', requests: list(() => '/media?limit=50&order=id:desc') },
  { name: 'Store: media by file name', requests: list(() => '/media?query=filename:%22cup-front-77.jpg%22') },
  { name: 'Store: media by beginning of the name', requests: list(() => '/media?query=filename:cup-front-777') },
  {
    name: 'Store: media by end of the name',
    statuses: BOUNDED,
    requests: list(() => '/media?query=filename[ew]:%22-777.jpg%22'),
  },
  { name: 'Store: media by date', requests: list(() => '/media?query=updated_at_min:2020-01-01') },
  { name: 'Store: library by size', statuses: BOUNDED, requests: list(() => '/media?order=size:desc') },
  { name: 'Store: images across, first page', requests: list(() => '/products/images?limit=50') },
  { name: 'Store: images across, last page, walked', requests: walked('/products/images?limit=50') },
  {
    name: 'Store: images across, last page, never seen',
    requests: list((s) => `/products/images?limit=50&page=${lastPage(s)}`, true),
  },
  { name: 'Store: images of a media', requests: list(() => '/products/images?query=media_id:77') },
  { name: 'Store: images by text, found', requests: list(() => '/products/images?query=alt_text:Cup') },
  {
    name: 'Store: images by text, in vain',
    statuses: BOUNDED,
    requests: list(() => '/products/images?query=alt_text:nothing'),
  },
  {
    name: 'Store: images by text, last page, walked',
    statuses: BOUNDED,
    requests: (store, round) =>
      walked('/products/images?limit=50&query=alt_text:Cup')(store, round).map((request) => ({
        ...request,
        path: request.path.replace(
          /page=(\d+)/,
          (_, page: string) => `page=${Math.max(1, Math.floor(Number(page) / 2000))}`,
        ),
      })),
  },
  {
    name: 'Store: images across by place',
    statuses: BOUNDED,
    requests: list(() => '/products/images?order=sort_order:desc'),
  },
  {
    name: 'Store: 1000 images across by place',
    requests: list((s) => `/products/images?order=sort_order:desc&query=id_min:${s.imageCount - 999}`),
  },
  { name: 'v1: trash', requests: v1(() => ({ path: '/trash' })) },
  { name: 'v1: events, oldest', requests: v1(() => ({ path: '/events?limit=50' })) },
  { name: 'v1: jobs', requests: v1(() => ({ path: '/jobs' })) },
  { name: 'Shoptet: jobs', requests: (store) => [shoptet(store, '/system/jobs')] },
  { name: 'v1: use of the store, counted', rounds: 1, requests: v1(() => ({ path: '/store' })) },
  { name: 'v1: use of the store, again', requests: v1(() => ({ path: '/store' })) },
  { name: 'create by file', statuses: [200, 201], requests: upload(() => ({})) },
  {
    name: 'create by file, with a key',
    statuses: [200, 201],
    requests: upload((store, round) => ({ 'Idempotency-Key': `${store.hash}-${round}-${Math.random()}` })),
  },
  {
    name: 'move the last of 10 to the front',
    requests: v1((_, round) => {
      const product = productOf(0, round);
      const ids = [firstImage(product) + IMAGES_A_PRODUCT - 1];
      return json('PATCH', `/products/${product}/images`, { move: { ids, before: firstImage(product) } });
    }),
  },
  {
    name: 'describe an image',
    requests: v1((_, round) => {
      const product = productOf(1, round);
      return json('PATCH', `/products/${product}/images`, {
        images: [{ id: firstImage(product), alt: `Seen ${round}` }],
      });
    }),
  },
  {
    name: 'delete an image',
    statuses: [200, 204],
    requests: v1((_, round) => ({
      method: 'DELETE',
      path: `/products/${productOf(2, round)}/images/${firstImage(productOf(2, round))}`,
    })),
  },
  {
    name: 'upload to the library',
    statuses: [200, 201],
    requests: v1((store, round) => {
      const body = new FormData();
      body.set('file', new File([PICTURE, Buffer.from(`${store.hash} ${round} ${Math.random()}`)], `new-${round}.jpg`));
      return { method: 'POST', path: '/media', body };
    }),
  },
  {
    name: 'describe a media',
    requests: v1((_, round) =>
      json('PATCH', `/media/${firstImage(productOf(3, round)) + 8}`, { alt: `A cup ${round}` }),
    ),
  },
  { name: 'a round of the sweep', requests: operator('sweep') },
  { name: 'a round of the check', requests: operator('check?prefix=originals/') },
];
