import { exports } from 'cloudflare:workers';
import type { WireImage } from '../../src/dialects/v1/product.ts';
import { TINY_PNG } from './pictures.ts';
import type { TestStore } from './stores.ts';
import { v1, type WireProblem } from './v1.ts';

/** What came of a file that was posted to an upload URL. */
export interface UploadAnswer {
  readonly version?: number;
  readonly results: readonly { readonly status: number; readonly image?: WireImage; readonly problem?: WireProblem }[];
}

/** Asks for an upload URL for product 7, or what `json` says. */
export const askForUpload = (store: TestStore, json: object = {}, headers: Record<string, string> = {}) =>
  v1(store, 'POST', '/uploads', { json: { productId: 7, ...json }, headers });

/** Makes an upload URL; fails the test where that fails. */
export async function newUploadUrl(store: TestStore, json: object = {}): Promise<string> {
  const response = await askForUpload(store, json);
  if (response.status !== 201) throw new Error(`POST answered ${response.status}: ${await response.text()}`);
  return (await response.json<{ uploadUrl: string }>()).uploadUrl;
}

/** Returns the form that a browser sends to an upload URL. */
export function fileForm(bytes: Uint8Array = TINY_PNG, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.set('file', new File([bytes], 'shoe.png'));
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** Posts a form, or a file of one pixel, to an upload URL, as a page does: without a token. */
export const postFile = (
  url: string,
  body: BodyInit = fileForm(),
  headers: Record<string, string> = {},
): Promise<Response> => exports.default.fetch(url, { method: 'POST', body, headers });

/** Parses what came of a file. */
export const uploaded = async (response: Response): Promise<UploadAnswer> => await response.json<UploadAnswer>();
