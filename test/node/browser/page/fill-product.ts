import { readFileSync } from 'node:fs';
import { inject } from 'vitest';
import { type Product, Vitrine } from 'vitrine-client';

const FILES = [
  'cup-landscape.jpg',
  'mug-alpha.webp',
  'rocket-poster.jpg',
  'shirt-red-transparent.png',
  'cup-square.webp',
];

/** The most images that one request creates. */
const MAX_NEW_IMAGES = 100;

let media: Promise<readonly number[]> | undefined;

/** The service as a program calls it, for what a test prepares and for what it looks at afterwards. */
export const asProgram = (token = 'demo-token'): Vitrine => new Vitrine({ url: inject('origin'), token });

/** Gives a product so many images of a few pictures. @returns it, with its images in display order. */
export async function fillProduct(product: number, count: number): Promise<Product> {
  const client = asProgram();
  const ids = await (media ??= createMedia(client));
  for (let done = 0; done < count; done += MAX_NEW_IMAGES) {
    const length = Math.min(MAX_NEW_IMAGES, count - done);
    const images = Array.from({ length }, (_, index) => ({ mediaId: ids[index % ids.length] ?? 0 }));
    await client.images.create(product, images);
  }
  return await client.products.get(product);
}

async function createMedia(client: Vitrine): Promise<readonly number[]> {
  const files = FILES.map((name) => ({ file: new File([readFileSync(`samples/${name}`)], name) }));
  const { results } = await client.images.create(71_099, files);
  return results.flatMap((result) => ('image' in result ? result.image.media.id : []));
}

/** The ids of the images of a product as the service has them, in display order. */
export const orderOf = async (product: number): Promise<readonly number[]> =>
  (await asProgram().products.get(product)).images.map(({ id }) => id);
