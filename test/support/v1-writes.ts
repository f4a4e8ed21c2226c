import type { TestStore } from './stores.ts';
import { v1 } from './v1.ts';

interface Init {
  readonly json?: unknown;
  readonly headers?: Record<string, string>;
  readonly token?: string | null;
}

/** Sets variants of product 7, or of another one; without a body, variant `a` to image 1. */
export async function putVariants(store: TestStore, init: Init = {}, path = '/products/7/variants'): Promise<Response> {
  return await v1(store, 'PUT', path, { json: { variants: [{ variant: 'a', imageId: 1 }] }, ...init });
}
