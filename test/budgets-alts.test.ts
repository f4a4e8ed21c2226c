import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { costOf } from './support/cost.ts';
import { fillProduct } from './support/fill.ts';
import { newStore } from './support/stores.ts';
import { v1 } from './support/v1.ts';

const LANGUAGES = [
  'en',
  'cs',
  'de',
  'fr',
  'it',
  'nl',
  'pl',
  'pt',
  'sk',
  'sl',
  'es',
  'sv',
  'da',
  'fi',
  'hu',
  'ro',
  'bg',
  'hr',
];
const ALL = [...LANGUAGES, 'et', 'lt'];

/** Rows that are read to delete 1000 images that have texts in so many languages besides the default one. */
async function rowsToDelete(languageCount: number): Promise<number> {
  const store = await newStore({ languages: ALL });
  await fillProduct(store, 7, 1000);
  const alts = Object.fromEntries(ALL.slice(1, 1 + languageCount).map((language) => [language, 'A cup']));
  await env.DB.prepare('UPDATE product_images SET alts = ?2 WHERE store_id = ?1')
    .bind(store.id, JSON.stringify(alts))
    .run();
  const ids = Array.from({ length: 1000 }, (_, index) => index + 1);
  const response = await v1(store, 'POST', '/products/7/images/delete', { json: { ids } });
  expect(response.status).toBe(200);
  return costOf(response).rowsRead;
}

it('a deleted image costs one row read for each language that its product has texts in [V1-92]', async () => {
  const without = await rowsToDelete(0);
  expect(await rowsToDelete(19)).toBeLessThanOrEqual(without + 1000 * 20);
});
