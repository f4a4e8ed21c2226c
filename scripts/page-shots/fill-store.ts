import { openAsBlob } from 'node:fs';
import { Vitrine } from 'vitrine-client';

/** The pictures of a few products, by their numbers. */
const PRODUCTS: Readonly<Record<number, readonly string[]>> = {
  401: ['cup-landscape.jpg', 'cup-portrait-progressive.jpg', 'cup-square.webp'],
  402: ['shirt-red-transparent.png', 'shirt-blue-palette.png', 'shirt-green-transparent.gif', 'size-chart-large.png'],
  403: ['cat-orientation-1.jpg', 'cat-orientation-3.jpg', 'rocket-poster.jpg'],
  404: ['brick-tile-grey.jpg', 'turf-grey.png'],
  405: ['mug-alpha.webp', 'box-turntable.gif', 'swatch-tiny.png', 'cup-landscape.jpg', 'rocket-poster.jpg'],
};

/** Fills a store with a few products, some of whose texts are missing, one deleted image, and a job that half fails. */
export async function fillStore({ origin, token }: { readonly origin: string; readonly token: string }): Promise<void> {
  const vitrine = new Vitrine({ url: origin, token });
  for (const [id, names] of Object.entries(PRODUCTS)) {
    const images = names.map(async (fileName, index) => ({
      file: await openAsBlob(`samples/${fileName}`),
      fileName,
      alt: index === 2 ? undefined : `Product ${id}, picture ${index + 1}`,
    }));
    await vitrine.images.create(Number(id), await Promise.all(images));
  }
  const { images } = await vitrine.products.get(404);
  await vitrine.images.delete(
    404,
    images.slice(1).map(({ id }) => id),
  );
  const paths = ['cup-landscape.webp', 'mug-alpha.webp'].map((name) => ({ url: `https://pictures.invalid/${name}` }));
  const { jobId } = await vitrine.images.createLater(406, paths);
  await vitrine.jobs.wait(jobId);
}
