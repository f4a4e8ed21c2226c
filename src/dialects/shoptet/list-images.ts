import { ok } from '../../platform/result.ts';
import { refuse, reply, type Ctx } from './request-context.ts';
import { mainImageId, openImageWriter } from './image.ts';
import { readGallery, readProduct, versioned } from './product.ts';

/** GET …/images/{gallery}: all of them, by priority (contract: Shoptet, Endpoints). */
export async function listImages(c: Ctx): Promise<Response> {
  const gallery = readGallery(c);
  if (!gallery.ok) return reply(c, await refuse(c, 'read', gallery.fault));
  const { products, config } = c.var.service;
  const product = await readProduct(c, (digest, ref) => products.gallery(digest, ref, gallery.value));
  if (!product.ok) return reply(c, product);
  const { access, found } = product.value;
  const { notModified, headers } = versioned(c, access, found.head);
  if (notModified !== undefined) return notModified;
  const toWire = await openImageWriter(access.store, config.signingKeys);
  const mainId = mainImageId(found.images);
  const images = await Promise.all(found.images.map((image) => toWire(image, image.id === mainId)));
  return reply(c, ok({ data: { images }, headers }));
}
