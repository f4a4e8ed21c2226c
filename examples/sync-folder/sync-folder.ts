import { openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Image, NewImageFile, Vitrine } from 'vitrine-client';
import { connect } from '../connect.ts';
import { Digests } from './digests.ts';

/** How many files one request has at most. */
const FILES_A_REQUEST = 10;

const PICTURE = /\.(?:jpe?g|png|gif|webp|bmp)$/i;

const [folder = 'pictures'] = process.argv.slice(2);
const vitrine = connect();
const digests = await Digests.read(folder);
for (const entry of await readdir(folder, { withFileTypes: true })) {
  if (!entry.isDirectory()) continue;
  if (!/^[1-9]\d*$/.test(entry.name)) {
    console.error(`${entry.name}: left out, because the name of a folder is the number of its product.`);
    continue;
  }
  await syncProduct(vitrine, Number(entry.name), join(folder, entry.name));
  await digests.write();
}

/** Makes the gallery of a product what its folder is. */
async function syncProduct(service: Vitrine, product: number, path: string): Promise<void> {
  const files = (await readdir(path)).filter((name) => PICTURE.test(name)).toSorted();
  const { images } = await service.products.get(product);
  const gallery = images.filter((image) => image.gallery === 'shop');
  const kept = new Map<string, Image>();
  for (const image of gallery) if (files.includes(image.media.fileName)) kept.set(image.media.fileName, image);
  const extra = gallery.filter((image) => kept.get(image.media.fileName) !== image).map(({ id }) => id);

  const created = await createImages(
    service,
    product,
    path,
    files.filter((name) => !kept.has(name)),
  );
  const replaced = await replaceChanged(service, product, path, kept);
  if (extra.length > 0) await service.images.delete(product, extra, { references: 'clear' });

  const present = [...gallery.filter(({ id }) => !extra.includes(id)), ...created];
  const wanted = present.toSorted((a, b) => files.indexOf(a.media.fileName) - files.indexOf(b.media.fileName));
  const isInOrder = wanted.every((image, place) => image === present[place]);
  if (!isInOrder)
    await service.images.order(
      product,
      wanted.map(({ id }) => id),
      { minimal: true },
    );
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
      } else {
        console.error(`${file}: ${result.problem.detail}`);
        process.exitCode = 1;
      }
    }
  }
  return images;
}

/** Uploads files that have changed since they were uploaded, and returns how many. */
async function replaceChanged(
  service: Vitrine,
  product: number,
  path: string,
  kept: ReadonlyMap<string, Image>,
): Promise<number> {
  let replaced = 0;
  for (const [fileName, image] of kept) {
    const file = join(path, fileName);
    if (!(await digests.hasChanged(file, image.media.bytes))) continue;
    await service.images.replaceFile(product, image.id, { file: await openAsBlob(file), fileName });
    await digests.remember(file);
    replaced += 1;
  }
  return replaced;
}
