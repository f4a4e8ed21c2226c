import { Hono, type Context } from 'hono';
import type { AppEnv } from '../../http/service.ts';
import { internalErrorResponse } from '../bigcommerce/object-error.ts';
import { answer } from './to-response.ts';
import { validFieldQuery, validListQuery } from './list-query.ts';
import { get, list } from './reads.ts';
import { setVariantImage } from './variant-image.ts';
import { create, remove, update } from './writes.ts';

/** BigCommerce V3, mounted at `/stores/{store_hash}/v3` (BC3-1 to BC3-7). */
export function bigcommerceV3(): Hono<AppEnv> {
  const images = '/catalog/products/:product/images';
  const change =
    (needsFile: boolean) =>
    async (c: Context<AppEnv>): Promise<Response> =>
      answer(await update(c, needsFile));
  return (
    new Hono<AppEnv>()
      .get(images, validListQuery, async (c) => answer(await list(c, c.req.valid('query'))))
      .post(images, async (c) => answer(await create(c)))
      .get(`${images}/:image`, validFieldQuery, async (c) => answer(await get(c, c.req.valid('query'))))
      .put(`${images}/:image`, change(false))
      // The multipart POST to an image replaces its file; PUT may do without one.
      .post(`${images}/:image`, change(true))
      .delete(`${images}/:image`, async (c) => answer(await remove(c)))
      .post('/catalog/products/:product/variants/:variant/image', async (c) => answer(await setVariantImage(c)))
      .onError((error) => {
        console.error({ event: 'request-failed', message: String(error), stack: error.stack });
        return internalErrorResponse();
      })
  );
}
