import { exports } from 'cloudflare:workers';
import type { WireImage } from '../../src/dialects/v1/product.ts';
import type { TestStore } from './stores.ts';
import { v1, type WireProblem } from './v1.ts';
import { ORIGIN } from './v3.ts';

/** What came of a request to create images. */
export interface CreatedAnswer {
  readonly version: number;
  readonly results: readonly { readonly status: number; readonly image?: WireImage; readonly problem?: WireProblem }[];
}

type Headers = Record<string, string>;

/** Creates images of product 7, or of another one, from a JSON body. */
export const createJson = (
  store: TestStore,
  images: readonly object[],
  headers: Headers = {},
  product: number | string = 7,
): Promise<Response> => v1(store, 'POST', `/products/${product}/images`, { json: { images }, headers });

/** Creates images of product 7, or of another one, from a form. */
export const postForm = (
  store: TestStore,
  body: BodyInit,
  headers: Headers = {},
  product: number | string = 7,
): Promise<Response> =>
  exports.default.fetch(`${ORIGIN}/v1/products/${product}/images`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${store.token}`, ...headers },
    body,
  });

/** Parses what came of a request to create images. */
export const createdOf = async (response: Response): Promise<CreatedAnswer> => await response.json<CreatedAnswer>();

/** Returns a form with files, and with fields after them. */
export function formOf(files: readonly Uint8Array[], fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [index, bytes] of files.entries()) form.append('file', new File([bytes], `picture-${index}.png`));
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

/** Returns a form with one file in the field `name`. */
export function fileOf(name: string): FormData {
  const form = new FormData();
  form.append(name, new File([new Uint8Array(9)], 'picture.png'));
  return form;
}
