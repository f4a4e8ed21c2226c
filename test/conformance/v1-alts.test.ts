import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { WireEvent } from '../../src/dialects/v1/event.ts';
import type { WireEntry } from '../../src/dialects/v1/history.ts';
import type { WireImage } from '../../src/dialects/v1/product.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { create } from '../gallery/commands.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { createByJob, guidOf } from '../support/shoptet.ts';
import { ask } from '../support/store-api.ts';
import { readProducts } from '../support/product-list.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, v3 } from '../support/v3.ts';

const LANGUAGES = ['en', 'cs', 'pt-BR'];

/** A store of three languages with a product of two images in `shop`. */
async function polyglot(): Promise<TestStore> {
  const store = await newStore({ languages: LANGUAGES });
  for (const description of ['A cup', '']) await createImage(store, 7, TINY_PNG, { description });
  return store;
}

/** An update of nothing. */
const UNCHANGED = {
  sortOrder: undefined,
  isThumbnail: undefined,
  description: undefined,
  focalPoint: undefined,
  upload: undefined,
};

const patch = (store: TestStore, ...images: readonly object[]): Promise<Response> =>
  v1(store, 'PATCH', '/products/7/images', { json: { images } });

async function altsOf(store: TestStore): Promise<readonly unknown[]> {
  return (await readProduct(store, 7)).images.map(({ alts }) => alts);
}

