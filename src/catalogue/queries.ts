import { admit } from '../access/authorize.ts';
import type { AccessFault } from '../access/faults.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { Access, ProductImage, Scope } from '../model/model.ts';
import type { CataloguePorts, Page, ProductSummary } from './ports.ts';

/** Who asks and where, before either has been checked. */
export interface Credentials {
  readonly tokenDigest: string;
  readonly storeHash: string;
}

/** Who asks for which product. */
export interface Question extends Credentials {
  /** As written in the path. */
  readonly productLabel: string;
  /** undefined where the label is no product id at all. */
  readonly productId: number | undefined;
}

export interface ImagePage {
  readonly access: Access;
  readonly product: ProductSummary;
  readonly images: readonly ProductImage[];
}

/** A page of a product's images. Faults: access, product-not-found. */
export async function listImages(
  ports: CataloguePorts,
  question: Question,
  page: Page,
): Promise<Result<ImagePage, Fault>> {
  const { productId } = question;
  if (productId === undefined) return await refuse(ports, question, 'read', noProduct(question));
  const { access, value } = await ports.reads.imagePage(question.tokenDigest, productId, page);
  const granted = await admit(ports.quotas, access, question.storeHash, 'read');
  if (!granted.ok) return granted;
  if (isUnknown(granted.value, value.product)) return fail(noProduct(question));
  return ok({ access: granted.value, ...value });
}

export interface OneImage {
  readonly access: Access;
  readonly product: ProductSummary;
  readonly image: ProductImage;
}

/** One image of a product. Faults: access, product-not-found, image-not-found. */
export async function getImage(
  ports: CataloguePorts,
  question: Question,
  imageId: number | undefined,
  imageLabel: string,
): Promise<Result<OneImage, Fault>> {
  const { productId } = question;
  const noImage: Fault = { kind: 'image-not-found', imageId: imageLabel };
  if (productId === undefined) return await refuse(ports, question, 'read', noProduct(question));
  if (imageId === undefined) return await refuse(ports, question, 'read', noImage);
  const { access, value } = await ports.reads.image(question.tokenDigest, productId, imageId);
  const granted = await admit(ports.quotas, access, question.storeHash, 'read');
  if (!granted.ok) return granted;
  const { product, image } = value;
  if (isUnknown(granted.value, product)) return fail(noProduct(question));
  return image === undefined ? fail(noImage) : ok({ access: granted.value, product, image });
}

/** A product and how many images it shows. Faults: access, product-not-found. */
export async function countImages(
  ports: CataloguePorts,
  question: Question,
): Promise<Result<{ readonly access: Access; readonly product: ProductSummary }, Fault>> {
  const { productId } = question;
  if (productId === undefined) return await refuse(ports, question, 'read', noProduct(question));
  const { access, value: product } = await ports.reads.product(question.tokenDigest, productId);
  const granted = await admit(ports.quotas, access, question.storeHash, 'read');
  if (!granted.ok) return granted;
  return isUnknown(granted.value, product) ? fail(noProduct(question)) : ok({ access: granted.value, product });
}

/** How many images the store shows in all. Faults: access. */
export async function countStoreImages(
  ports: CataloguePorts,
  { tokenDigest, storeHash }: Credentials,
): Promise<Result<number, AccessFault>> {
  const { access, value } = await ports.reads.storeImageCount(tokenDigest);
  const granted = await admit(ports.quotas, access, storeHash, 'read');
  return granted.ok ? ok(value) : granted;
}

/** Finds out who asks, and nothing else. Faults: access. */
export async function enter(
  ports: CataloguePorts,
  { tokenDigest, storeHash }: Credentials,
  scope: Scope,
): Promise<Result<Access, AccessFault>> {
  return await admit(ports.quotas, await ports.reads.access(tokenDigest), storeHash, scope);
}

/** Answers with `fault`, but only to those who may ask: access faults come first. */
export async function refuse<F>(
  ports: CataloguePorts,
  credentials: Credentials,
  scope: Scope,
  fault: F,
): Promise<Result<never, F | AccessFault>> {
  const granted = await enter(ports, credentials, scope);
  return granted.ok ? fail(fault) : granted;
}

const noProduct = (question: Question): Fault => ({ kind: 'product-not-found', productId: question.productLabel });

const isUnknown = (access: Access, product: ProductSummary): boolean =>
  access.store.settings.registeredProductsOnly && !product.exists;
