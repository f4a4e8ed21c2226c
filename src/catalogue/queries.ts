import { authorise } from '../access/authorise.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Fault } from './faults.ts';
import type { Access, ProductImage } from './model.ts';
import type { CataloguePorts, Page, ProductSummary } from './ports.ts';

/** Who asks for what: the credential and the place, before either has been checked. */
export interface Question {
  readonly tokenDigest: string;
  readonly storeHash: string;
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
  const granted = authorise(access, question.storeHash, 'read');
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
  const granted = authorise(access, question.storeHash, 'read');
  if (!granted.ok) return granted;
  const { product, image } = value;
  if (isUnknown(granted.value, product)) return fail(noProduct(question));
  return image === undefined ? fail(noImage) : ok({ access: granted.value, product, image });
}

/** Answers with `fault`, but only to those who may ask: access faults come first. */
export async function refuse(
  ports: CataloguePorts,
  question: Pick<Question, 'tokenDigest' | 'storeHash'>,
  scope: 'read' | 'modify',
  fault: Fault,
): Promise<Result<never, Fault>> {
  const granted = authorise(await ports.reads.access(question.tokenDigest), question.storeHash, scope);
  return granted.ok ? fail(fault) : granted;
}

const noProduct = (question: Question): Fault => ({ kind: 'product-not-found', productId: question.productLabel });

const isUnknown = (access: Access, product: ProductSummary): boolean =>
  access.store.settings.registeredProductsOnly && !product.exists;
