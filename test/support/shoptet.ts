import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import type { WireImage } from '../../src/dialects/shoptet/image.ts';
import { jobPresenter } from '../../src/dialects/shoptet/job-presenter.ts';
import { consume } from '../../src/jobs/consumer.ts';
import type { JobDeps } from '../../src/jobs/job-context.ts';
import { productGuid } from '../../src/model/product-guid.ts';
import { openJobs } from '../../src/worker/open-jobs.ts';
import { TINY_PNG } from './pictures.ts';
import type { TestStore } from './stores.ts';
import { ORIGIN } from './v3.ts';

/** One error of an answer. */
export interface WireError {
  readonly errorCode: string;
  readonly message: string;
  readonly instance: string;
}

/** An answer of this API, with its envelope taken apart. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: T;
  readonly errors: readonly WireError[] | null;
  readonly requestId: string;
}

interface Init {
  readonly json?: unknown;
  /** A body as it is. */
  readonly raw?: string;
  readonly headers?: Record<string, string>;
  readonly token?: string | null;
}

/** Sends a request as a Shoptet client would. */
export async function send(store: TestStore, method: string, path: string, init: Init = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const token = init.token === undefined ? store.token : init.token;
  if (token !== null) headers.set('Shoptet-Private-API-Token', token);
  if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/vnd.shoptet.v1.0');
  const text = init.json === undefined ? init.raw : JSON.stringify(init.json);
  const body = text === undefined ? {} : { body: text };
  return await exports.default.fetch(new Request(`${ORIGIN}/api${path}`, { method, headers, ...body }));
}

/** Sends a request and opens the envelope. */
export async function call<T = unknown>(
  store: TestStore,
  method: string,
  path: string,
  init: Init = {},
): Promise<Answer<T>> {
  const response = await send(store, method, path, init);
  const body = await response.json<{ data: T; errors: WireError[] | null; metadata: { requestId: string } }>();
  const { data, errors, metadata } = body;
  return { status: response.status, headers: response.headers, data, errors, requestId: metadata.requestId };
}

/** The GUID of a product that BigCommerce knows by its number. */
export const guidOf = (store: TestStore, productId: number): string => productGuid({ storeId: store.id, productId });

/** All images of a gallery as this API lists them. */
export async function list(store: TestStore, guid: string, gallery = 'shop'): Promise<readonly WireImage[]> {
  const { data } = await call<{ images: WireImage[] }>(store, 'GET', `/products/${guid}/images/${gallery}`);
  return data.images;
}

/** What the consumer works with, but pictures come from a map of URLs instead of the network. */
export function depsWith(pictures: Readonly<Record<string, Uint8Array>>, changes: Partial<JobDeps> = {}): JobDeps {
  const deps = openJobs({ env, cachedPictures: exports.CachedPictures }, jobPresenter);
  const find = (url: string) => {
    const bytes = pictures[new URL(url).pathname];
    if (bytes !== undefined) return { ok: true, value: { bytes, fileName: 'shoe.png' } } as const;
    return {
      ok: false,
      fault: { kind: 'download-failed', url, reason: 'The server answered with status 404.' },
    } as const;
  };
  return {
    ...deps,
    catalogue: (origin) => ({ ...deps.catalogue(origin), fetchPicture: (url) => Promise.resolve(find(url)) }),
    fetchFile: (url) => {
      const file = find(url);
      return Promise.resolve(file.ok ? { ok: true, value: file.value.bytes } : file);
    },
    ...changes,
  };
}

/** Messages for items of a job, as the queue would bring them. */
export const messagesFor = (jobId: string, indexes: readonly number[]) =>
  indexes.map((index) => ({
    id: `${jobId}.${index}`,
    timestamp: new Date(),
    attempts: 1,
    body: { kind: 'item', jobId, index } as const,
  }));

/** Lets the consumer work on items of a job, and tells what it did with their messages. */
export async function work(jobId: string, indexes: readonly number[], deps: JobDeps, queue = 'vitrine-jobs') {
  const batch = createMessageBatch(queue, messagesFor(jobId, indexes));
  await consume(batch, deps);
  return await getQueueResult(batch, createExecutionContext());
}

/** Asks for new images. */
export const postImages = (
  store: TestStore,
  guid: string,
  images: unknown,
  init: { readonly gallery?: string; readonly headers?: Record<string, string> } = {},
) =>
  call<{ jobId: string }>(store, 'POST', `/products/${guid}/images/${init.gallery ?? 'shop'}`, {
    json: { data: { images } },
    headers: init.headers ?? {},
  });

/** A URL of the picture that `createByJob` and `finish` know. */
export const PICTURE_URL = 'http://pictures.test:8080/tiny.png';

/** Creates images by a job and sees it through; an image without a source gets a small one. */
export async function createByJob(
  store: TestStore,
  guid: string,
  gallery: string,
  images: readonly object[],
): Promise<{ readonly jobId: string }> {
  const sources = images.map((image) => ({ sourceUrl: PICTURE_URL, ...image }));
  const { data, errors } = await postImages(store, guid, sources, { gallery });
  if (errors !== null) throw new Error(JSON.stringify(errors));
  await finish(data.jobId, images.length);
  return { jobId: data.jobId };
}

/** Brings all messages of a job to the consumer, once, in order. */
export async function finish(
  jobId: string,
  count: number,
  pictures: Readonly<Record<string, Uint8Array>> = { '/tiny.png': TINY_PNG },
): Promise<void> {
  for (let index = 0; index < count; index += 1) await work(jobId, [index], depsWith(pictures));
}
