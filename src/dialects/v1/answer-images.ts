import type { ProductTarget } from '../../catalogue/product-writes.ts';
import { toShownProduct } from '../../catalogue/shown-products.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { productEtag } from '../../http/conditional.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { toWireImages, type WireImage } from './product.ts';
import type { V1Context } from './request-context.ts';

/** The images of a write as they are now, with the version of their product and the headers of the answer. */
export interface ImagesAfterWrite {
  readonly version: number;
  readonly images: readonly WireImage[];
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads images as they are now, in the order of `imageIds`: a repeated request finds them changed by others, or leaves
 * out those that are gone.
 */
export async function readImagesAfterWrite(
  c: V1Context,
  { access: { store }, ref }: ProductTarget,
  productId: number,
  imageIds: readonly number[],
  { isReplay }: Pick<CommandResult, 'isReplay'>,
): Promise<ImagesAfterWrite> {
  const { shownProducts, origin } = c.get('service');
  const product = toShownProduct(store.id, ref, await shownProducts.productByKey({ storeId: store.id, productId }));
  const shown = new Map(toWireImages(product, store, origin).map((image) => [image.id, image]));
  const images = imageIds.flatMap((id) => shown.get(id) ?? []);
  return { version: product.version, images, headers: headersOf(product.version, store, isReplay) };
}

/** Reads the version that a product has after a write, where its images need not be shown. */
export async function readVersionAfterWrite(
  c: V1Context,
  { access: { store }, ref }: ProductTarget,
  { isReplay }: Pick<CommandResult, 'isReplay'>,
): Promise<Pick<ImagesAfterWrite, 'version' | 'headers'>> {
  const head = await c.get('service').products.head(store.id, ref);
  const version = head?.version ?? 0;
  return { version, headers: headersOf(version, store, isReplay) };
}

const headersOf = (
  version: number,
  store: ProductTarget['access']['store'],
  isReplay: boolean,
): ImagesAfterWrite['headers'] => ({ ETag: productEtag(version, store), ...replayHeader({ isReplay }) });