describe('texts in other languages', () => {
  it('are set, changed and taken away one by one, and the others stay [V1-92, V1-93]', async () => {
    const store = await polyglot();
    expect(await altsOf(store)).toEqual([{}, {}]);
    const response = await patch(store, { id: 1, alts: { 'pt-BR': 'Caneca', cs: 'Hrnek' } }, { id: 2, alts: {} });
    const { images } = await response.json<{ images: readonly WireImage[] }>();
    expect(images.map(({ alt, alts }) => [alt, alts])).toEqual([
      ['A cup', { cs: 'Hrnek', 'pt-BR': 'Caneca' }],
      ['', {}],
    ]);
    expect(Object.keys(images[0]?.alts ?? {})).toEqual(['cs', 'pt-BR']);
    await patch(store, { id: 1, alts: { cs: null } }, { id: 2, alts: { cs: 'Zezadu', 'pt-BR': ' ' } });
    expect(await altsOf(store)).toEqual([{ 'pt-BR': 'Caneca' }, { cs: 'Zezadu' }]);
    await patch(store, { id: 1, alts: { 'pt-BR': '' } });
    expect(await altsOf(store)).toEqual([{}, { cs: 'Zezadu' }]);
  });

  it('come with new images [V1-92]', async () => {
    const store = await newStore({ languages: LANGUAGES });
    const command = create({ alts: { cs: 'Hrnek', 'pt-BR': '\t' } }, {});
    await new CommandHandler().execute(operation(command), openGalleryStore(store, 7), Date.now);
    expect(await altsOf(store)).toEqual([{ cs: 'Hrnek' }, {}]);
  });

  it('are nothing that other APIs see or change [V1-92]', async () => {
    const store = await polyglot();
    await patch(store, { id: 1, alts: { cs: 'Hrnek' } });
    const shown = await (await v3(store, 'GET', '/catalog/products/7/images/1')).text();
    expect(shown).toContain('"description":"A cup"');
    expect(shown).not.toContain('Hrnek');
    await v3(store, 'PUT', '/catalog/products/7/images/1', { json: { description: 'A mug' } });
    await ask(store, 'PUT', '/products/7/images/1', { json: { sort_order: 5 } });
    const image = (await readProduct(store, 7)).images.find(({ id }) => id === 1);
    expect([image?.alt, image?.alts]).toEqual(['A mug', { cs: 'Hrnek' }]);
  });

  it.each([
    [{ de: 'Tasse' }, '/images/1/alts/de', 'The store has no texts in this language.'],
    [{ CS: 'Hrnek' }, '/images/1/alts/CS', 'The store has no texts in this language.'],
    [{ en: 'Cup' }, '/images/1/alts/en', 'The text in the default language is alt.'],
    [{ cs: 'x'.repeat(65_536) }, '/images/1/alts/cs', 'It has 65,535 characters at most.'],
    [{ cs: 5 }, '/images/1/alts/cs', 'It has to be a text, and is a number.'],
  ])('%j are 422, with the pointer, and nothing is changed [V1-93]', async (alts, pointer, detail) => {
    const store = await polyglot();
    const response = await patch(store, { id: 1, alt: 'other' }, { id: 2, alts });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors).toEqual([{ pointer, detail }]);
    expect((await readProduct(store, 7)).version).toBe(2);
  });

  it('of a language that the store has dropped are taken away, and not found before [V1-93, V1-99]', async () => {
    const store = await polyglot();
    await patch(store, { id: 1, alts: { cs: 'Hrnek', 'pt-BR': 'Caneca' } });
    const setLanguages = (...languages: readonly string[]): Promise<Response> =>
      v1(store, 'PATCH', '/store', { json: { languages } });
    await setLanguages('en', 'pt-BR');
    expect((await readProducts(store, '?search=hrnek')).items).toHaveLength(0);
    expect((await readProducts(store, '?search=caneca')).items).toHaveLength(1);
    expect((await patch(store, { id: 1, alts: { cs: 'Šálek' } })).status).toBe(422);
    expect((await patch(store, { id: 1, alts: { cs: null, en: ' ', 'de-AT': null } })).status).toBe(200);
    for (const language of ['CS', 'no language', '']) {
      expect((await patch(store, { id: 1, alts: { [language]: null } })).status).toBe(422);
    }
    await setLanguages(...LANGUAGES);
    expect(await altsOf(store)).toEqual([{ 'pt-BR': 'Caneca' }, {}]);
  });

  it('of twenty-five languages that there are not are named up to twenty [V1-93, V1-8]', async () => {
    const store = await polyglot();
    const alts = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`x${index}`, 'a']));
    const { errors } = await problemOf(await patch(store, { id: 1, alts }));
    expect(errors).toHaveLength(21);
    expect(errors?.at(-1)?.detail).toBe('There are 5 more problems.');
  });

  it('count as texts, which take 1,500,000 bytes at most [V1-93]', async () => {
    const store = await newStore({ languages: LANGUAGES });
    const long = 'x'.repeat(65_000);
    const images = Array.from({ length: 12 }, () => ({ alts: { cs: long, 'pt-BR': long } }));
    const run = (...[command]: Parameters<typeof operation>) =>
      new CommandHandler().execute(operation(command), openGalleryStore(store, 7), Date.now);
    expect(await run(create(...images))).toMatchObject({ fault: { kind: 'product-texts-full' } });
    expect(await run(create(...images.slice(0, 11)))).toMatchObject({ ok: true });
  });

  it('are in twenty languages of an image at most, and in not too many of a product [V1-92, V1-93]', async () => {
    const store = await newStore();
    const run = (...[command]: Parameters<typeof operation>) =>
      new CommandHandler().execute(operation(command), openGalleryStore(store, 7), Date.now);
    const texts = (first: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`a-${first + index}`, 'x']));
    const change = (imageId: number, alts: Record<string, string | null>) =>
      run({ kind: 'update', gallery: 'shop', updates: [{ ...UNCHANGED, imageId, alts }], makeRoom: false });
    const tooMany = { fault: { kind: 'product-texts-full' } };
    expect(await run(create({ alts: texts(0, 21) }))).toMatchObject(tooMany);
    expect(await run(create({ alts: texts(0, 20) }))).toMatchObject({ ok: true });
    expect(await change(1, texts(20, 1))).toMatchObject(tooMany);
    expect(await change(1, { ...texts(20, 1), 'a-0': null })).toMatchObject({ ok: true });
    const many = Array.from({ length: 20 }, (_, index) => ({ alts: texts(100 + 20 * index, 20) }));
    expect(await run(create(...many))).toMatchObject(tooMany);
  });

  it('are undone, told and brought back from the trash as any text [V1-94]', async () => {
    const store = await polyglot();
    await patch(store, { id: 1, alts: { cs: 'Hrnek' } });
    await patch(store, { id: 1, alts: { cs: 'Šálek', 'pt-BR': 'Caneca' } });
    const { events } = await (await v1(store, 'GET', '/events?after=3')).json<{ events: readonly WireEvent[] }>();
    expect(events).toMatchObject([{ type: 'images.updated', data: { changed: ['alt'], images: [{ id: 1 }] } }]);
    const { items } = await (await v1(store, 'GET', '/products/7/history')).json<{ items: readonly WireEntry[] }>();
    expect(items[0]?.summary).toBe('alt text of 1 image');
    await v3(store, 'DELETE', '/catalog/products/7/images/1');
    expect((await v1(store, 'POST', '/trash/restore', { json: { ids: [1] } })).status).toBe(200);
    expect((await altsOf(store))[0]).toEqual({ cs: 'Šálek', 'pt-BR': 'Caneca' });
    for (const [toVersion, alts] of [
      [3, { cs: 'Hrnek' }],
      [2, {}],
      [4, { cs: 'Šálek', 'pt-BR': 'Caneca' }],
    ] as const) {
      await v1(store, 'POST', '/products/7/undo', { json: { toVersion } });
      expect((await altsOf(store))[0]).toEqual(alts);
    }
  });
});

describe('what is missing', () => {
  it('is counted in shop for each language of the store [V1-95]', async () => {
    const store = await polyglot();
    const missing = async (): Promise<unknown> => (await readProduct(store, 7)).missingAlts;
    expect(await missing()).toEqual({ en: 1, cs: 2, 'pt-BR': 2 });
    await createByJob(store, guidOf(store, 7), 'shop360', [{}]);
    await patch(store, { id: 1, alt: ' \n', alts: { cs: 'Hrnek' } }, { id: 3, alts: { cs: 'Zezadu' } });
    expect(await missing()).toEqual({ en: 2, cs: 1, 'pt-BR': 2 });
  });
});
