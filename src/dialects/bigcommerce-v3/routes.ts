import type { Context } from 'hono';
import { createRouter, type Router } from '../../http/router.ts';
import { IN_MAINTENANCE, refuseWritesInMaintenance } from '../../http/maintenance.ts';
import { logRequestFailure } from '../../http/request-trace.ts';
import type { AppEnv } from '../../http/service.ts';
import { isMoving, MOVING } from '../../model/shard.ts';
import { fail } from '../../platform/result.ts';
import { internalErrorResponse } from '../bigcommerce/object-error.ts';
import { toResponse } from './to-response.ts';
import { getProductImage, listProductImages } from './reads.ts';
import { setVariantImage } from './variant-image.ts';
import { createProductImage, deleteProductImage, updateProductImage } from './writes.ts';

/** Returns the routes of BigCommerce V3, mounted at `/stores/{store_hash}/v3` (BC3-1 to BC3-7). */
export function bigcommerceV3(): Router {
  const images = '/catalog/products/:product/images';
  const handleUpdate =
    (needsFile: boolean) =>
    async (c: Context<AppEnv>): Promise<Response> =>
      toResponse(await updateProductImage(c, needsFile));
  return (
    createRouter()
      .use(refuseWritesInMaintenance(() => toResponse(fail(IN_MAINTENANCE))))
      .get(images, async (c) => toResponse(await listProductImages(c)))
      .post(images, async (c) => toResponse(await createProductImage(c)))
      .get(`${images}/:image`, async (c) => toResponse(await getProductImage(c)))
      .put(`${images}/:image`, handleUpdate(false))
      // The multipart POST to an image replaces its file; PUT does not need one.
      .post(`${images}/:image`, handleUpdate(true))
      .delete(`${images}/:image`, async (c) => toResponse(await deleteProductImage(c)))
      .post('/catalog/products/:product/variants/:variant/image', async (c) => toResponse(await setVariantImage(c)))
      .onError((error, c) => {
        if (isMoving(error)) return toResponse(fail(MOVING));
        logRequestFailure(c.get('trace'), error);
        return internalErrorResponse();
      })
  );
}
