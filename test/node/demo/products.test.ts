import { readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { demoPicturePath } from '../../../demo/fill.ts';
import { GLAZES } from '../../../demo/glazes.ts';
import { DEMO_PRODUCTS } from '../../../demo/products.ts';
import { SHOTS, TURNTABLE_FRAMES } from '../../../demo/scenes/shots.ts';

/** The most that all pictures may have together, in bytes. */
const MAX_BYTES = 6_000_000;

const files = readdirSync(demoPicturePath('.'));
const pictures = DEMO_PRODUCTS.flatMap((product) => product.pictures);

describe('the products of the demo store', () => {
  it('have numbers of their own, and texts in both languages but for a few [DEMO-5]', () => {
    const ids = DEMO_PRODUCTS.map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 15 }, (_, index) => 1001 + index));
    expect(pictures.filter(({ en }) => en === undefined)).toHaveLength(1);
    expect(pictures.filter(({ cs }) => cs === undefined)).toHaveLength(4);
  });

  it('name pictures of theirs where they name one [DEMO-6]', () => {
    for (const { pictures: own, main, variants = [] } of DEMO_PRODUCTS) {
      const names = own.map(({ file }) => file);
      const named = [...(main === undefined ? [] : [main]), ...variants.map(({ file }) => file)];
      expect(names).toEqual(expect.arrayContaining(named));
    }
  });

  it('use every picture that is there, and no other [DEMO-7]', () => {
    const own = DEMO_PRODUCTS.flatMap(({ ownPicture, deleted = [] }) => [
      ...(ownPicture ? [ownPicture.file] : []),
      ...deleted.map(({ file }) => file),
    ]);
    const used = new Set([...pictures.map(({ file }) => file), ...own]);
    expect([...used].toSorted()).toEqual(files.toSorted());
  });
});

describe('the pictures of the demo store', () => {
  it('are all made from scenes [DEMO-7]', () => {
    const made = new Set([
      ...SHOTS.map(({ name, shape }) => `${name}.${shape === 'cut-out' ? 'png' : 'jpg'}`),
      ...GLAZES.map(({ name }) => `wall-tile-${name}.jpg`),
      ...Array.from(
        { length: TURNTABLE_FRAMES },
        (_, index) => `watering-can-360-${String(index + 1).padStart(2, '0')}.jpg`,
      ),
      'pepper-mill-oak-from-supplier.jpg',
    ]);
    expect(files.filter((file) => !made.has(file))).toEqual([]);
  });

  it('are small enough for a repository [DEMO-7]', () => {
    const bytes = files.reduce((sum, file) => sum + statSync(demoPicturePath(file)).size, 0);
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  });
});
