import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { PRODUCT_PROBLEMS } from '../../src/catalogue/product-problems.ts';
import type { WireProduct } from '../../src/dialects/v1/product.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { readAllProducts } from '../support/product-list.ts';
import { seededRandom, type SeededRandom } from '../support/seeded-random.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { readProduct } from '../support/v1.ts';
import { randomCommand } from './any-command.ts';

const PRODUCTS = [3, 7, 11];
const LANGUAGES = ['en', 'cs', 'de', 'pt-BR'];
const STEPS = 24;

/** Gives the store other languages and another zoom box, around the one pixel that the pictures have. */
async function configure(store: TestStore, random: SeededRandom): Promise<void> {
  const side = (): number => 1 + random.int(2);
  const settings = {
    languages: LANGUAGES.slice(random.int(LANGUAGES.length)),
    presets: { zoom: { widthPx: side(), heightPx: side() } },
  };
  await env.DB.prepare('UPDATE stores SET settings = ? WHERE id = ?').bind(JSON.stringify(settings), store.id).run();
}

/** Reads the products one by one, as the list has to show them. */
async function readWhole(store: TestStore): Promise<readonly WireProduct[]> {
  const products = [];
  for (const id of PRODUCTS) {
    const { images: _images, variants: _variants, ...product } = await readProduct(store, id);
    if (product.version > 0) products.push(product);
  }
  return products;
}

describe('the list of products, after any commands', () => {
  it.each([200, 201, 202, 203])('says what GET of each product says (seed %i) [V1-101]', async (seed) => {
    const random = seededRandom(seed);
    const store = await newStore();
    const galleries = PRODUCTS.map((id) => ({ gallery: openGalleryStore(store, id), handler: new CommandHandler() }));
    for (let step = 0; step < STEPS; step += 1) {
      const { gallery, handler } = galleries[random.int(galleries.length)] ?? {};
      if (gallery === undefined || handler === undefined) throw new Error('There is no gallery.');
      await handler.execute(operation(randomCommand(random, await gallery.load())), gallery, Date.now);
      if (random.once(8)) await configure(store, random);
      const whole = await readWhole(store);
      const [listed = []] = await readAllProducts(store, 'limit=50');
      expect(listed).toEqual(whole);
    }
    const whole = await readWhole(store);
    for (const problem of PRODUCT_PROBLEMS) {
      const [found] = await readAllProducts(store, `problem=${problem}`);
      expect(found).toEqual(whole.filter(({ problems }) => problems.includes(problem)));
    }
    for (const language of Object.keys(whole[0]?.missingAlts ?? {})) {
      const [found] = await readAllProducts(store, `missingAlt=${language}`);
      expect(found).toEqual(whole.filter(({ missingAlts }) => (missingAlts[language] ?? 0) > 0));
    }
  });
});
