import { env, exports } from 'cloudflare:workers';
import type { WireImage } from '../../src/dialects/shoptet/image.ts';
import { jobPresenter } from '../../src/dialects/shoptet/job-presenter.ts';
import { type ItemProgress, processItem } from '../../src/jobs/process-item.ts';
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

/** An answer of the Shoptet API, with the parts of its envelope. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: T;
  readonly errors: readonly WireError[] | null;
  readonly requestId: string;
}

interface Init {
  readonly json?: unknown;
  /** A body that is sent unchanged. */
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

/** Sends a request and parses the envelope of the answer. */
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

/** Returns the derived GUID of a product's number. */
export const guidOf = (store: TestStore, productId: number): string => productGuid({ storeId: store.id, productId });

/** Lists all images of a gallery. */
export async function list(store: TestStore, guid: string, gallery = 'shop'): Promise<readonly WireImage[]> {
  const { data } = await call<{ images: WireImage[] }>(store, 'GET', `/products/${guid}/images/${gallery}`);
  return data.images;
}

/** Opens what processing jobs depends on, but with pictures by the path of their URL instead of the network. */
export function depsWith(pictures: Readonly<Record<string, Uint8Array>>, changes: Partial<JobDeps> = {}): JobDeps {
  const deps = openJobs(env, jobPresenter);
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

/**
 * Makes one attempt at each of a job's items, all at once, and returns what came of them. An attempt that throws is
 * logged, as the store's runner does.
 */
export async function processItems(
  jobId: string,
  indexes: readonly number[],
  deps: JobDeps,
): Promise<readonly (ItemProgress | { readonly kind: 'died' })[]> {
  const attempt = (index: number) =>
    processItem(deps, { jobId, index }).catch((error: unknown) => {
      console.error({ event: 'job-item-failed', message: String(error) });
      return { kind: 'died' } as const;
    });
  return await Promise.all(indexes.map(attempt));
}

/** Sends the request for a job of new images. */
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

/** The URL of the picture that `createByJob` and `finishJob` provide. */
export const PICTURE_URL = 'http://pictures.test:8080/tiny.png';

/** Creates images by a job and has it processed; an image without a source gets a small one. */
export async function createByJob(
  store: TestStore,
  guid: string,
  gallery: string,
  images: readonly object[],
): Promise<{ readonly jobId: string }> {
  const sources = images.map((image) => ({ sourceUrl: PICTURE_URL, ...image }));
  const { data, errors } = await postImages(store, guid, sources, { gallery });
  if (errors !== null) throw new Error(JSON.stringify(errors));
  await finishJob(data.jobId, images.length);
  return { jobId: data.jobId };
}

/** Processes all items of a job, once and in order. */
export async function finishJob(
  jobId: string,
  count: number,
  pictures: Readonly<Record<string, Uint8Array>> = { '/tiny.png': TINY_PNG },
): Promise<void> {
  for (let index = 0; index < count; index += 1) await processItems(jobId, [index], depsWith(pictures));
}
