import { findMainImageId } from '../../model/product.ts';
import { ok, type Result } from '../../platform/result.ts';
import type { ShoptetFault } from './faults.ts';
import { openImageSerializer } from './image.ts';
import { readGalleryName, readProduct, checkNotModified } from './product-access.ts';
import { respond, type ShoptetContext } from './request-context.ts';

/** GET …/images/{gallery}: all images of the gallery, ordered by priority (SH-21). */
export async function listGalleryImages(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  const gallery = await readGalleryName(c, 'read');
  if (!gallery.ok) return gallery;
  const { products, config } = c.get('service');
  const product = await readProduct(c, (digest, ref) => products.gallery(digest, ref, gallery.value));
  if (!product.ok) return product;
  const { access, found } = product.value;
  const { notModified, headers } = checkNotModified(c, access, found.head);
  if (notModified !== undefined) return ok(notModified);
  const toWire = openImageSerializer(access.store, config.signingKeys);
  const mainId = findMainImageId(found.images);
  const images = found.images.map((image) => toWire(image, image.id === mainId));
  return ok(respond(c, { data: { images }, headers }));
}
