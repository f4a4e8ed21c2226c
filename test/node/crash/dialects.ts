import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { DEMO } from '../../../scripts/demo-store.ts';
import { productGuid } from '../../../src/model/product-guid.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { triggerJobsSweep } from './service-calls.ts';
import type { Dialect, Step } from './writer.ts';

const FILES = ['swatch-tiny.png', 'turf-grey.png', 'cat-orientation-1.jpg', 'pixel.gif', 'cup.wbmp'] as const;
const pictures = FILES.map((name) => new Uint8Array(readFileSync(`samples/${name}`)));
/** How many of them the Store API takes; the last one is a WBMP. */
const STORE_PICTURES = pictures.length - 1;

/** From this number of images on, a writer deletes. */
const MANY_IMAGES = 150;

const idOf = (value: unknown): number => z.object({ id: z.int() }).parse(value).id;
const nothing = (): string => '';

/** How an API names a change to one image. */
interface ImageRequests {
  readonly create: (key: string, description: string, random: SeededRandom) => Step['send'];
  readonly createdId: (body: unknown) => number;
  readonly update: (key: string, id: number, description: string) => Step['send'];
  readonly remove: (key: string, id: number) => Step['send'];
}

/** A dialect that creates, changes and deletes images one by one. */
const imageDialect = (name: string, requests: ImageRequests): Dialect => ({
  name,
  next: (key, images, random) => {
    const known = [...images.keys()];
    const id = known[random.int(Math.max(1, known.length))];
    const isFull = known.length >= MANY_IMAGES;
    if (id === undefined || (!isFull && random.int(5) < 3)) {
      return {
        key,
        send: requests.create(key, key, random),
        identify: (body) => String(requests.createdId(body)),
        settle: (identity) => void images.set(Number(identity), key),
      };
    }
    if (isFull || random.once(2)) {
      return { key, send: requests.remove(key, id), identify: nothing, settle: () => void images.delete(id) };
    }
    return { key, send: requests.update(key, id, key), identify: nothing, settle: () => void images.set(id, key) };
  },
});

const json = (method: string, headers: Record<string, string>, body: unknown): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const tokenHeaders = (key: string) => ({ 'X-Auth-Token': DEMO.token, 'Idempotency-Key': key });

/** BigCommerce V3, with uploaded files. */
export function v3Dialect(name: string, productId: number): Dialect {
  const path = `/stores/${DEMO.hash}/v3/catalog/products/${productId}/images`;
  return imageDialect(name, {
    create: (key, description, random) => {
      const bytes = pictures[random.int(pictures.length)] ?? new Uint8Array(0);
      return (origin) => {
        const body = new FormData();
        body.set('image_file', new File([bytes], 'picture'));
        body.set('description', description);
        return fetch(`${origin}${path}`, { method: 'POST', headers: tokenHeaders(key), body });
      };
    },
    createdId: (body) => idOf(z.object({ data: z.unknown() }).parse(body).data),
    update: (key, id, description) => (origin) =>
      fetch(`${origin}${path}/${id}`, json('PUT', tokenHeaders(key), { description })),
    remove: (key, id) => (origin) => fetch(`${origin}${path}/${id}`, { method: 'DELETE', headers: tokenHeaders(key) }),
  });
}

/** BigCommerce V2, with pictures that the service fetches from `host`. */
export function v2Dialect(name: string, productId: number, host: string): Dialect {
  const path = `/stores/${DEMO.hash}/v2/products/${productId}/images`;
  return imageDialect(name, {
    create: (key, description, random) => {
      const file = FILES[random.int(FILES.length)] ?? FILES[0];
      const body = { image_file: `http://${host}/pictures/${file}`, description };
      return (origin) => fetch(`${origin}${path}.json`, json('POST', tokenHeaders(key), body));
    },
    createdId: idOf,
    update: (key, id, description) => (origin) =>
      fetch(`${origin}${path}/${id}.json`, json('PUT', tokenHeaders(key), { description })),
    remove: (key, id) => (origin) =>
      fetch(`${origin}${path}/${id}.json`, { method: 'DELETE', headers: tokenHeaders(key) }),
  });
}

