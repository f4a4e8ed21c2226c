import { DEMO } from '../../scripts/demo-store.ts';
import { FILLED, hotRendition, imageId } from './fill.ts';
import { newPicture } from './new-picture.ts';

/** One request, without the origin that it goes to. */
export interface BenchRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly status: number;
}

/** A hot path: what the service is asked, and the floor for the same. `index` counts the requests from the first one. */
export interface HotPath {
  readonly name: string;
  readonly title: string;
  /** How many times the processor time of the floor the service may take; undefined where nothing is asked for. */
  readonly goal: number | undefined;
  /** How many requests a round has, so that it takes much longer than a tick of the clock. */
  readonly requests: number;
  /** How many requests are under way at a time: writes of one product wait for each other anyway. */
  readonly connections: number;
  /** How many requests are sent before anything is measured, so that what stays in memory is there. */
  readonly warmUp: number;
  readonly service: (index: number) => BenchRequest;
  readonly floor: (index: number) => BenchRequest;
}

const TOKEN = { 'X-Auth-Token': DEMO.token };
const JSON_BODY = { 'Content-Type': 'application/json' };
const BASIC = { Authorization: `Basic ${Buffer.from(`${DEMO.hash}:${DEMO.token}`).toString('base64')}` };
const V3 = `/stores/${DEMO.hash}/v3/catalog/products`;
const get = (path: string, headers: Readonly<Record<string, string>>, status = 200): BenchRequest => ({
  method: 'GET',
  path,
  headers,
  status,
});

/** Products take turns, so that no single row stays the only one that is read. */
const listed = (index: number): number => 100 + (index % 800);
const guid = (product: number): string => `00000001-7669-8747-8000-${product.toString(16).padStart(12, '0')}`;

const READS = { requests: 250, connections: 4, warmUp: 500 } as const;
const WRITES = { requests: 60, connections: 1 } as const;

/** Deletions take images of these products, in turn, from the last to the first. */
const DELETED_FROM = { first: 20, count: 60 } as const;
const deleted = (index: number): { product: number; image: number } => {
  const product = DELETED_FROM.first + (index % DELETED_FROM.count);
  return { product, image: imageId(product, FILLED.imagesEach - 1 - Math.floor(index / DELETED_FROM.count)) };
};

/** One image goes to the front and back to the end by turns: 999 others are shifted each time. */
const MOVED = imageId(FILLED.longProduct, FILLED.imagesOfLong - 1);
const moved = (index: number): string => JSON.stringify({ sort_order: index % 2 === 0 ? 0 : FILLED.imagesOfLong - 1 });

const DESCRIBED_PRODUCT = 10;
const described = (index: number): string => JSON.stringify({ description: `Text ${index} of the image` });
const describedImage = (index: number): number => imageId(DESCRIBED_PRODUCT, index % FILLED.imagesEach);

/** Ten products take turns, so that none is full before the end. */
const CREATED_IN = { first: 1, count: 9 } as const;

/** All hot paths, in the order in which they are shown. */
export const HOT_PATHS: readonly HotPath[] = [
  {
    name: 'list',
    title: 'list of 50 (V3)',
    goal: 1.25,
    ...READS,
    service: (index) => get(`${V3}/${listed(index)}/images`, TOKEN),
    floor: (index) => get(`/v3/${listed(index)}`, TOKEN),
  },
  {
    name: 'not-modified',
    title: 'the same, 304',
    goal: 1.25,
    ...READS,
    service: (index) => get(`${V3}/${listed(index)}/images`, { ...TOKEN, 'If-None-Match': '"v1.2"' }, 304),
    floor: (index) => get(`/v3/${listed(index)}`, { ...TOKEN, 'If-None-Match': '"v1.1"' }, 304),
  },
  {
    name: 'shoptet',
    title: 'list of 50 (Shoptet)',
    goal: 1.3,
    ...READS,
    service: (index) =>
      get(`/api/products/${guid(listed(index))}/images/shop`, { 'Shoptet-Private-API-Token': DEMO.token }),
    floor: (index) => get(`/shoptet/${listed(index)}`, { 'Shoptet-Private-API-Token': DEMO.token }),
  },
  {
    name: 'xml',
    title: 'list of 50 (V2, XML)',
    goal: 1.3,
    ...READS,
    service: (index) => get(`/stores/${DEMO.hash}/v2/products/${listed(index)}/images.xml?limit=50`, TOKEN),
    floor: (index) => get(`/xml/${listed(index)}`, TOKEN),
  },
  {
    name: 'store',
    title: 'list of 50 (Store)',
    goal: 1.25,
    ...READS,
    service: (index) => get(`/v1.3/products/${listed(index)}/images/?limit=50`, BASIC),
    floor: (index) => get(`/store/${listed(index)}`, BASIC),
  },
  {
    name: 'hot',
    title: 'hot rendition',
    goal: 1.15,
    ...READS,
    // Whoever begins after the other one finds the processor's caches cold, which weighs on so short a request.
    requests: 1500,
    service: () => get(`${hotRendition().path}?c=1`, { Accept: 'image/webp' }),
    floor: () => get(`/picture/${hotRendition().key}`, { Accept: 'image/webp' }),
  },
  {
    name: 'move',
    title: 'move in 1000',
    goal: 2,
    ...WRITES,
    warmUp: 100,
    service: (index) => ({
      method: 'PUT',
      path: `${V3}/${FILLED.longProduct}/images/${MOVED}`,
      headers: { ...TOKEN, ...JSON_BODY },
      body: moved(index),
      status: 200,
    }),
    floor: (index) => ({
      method: 'PUT',
      path: `/move/${FILLED.longProduct}/${MOVED}`,
      headers: JSON_BODY,
      body: moved(index),
      status: 200,
    }),
  },
  {
    name: 'describe',
    title: 'describe one image',
    goal: 1.5,
    ...WRITES,
    warmUp: 100,
    service: (index) => ({
      method: 'PUT',
      path: `${V3}/${DESCRIBED_PRODUCT}/images/${describedImage(index)}`,
      headers: { ...TOKEN, ...JSON_BODY },
      body: described(index),
      status: 200,
    }),
    floor: (index) => ({
      method: 'PUT',
      path: `/describe/${DESCRIBED_PRODUCT}/${describedImage(index)}`,
      headers: { ...TOKEN, ...JSON_BODY },
      body: described(index),
      status: 200,
    }),
  },
  {
    name: 'delete',
    title: 'delete one image',
    goal: 1.5,
    ...WRITES,
    warmUp: 2 * DELETED_FROM.count,
    service: (index) => ({
      method: 'DELETE',
      path: `${V3}/${deleted(index).product}/images/${deleted(index).image}`,
      headers: TOKEN,
      status: 204,
    }),
    floor: (index) => ({
      method: 'DELETE',
      path: `/image/${deleted(index).product}/${deleted(index).image}`,
      headers: TOKEN,
      status: 204,
    }),
  },
  {
    name: 'create',
    title: 'create with a key',
    goal: undefined,
    ...WRITES,
    warmUp: 100,
    service: (index) => created(`${V3}/${CREATED_IN.first + (index % CREATED_IN.count)}/images`, index),
    floor: (index) => created(`/image/${CREATED_IN.first + (index % CREATED_IN.count)}`, index),
  },
];

function created(path: string, index: number): BenchRequest {
  const { body, contentType } = newPicture(index);
  const headers = { ...TOKEN, 'Content-Type': contentType, 'Idempotency-Key': `bench-${index}` };
  return { method: 'POST', path, headers, body, status: 200 };
}
