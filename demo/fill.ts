import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { type NewImageFile, Vitrine, VitrineProblem } from 'vitrine-client';
import type { DemoPicture, DemoProduct } from './product.ts';
import { DEMO_LANGUAGES, DEMO_PRODUCTS } from './products.ts';

/** Returns where a picture of the demo store is. */
export const demoPicturePath = (file: string): string => join(import.meta.dirname, 'pictures', file);

/** How many products are filled at a time: more would keep a person's own requests waiting. */
const LANES = 2;

/** A store to fill. */
export interface StoreToFill {
  /** Where the service is, such as `http://127.0.0.1:8787`. */
  readonly origin: string;
  /** A token of the scope `admin` for all APIs. */
  readonly token: string;
  readonly signal?: AbortSignal | undefined;
  /** The products; all of the demo store where they are not given. */
  readonly products?: readonly DemoProduct[] | undefined;
}

/** What was put into the store. */
export interface Filled {
  readonly products: number;
  readonly pictures: number;
}

/**
 * Fills a store with the products of the demo store. It can be called again after it was ended in between: it goes on
 * where it was, and doubles nothing.
 *
 * @throws VitrineProblem where the service refuses something, and the reason of the signal.
 */
export async function fillDemoStore({ products = DEMO_PRODUCTS, ...store }: StoreToFill): Promise<Filled> {
  const vitrine = new Vitrine({ url: store.origin, token: store.token });
  const { hash } = await vitrine.store.update({ languages: DEMO_LANGUAGES }, { signal: store.signal });
  const waiting = [...products];
  const lane = async (): Promise<void> => {
    for (let product = waiting.shift(); product !== undefined; product = waiting.shift())
      await fillProduct({ vitrine, store: { ...store, hash }, product });
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const pictures = products.reduce((count, product) => count + product.pictures.length, 0);
  return { products: products.length, pictures };
}

/** What the steps of a product need. */
interface Task {
  readonly vitrine: Vitrine;
  readonly store: Omit<StoreToFill, 'products'> & { readonly hash: string };
  readonly product: DemoProduct;
}

/**
 * Fills one product in up to four steps. Each is one command, which raises the version of the product by one, so that
 * the version says how many of them an earlier run has done.
 */
async function fillProduct(task: Task): Promise<void> {
  const { product, vitrine, store } = task;
  const { version } = await vitrine.products.get(product.id, { signal: store.signal });
  const steps = [
    createImages,
    ...(product.deleted ? [deleteAgain] : []),
    ...(product.variants ? [setVariants] : []),
    ...(product.ownPicture ? [setOwnPicture] : []),
  ];
  for (const step of steps.slice(version)) await step(task);
}

async function createImages({ vitrine, store, product }: Task): Promise<void> {
  const pictures = [...product.pictures, ...(product.deleted ?? [])];
  const images = await Promise.all(pictures.map(async (picture) => await newImage(picture, product)));
  const options = { idempotencyKey: `demo-store-${product.id}`, signal: store.signal };
  const { results } = await vitrine.images.create(product.id, images, options);
  for (const result of results) if ('problem' in result) throw new VitrineProblem(result.status, result.problem);
}

const newImage = async (picture: DemoPicture, product: DemoProduct): Promise<NewImageFile> => ({
  file: await openAsBlob(demoPicturePath(picture.file)),
  fileName: picture.file,
  gallery: picture.gallery,
  alt: picture.en,
  alts: picture.cs === undefined ? undefined : { cs: picture.cs },
  focalPoint: picture.focalPoint,
  isMain: picture.file === product.main ? true : undefined,
});

async function deleteAgain({ vitrine, store, product }: Task): Promise<void> {
  const idOf = await imageIds(vitrine, product, store.signal);
  const ids = (product.deleted ?? []).map(({ file }) => idOf(file));
  await vitrine.images.delete(product.id, ids, { signal: store.signal });
}

async function setVariants({ vitrine, store, product }: Task): Promise<void> {
  const idOf = await imageIds(vitrine, product, store.signal);
  const variants = (product.variants ?? []).map(({ variant, file }) => ({ variant, imageId: idOf(file) }));
  await vitrine.variants.set(product.id, variants, { signal: store.signal });
}

/** Returns what finds the image that was made of a file. */
async function imageIds(
  vitrine: Vitrine,
  product: DemoProduct,
  signal: AbortSignal | undefined,
): Promise<(file: string) => number> {
  const { images } = await vitrine.products.get(product.id, { signal });
  return (file) => {
    const image = images.find(({ media }) => media.fileName === file);
    if (image === undefined) throw new Error(`Product ${product.id} has no image ${file} any more.`);
    return image.id;
  };
}

/** Gives a variant a picture of its own, which the API of V3 alone does. */
async function setOwnPicture({ store, product }: Task): Promise<void> {
  if (product.ownPicture === undefined) return;
  const { variantId, file } = product.ownPicture;
  const form = new FormData();
  form.set('image_file', await openAsBlob(demoPicturePath(file)), file);
  const path = `/stores/${store.hash}/v3/catalog/products/${product.id}/variants/${variantId}/image`;
  const headers = { 'X-Auth-Token': store.token, 'Idempotency-Key': `demo-store-${product.id}-${variantId}` };
  const init = { method: 'POST', headers, body: form, signal: store.signal ?? null };
  const response = await fetch(`${store.origin}${path}`, init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}