/** The Store API: media go into the library first, and are then placed. */
export function storeDialect(name: string, productId: number): Dialect {
  const headers = (key: string) => ({
    Authorization: `Basic ${btoa(`${DEMO.hash}:${DEMO.token}`)}`,
    'Idempotency-Key': key,
  });
  const path = `/v1.3/products/${productId}/images/`;
  const unplaced: number[] = [];
  const placed = imageDialect(name, {
    create: (key, description) => {
      const body = { media_id: unplaced.shift(), alt_text: description };
      return (origin) => fetch(`${origin}${path}`, json('POST', headers(key), body));
    },
    createdId: (body) => idOf(z.object({ images: z.array(z.unknown()) }).parse(body).images[0]),
    update: (key, id, description) => (origin) =>
      fetch(`${origin}${path}${id}/`, json('PUT', headers(key), { alt_text: description })),
    remove: (key, id) => (origin) => fetch(`${origin}${path}${id}/`, { method: 'DELETE', headers: headers(key) }),
  });
  return {
    name,
    next: (key, images, random) => {
      if (unplaced.length > 0) return placed.next(key, images, random);
      const bytes = pictures[random.int(STORE_PICTURES)] ?? new Uint8Array(0);
      const body = { media_data: Buffer.from(bytes).toString('base64'), filename: `${key}.png` };
      return {
        key,
        send: (origin) => fetch(`${origin}/v1.3/media/`, json('POST', headers(key), body)),
        identify: (answer) => String(idOf(z.object({ media: z.array(z.unknown()) }).parse(answer).media[0])),
        settle: (identity) => void unplaced.push(Number(identity)),
      };
    },
  };
}

const IMAGES_PER_JOB = 3;
/** How long the jobs of one round may take. */
const JOBS_TIMEOUT_MS = 90_000;
const jobSchema = z.object({
  data: z.object({ job: z.object({ status: z.string(), resultUrl: z.string().nullable() }) }),
});

/** Shoptet: jobs of several images, which are done later and show their ids in their results. */
export function shoptetDialect(name: string, productId: number, host: string): Dialect {
  const headers = { 'Shoptet-Private-API-Token': DEMO.token };
  const guid = productGuid({ storeId: 1, productId });
  const accepted = new Map<string, string>();
  let own = new Map<number, string>();
  const isDone = async (origin: string, jobId: string): Promise<boolean> => {
    const response = await fetch(`${origin}/api/system/jobs/${jobId}`, { headers });
    const { job } = jobSchema.parse(await response.json()).data;
    if (job.status === 'pending' || job.status === 'running') return false;
    if (job.status !== 'completed') throw new Error(`job ${jobId} is ${job.status}`);
    const images = await listImages(origin, productId);
    const key = accepted.get(jobId) ?? '';
    // An image of a job is known by its description: all of them have to be there, and each once.
    const ofJob = images.filter(({ description }) => description.startsWith(`${key}.`));
    if (ofJob.length !== IMAGES_PER_JOB) throw new Error(`job ${jobId} (${key}) has ${ofJob.length} images`);
    for (const { id, description } of ofJob) own.set(id, description);
    accepted.delete(jobId);
    return true;
  };
  return {
    name,
    next: (key, images, random) => {
      own = images;
      const all = Array.from({ length: IMAGES_PER_JOB }, (_, index) => ({
        sourceUrl: `http://${host}/pictures/${FILES[random.int(FILES.length)] ?? FILES[0]}`,
        description: `${key}.${index}`,
      }));
      const body = { data: { images: all } };
      return {
        key,
        send: (origin) =>
          fetch(
            `${origin}/api/products/${guid}/images/shop`,
            json('POST', { ...headers, 'Idempotency-Key': key }, body),
          ),
        identify: (answer) => z.object({ data: z.object({ jobId: z.string() }) }).parse(answer).data.jobId,
        settle: (jobId) => void accepted.set(jobId, key),
      };
    },
    finish: async (origin) => {
      const deadline = Date.now() + JOBS_TIMEOUT_MS;
      for (const jobId of accepted.keys()) {
        while (!(await isDone(origin, jobId))) {
          if (Date.now() > deadline) throw new Error(`job ${jobId} has not ended`);
          await triggerJobsSweep(origin);
          await new Promise((wake) => setTimeout(wake, 100));
        }
      }
    },
  };
}

/** Lists all images of a product with their descriptions. */
export async function listImages(
  origin: string,
  productId: number,
): Promise<readonly { id: number; description: string }[]> {
  const schema = z.object({ data: z.array(z.object({ id: z.int(), description: z.string() })) });
  const images: { id: number; description: string }[] = [];
  for (let page = 1; ; page += 1) {
    const url = `${origin}/stores/${DEMO.hash}/v3/catalog/products/${productId}/images?limit=250&page=${page}`;
    const { data } = schema.parse(await (await fetch(url, { headers: { 'X-Auth-Token': DEMO.token } })).json());
    images.push(...data);
    if (data.length === 0) return images;
  }
}
