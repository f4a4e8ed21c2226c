import { env } from 'cloudflare:workers';
import { parsePicturePath } from '../../src/delivery/picture-path.ts';
import type { StoredPicture } from '../../src/delivery/ports.ts';
import { type Cost, noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1PictureIndex } from '../../src/storage/picture-index.ts';

/** Opens the index of pictures on the tests' database. */
export const openPictureIndex = (cost: Cost = noCost()): D1PictureIndex =>
  new D1PictureIndex(new Database(env.DB, cost));

/** Finds the picture that a URL shows; undefined where it shows none. */
export async function findStored(url: string, cost: Cost = noCost()): Promise<StoredPicture | undefined> {
  const path = parsePicturePath(new URL(url).pathname);
  return path && (await openPictureIndex(cost).find(path));
}
