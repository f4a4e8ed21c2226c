/**
 * `npm run demo`, against a running service: uploads the sample pictures to one product, moves the last to the front,
 * fetches every size, and prints what it did. Fails where anything is wrong. PORT or ORIGIN names the service.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { imageSize } from 'image-size';
import * as z from 'zod';
import { DEMO } from './demo-store.ts';

const origin = process.env['ORIGIN'] ?? `http://127.0.0.1:${process.env['PORT'] ?? '8787'}`;
/** The time as a product number, so that no earlier run has used it. */
const productId = Math.floor(Date.now() / 1000);
const images = `${origin}/stores/${DEMO.hash}/v3/catalog/products/${productId}/images`;

const imageSchema = z.object({
  id: z.int(),
  sort_order: z.int(),
  image_file: z.string(),
  url_zoom: z.url(),
  url_standard: z.url(),
  url_thumbnail: z.url(),
  url_tiny: z.url(),
});
type Image = z.infer<typeof imageSchema>;

const BOXES = {
  url_zoom: [1280, 1280],
  url_standard: [386, 513],
  url_thumbnail: [220, 290],
  url_tiny: [44, 58],
} as const;

async function call(method: string, url: string, body?: FormData | object): Promise<unknown> {
  const headers = new Headers({ 'X-Auth-Token': DEMO.token });
  const init: RequestInit = { method, headers };
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(body);
  }
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function upload(name: string): Promise<{ name: string; id: number; bytesIn: number; ms: number }> {
  const bytes = readFileSync(`samples/${name}`);
  const form = new FormData();
  form.set('image_file', new File([bytes], name));
  form.set('description', name.replace(/\..*/, '').replaceAll('-', ' '));
  const start = performance.now();
  const { data } = z.object({ data: imageSchema }).parse(await call('POST', images, form));
  return { name, id: data.id, bytesIn: bytes.length, ms: Math.round(performance.now() - start) };
}

/** Fetches one size, checks its type and that it fits its box, and describes it in a line. */
async function fetchSize(image: Image, size: keyof typeof BOXES): Promise<string> {
  const start = performance.now();
  const response = await fetch(image[size], { headers: { Accept: 'image/webp' } });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const ms = Math.round(performance.now() - start);
  if (!response.ok) throw new Error(`${image[size]} answered ${response.status}`);
  const { width, height, type } = imageSize(bytes);
  const [boxWidth, boxHeight] = BOXES[size];
  if (width > boxWidth || height > boxHeight) throw new Error(`${image[size]} is ${width}x${height}`);
  const contentType = response.headers.get('Content-Type');
  if (contentType !== `image/${type ?? '?'}`) throw new Error(`${image[size]} says ${contentType} and is ${type}`);
  return `${bytes.length} B ${width}x${height} ${type} ${ms} ms`;
}

async function listAll(): Promise<readonly Image[]> {
  const body = await call('GET', `${images}?limit=250`);
  return z.object({ data: z.array(imageSchema) }).parse(body).data;
}

async function demo(): Promise<void> {
  const names = readdirSync('samples').filter((name) => !name.endsWith('.md'));
  console.log(`Product ${productId} at ${origin}: ${names.length} pictures`);
  const uploads = [];
  for (const name of names) uploads.push(await upload(name));
  const last = uploads.at(-1);
  if (last === undefined) throw new Error('There are no samples.');
  await call('PUT', `${images}/${last.id}`, { sort_order: 0 });

  const listed = (await listAll()).toSorted((a, b) => a.sort_order - b.sort_order || a.id - b.id);
  const expected = [last.id, ...uploads.slice(0, -1).map(({ id }) => id)];
  const shown = listed.map(({ id }) => id);
  if (shown.join() !== expected.join()) throw new Error(`The order is ${shown.join()}, not ${expected.join()}.`);

  const rows = [];
  for (const image of listed) {
    const source = uploads.find(({ id }) => id === image.id);
    rows.push({
      id: image.id,
      order: image.sort_order,
      file: source?.name,
      'bytes in': source?.bytesIn,
      'upload ms': source?.ms,
      zoom: await fetchSize(image, 'url_zoom'),
      standard: await fetchSize(image, 'url_standard'),
      thumbnail: await fetchSize(image, 'url_thumbnail'),
      tiny: await fetchSize(image, 'url_tiny'),
    });
  }
  console.table(rows);
  console.log(`All ${rows.length} pictures in all ${Object.keys(BOXES).length} sizes are right; the last is first.`);
  console.log(`Look: ${listed[0]?.url_zoom}`);
}

await demo().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
