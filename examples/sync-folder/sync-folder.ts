import { openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Image, NewImageFile, Vitrine } from 'vitrine-client';
import { connect } from '../connect.ts';
import { Digests } from './digests.ts';

/** How many files one request has at most. */
const FILES_A_REQUEST = 20;

const PICTURE = /\.(?:jpe?g|png|gif|webp|bmp)$/i;

const [folder = 'pictures'] = process.argv.slice(2);
const vitrine = connect();
const digests = await Digests.read(folder);
for (const name of (await readdir(folder)).filter((entry) => /^\d+$/.test(entry))) {
  await syncProduct(vitrine, Number(name), join(folder, name));
  await digests.write();
}

/** Makes the gallery of a product what its folder is. */
async function syncProduct(service: Vitrine, product: number, path: string): Promise<void> {
  const files = (await readdir(path)).filter((name) => PICTURE.test(name)).toSorted();
  const { images } = await service.products.get(product);
  const gallery = images.filter((image) => image.gallery === 'shop');
  const present = new Map(gallery.map((image) => [image.media.fileName, image]));

  const missing = files.filter((name) => !present.has(name));
  const created = await createImages(service, product, path, missing);
  const replaced = await replaceChanged(service, product, path, files, present);

  const extra = gallery.filter(
    (image) => present.get(image.media.fileName) !== image || !files.includes(image.media.fileName),
  );
  if (extra.length > 0) {
    await service.images.delete(
      product,
      extra.map(({ id }) => id),
      { references: 'clear' },
    );
  }

  const idOf = new Map([...present.values(), ...created].map((image) => [image.media.fileName, image.id]));
  const order = files.flatMap((name) => idOf.get(name) ?? []);
  const isInOrder =
    created.length === 0 &&
    order.every((id, place) => gallery.filter((image) => !extra.includes(image))[place]?.id === id);
  if (!isInOrder && order.length > 0) await service.images.order(product, order, { minimal: true });
  console.log(`Product ${product}: ${created.length} created, ${replaced} replaced, ${extra.length} deleted.`);
}

/** Uploads files that the product does not have, and returns their images. */
async function createImages(
  service: Vitrine,
  product: number,
  path: string,
  names: readonly string[],
): Promise<Image[]> {
  const images: Image[] = [];
  for (let from = 0; from < names.length; from += FILES_A_REQUEST) {
    const some = names.slice(from, from + FILES_A_REQUEST);
    const files = await Promise.all(
      some.map(async (fileName): Promise<NewImageFile> => ({ file: await openAsBlob(join(path, fileName)), fileName })),
    );
    const { results } = await service.images.create(product, files);
    for (const [index, result] of results.entries()) {
      const file = join(path, some[index] ?? '');
      if ('image' in result) {
        images.push(result.image);
        await digests.remember(file);
      } else console.error(`${file}: ${result.problem.detail}`);
    }
  }
  return images;
}

/** Uploads files that have changed since they were uploaded, and returns how many. */
async function replaceChanged(
  service: Vitrine,
  product: number,
  path: string,
  names: readonly string[],
  present: ReadonlyMap<string, Image>,
): Promise<number> {
  let replaced = 0;
  for (const fileName of names) {
    const [image, file] = [present.get(fileName), join(path, fileName)];
    if (image === undefined || !(await digests.hasChanged(file, image.media.bytes))) continue;
    await service.images.replaceFile(product, image.id, { file: await openAsBlob(file), fileName });
    await digests.remember(file);
    replaced += 1;
  }
  return replaced;
}
