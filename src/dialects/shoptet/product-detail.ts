import type { WholeProduct } from '../../catalogue/product-reads.ts';
import { executeChange, type ProductTarget } from '../../catalogue/product-writes.ts';
import { imageName, parseImageName } from '../../delivery/image-name.ts';
import type { VariantReference } from '../../gallery/commands.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { type ParsedWrite, runWrite } from '../../http/write-pipeline.ts';
import { findMainImageId, type VariantImage } from '../../model/product.ts';
import type { Store } from '../../model/store.ts';
import { ok, type Result } from '../../platform/result.ts';
import type * as z from '../../platform/schema.ts';
import { boundedErrors } from './bounded-errors.ts';
import { updateProductSchema } from './body-schemas.ts';
import { toErrorEntry } from './errors.ts';
import type { ShoptetFault } from './faults.ts';
import { openImageSerializer } from './image.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { authorizeProductWrite, checkNotModified, productIdForChange, readWholeProduct } from './product-access.ts';
import { includesSection, respond, type ShoptetContext } from './request-context.ts';

/** The most unknown names that an answer lists: as many as a request for images can have. */
const MAX_UNKNOWN_NAMES = 100;

/** A product that was never seen. */
const UNSEEN: WholeProduct = { head: undefined, images: [], variants: [] };

type RequestedVariants = z.infer<typeof updateProductSchema>['data']['variants'];

/** The variants of the request, and the result of the command. */
interface UpdateResult {
  /** undefined for a product that was never seen, in which nothing was changed. */
  readonly productId: number | undefined;
  readonly requested: RequestedVariants;
  readonly executed: CommandResult;
}

/** GET /api/products/{guid}: the product's GUID and variants, and its images with `?include=images`. */
export async function getProduct(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  const product = await readWholeProduct(c);
  if (!product.ok) return product;
  const { access, found } = product.value;
  const { notModified, headers } = checkNotModified(c, access, found.head);
  if (notModified !== undefined) return ok(notModified);
  return ok(respond(c, { data: await toWireProduct(c, access.store, found), headers }));
}

/** PATCH /api/products/{guid}: sets which images variants refer to. Names of unknown images are listed in `errors`. */
export async function updateProduct(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeProductWrite(c),
    ...jsonBodyStep(c, updateProductSchema),
    execute: (write) => executeUpdate(c, write),
    answer: (updated, target) => answerUpdate(c, target, updated),
  });
}

async function executeUpdate(
  c: ShoptetContext,
  { target, body, conditions }: ParsedWrite<ProductTarget, z.infer<typeof updateProductSchema>>,
): Promise<Result<UpdateResult, ShoptetFault>> {
  const requested = body.data.variants;
  const references = requested.flatMap(({ code, image }): VariantReference[] => {
    if (image === undefined) return [];
    if (image === null) return [{ variant: code, imageId: null }];
    const imageId = parseImageName(image);
    return imageId === undefined ? [] : [{ variant: code, imageId }];
  });
  const productId = await productIdForChange(c, target, conditions);
  const command = { kind: 'set-variant-references', references, whenMissing: 'skip' } as const;
  const executed = await executeChange(c.get('service').ports, target, productId, conditions, command);
  return executed.ok ? ok({ productId, requested, executed: executed.value }) : executed;
}

async function answerUpdate(
  c: ShoptetContext,
  { access: { store } }: ProductTarget,
  { productId, requested, executed }: UpdateResult,
): Promise<Result<Response, ShoptetFault>> {
  const known = new Set(executed.rows.images.map(({ id }) => id));
  const unknown = requested.flatMap(({ image }) =>
    typeof image === 'string' && !known.has(parseImageName(image) ?? 0) ? [image] : [],
  );
  const found =
    productId === undefined
      ? UNSEEN
      : await c.get('service').products.wholeProductByKey({ storeId: store.id, productId });
  const data = await toWireProduct(c, store, found);
  const errors = unknown
    .slice(0, MAX_UNKNOWN_NAMES)
    .map((name) => toErrorEntry({ kind: 'image-not-found', imageId: name }));
  const bounded = boundedErrors(errors, unknown.length, MAX_UNKNOWN_NAMES);
  return ok(respond(c, { data, errors: bounded, headers: replayHeader(executed) }));
}

async function toWireProduct(c: ShoptetContext, store: Store, found: WholeProduct): Promise<object> {
  const rawGuid = (c.req.param('guid') ?? '').toLowerCase();
  const product = {
    guid: found.head?.guid ?? rawGuid,
    variants: found.variants.map((variant) => toWireVariant(variant, found)),
  };
  if (!includesSection(c, 'images')) return product;
  const toWire = openImageSerializer(store, c.get('service').config.signingKeys);
  const mainId = findMainImageId(found.images);
  const images = found.images.map((image) => toWire(image, image.id === mainId));
  return { ...product, images };
}

/**
 * Returns a variant with the name of the image that it refers to. A variant's own picture, which only BigCommerce has,
 * is not an image of the product and has no name here.
 */
function toWireVariant({ variant, picture }: VariantImage, { images }: WholeProduct): object {
  const image = picture.kind === 'reference' ? images.find(({ id }) => id === picture.imageId) : undefined;
  return { code: variant, image: image === undefined ? null : imageName(image) };
}
