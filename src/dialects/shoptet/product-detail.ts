import { write } from '../../catalogue/commands.ts';
import type { VariantImage } from '../../model/model.ts';
import type { WholeProduct } from '../../catalogue/product-reads.ts';
import { imageName, parseImageName } from '../../delivery/image-name.ts';
import type { VariantReference } from '../../gallery/commands.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { ok, type Result } from '../../platform/result.ts';
import { productBody } from './bodies.ts';
import { reply, type Answer, type Ctx } from './request-context.ts';
import { toWireNote } from './errors.ts';
import type { ShoptetFault } from './faults.ts';
import { mainImageId, openImageWriter } from './image.ts';
import { admitWrite, describeWrite, readWholeProduct, versioned, type WholeProductRead } from './product.ts';
import { readBody } from './read-body.ts';

/** GET /api/products/{guid}: what of a product concerns images; the images themselves with `?include=images`. */
export async function getProduct(c: Ctx): Promise<Response> {
  const product = await readWholeProduct(c);
  if (!product.ok) return reply(c, product);
  const { notModified, headers } = versioned(c, product.value.access, product.value.found.head);
  if (notModified !== undefined) return notModified;
  return reply(c, ok({ data: await toWireProduct(c, product.value), headers }));
}

/** PATCH /api/products/{guid}: which images variants refer to. */
export async function updateProduct(c: Ctx): Promise<Response> {
  return reply(c, await update(c));
}

async function update(c: Ctx): Promise<Result<Answer, ShoptetFault>> {
  const admitted = await admitWrite(c);
  if (!admitted.ok) return admitted;
  const body = await readBody(c, productBody);
  if (!body.ok) return body;
  const request = await describeWrite(c, admitted.value, body.value);
  if (!request.ok) return request;
  const { variants } = body.value.data;
  const references = variants.flatMap(({ code, image }): VariantReference[] => {
    if (image === undefined) return [];
    if (image === null) return [{ variant: code, imageId: null }];
    const imageId = parseImageName(image);
    return imageId === undefined ? [] : [{ variant: code, imageId }];
  });
  const executed = await write(c.var.service.ports, request.value, () =>
    Promise.resolve(ok({ kind: 'set-variant-references', references } as const)),
  );
  if (!executed.ok) return executed;
  const known = new Set(executed.value.outcome.images.map(({ id }) => id));
  const unknown = variants.flatMap(({ image }) =>
    typeof image === 'string' && !known.has(parseImageName(image) ?? 0) ? [image] : [],
  );
  const { access, productId } = admitted.value;
  const found = await c.var.service.products.wholeOf({ storeId: access.store.id, productId });
  return ok({
    data: await toWireProduct(c, { access, found }),
    errors: unknown.map((name) => toWireNote({ kind: 'image-not-found', imageId: name })),
    headers: replayHeader(executed.value),
  });
}

async function toWireProduct(c: Ctx, { access, found }: WholeProductRead): Promise<object> {
  const label = (c.req.param('guid') ?? '').toLowerCase();
  const product = {
    guid: found.head?.guid ?? label,
    variants: found.variants.map((variant) => toWireVariant(variant, found)),
  };
  if (!includes(c, 'images')) return product;
  const toWire = await openImageWriter(access.store, c.var.service.config.signingKeys);
  const mainId = mainImageId(found.images);
  const images = await Promise.all(found.images.map((image) => toWire(image, image.id === mainId)));
  return { ...product, images };
}

/** A picture of the variant's own, as BigCommerce has them, is no image of the product and has no name here. */
function toWireVariant({ variant, picture }: VariantImage, { images }: WholeProduct): object {
  const image = picture.kind === 'reference' ? images.find(({ id }) => id === picture.imageId) : undefined;
  return { code: variant, image: image === undefined ? null : imageName(image) };
}

/** Whether the comma list `include` of the query names a section. */
export function includes(c: Ctx, section: string): boolean {
  return (c.req.query('include') ?? '').split(',').some((name) => name.trim() === section);
}
