import { exports } from 'cloudflare:workers';
import type { WireImage } from '../../src/dialects/bigcommerce-v3/image.ts';
import type { TestStore } from './stores.ts';

/** The origin that tests call; requests go to the Worker directly, without a network. */
export const ORIGIN = 'http://vitrine.test';

/** Sends a request as a V3 client would. */
export async function v3(
  store: TestStore,
  method: string,
  path: string,
  init: { body?: BodyInit; json?: unknown; headers?: Record<string, string>; token?: string | null } = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  const token = init.token === undefined ? store.token : init.token;
  if (token !== null) headers.set('X-Auth-Token', token);
  if (init.json !== undefined) headers.set('Content-Type', 'application/json');
  const body = init.json === undefined ? init.body : JSON.stringify(init.json);
  return await exports.default.fetch(
    new Request(`${ORIGIN}/stores/${store.hash}/v3${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    }),
  );
}

/** Returns a multipart form with a file and text fields. */
export function imageForm(bytes: Uint8Array, fields: Record<string, string> = {}, fileName = 'shoe.png'): FormData {
  const form = new FormData();
  form.set('image_file', new File([bytes], fileName));
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** Creates an image from a file and returns it; fails the test where that fails. */
export async function createImage(
  store: TestStore,
  productId: number,
  bytes: Uint8Array,
  fields: Record<string, string> = {},
): Promise<WireImage> {
  const response = await v3(store, 'POST', `/catalog/products/${productId}/images`, { body: imageForm(bytes, fields) });
  if (response.status !== 200) throw new Error(`create answered ${response.status}: ${await response.text()}`);
  const { data } = await response.json<{ data: WireImage }>();
  return data;
}

/** Lists all images of a product. */
export async function listImages(store: TestStore, productId: number): Promise<WireImage[]> {
  const response = await v3(store, 'GET', `/catalog/products/${productId}/images?limit=250`);
  const { data } = await response.json<{ data: WireImage[] }>();
  return data;
}
