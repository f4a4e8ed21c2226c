import { exports } from 'cloudflare:workers';
import type { WireImage, WireProduct, WireVariant } from '../../src/dialects/v1/product.ts';
import type { TestStore } from './stores.ts';
import { ORIGIN } from './v3.ts';

/** The members that a problem may have. */
export interface WireProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly { pointer?: string; parameter?: string; header?: string; detail: string }[];
  readonly scope?: string;
  readonly currentVersion?: number;
}

/** A product as GET of it answers. */
export type WholeWireProduct = WireProduct & {
  readonly images: readonly WireImage[];
  readonly variants: readonly WireVariant[];
};

/** Makes a request as a client of Vitrine's own API would. */
export function v1Request(
  store: TestStore,
  method: string,
  path: string,
  init: { readonly json?: unknown; readonly headers?: Record<string, string>; readonly token?: string | null } = {},
): Request {
  const headers = new Headers(init.headers);
  const token = init.token === undefined ? store.token : init.token;
  if (token !== null) headers.set('Authorization', `Bearer ${token}`);
  if (init.json !== undefined) headers.set('Content-Type', 'application/json');
  const body = init.json === undefined ? {} : { body: JSON.stringify(init.json) };
  return new Request(`${ORIGIN}/v1${path}`, { method, headers, ...body });
}

/** Sends a request as a client of Vitrine's own API would. */
export async function v1(...request: Parameters<typeof v1Request>): Promise<Response> {
  return await exports.default.fetch(v1Request(...request));
}

/** Reads a product by its number or GUID; fails the test where that fails. */
export async function readProduct(store: TestStore, product: number | string): Promise<WholeWireProduct> {
  const response = await v1(store, 'GET', `/products/${product}`);
  if (response.status !== 200) throw new Error(`GET answered ${response.status}: ${await response.text()}`);
  return await response.json<WholeWireProduct>();
}

/** Parses a problem. */
export const problemOf = async (response: Response): Promise<WireProblem> => await response.json<WireProblem>();
