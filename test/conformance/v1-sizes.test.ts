import { describe, expect, it } from 'vitest';
import { MAX_NAMED_SIZES } from '../../src/model/settings.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, listImages } from '../support/v3.ts';

const PRESETS = [
  { name: 'zoom', width: 1280, height: 1280, fit: 'contain' },
  { name: 'standard', width: 386, height: 513, fit: 'contain' },
  { name: 'thumbnail', width: 220, height: 290, fit: 'contain' },
  { name: 'tiny', width: 44, height: 58, fit: 'contain' },
];
const CARD = { name: 'card', width: 300, height: 400, fit: 'cover' };
const SHEET = { name: 'sheet', width: 500, height: 500, fit: 'pad', background: '#abcdef' };

const put = (store: TestStore, sizes: readonly object[], headers: Record<string, string> = {}): Promise<Response> =>
  v1(store, 'PUT', '/sizes', { json: { sizes }, headers });

const listed = async (store: TestStore): Promise<readonly object[]> => {
  const { sizes } = await (await v1(store, 'GET', '/sizes')).json<{ sizes: object[] }>();
  return sizes;
};

describe('GET and PUT /v1/sizes', () => {
  it('begin with the four that the other APIs know [V1-71]', async () => {
    expect(await listed(await newStore())).toEqual(PRESETS);
  });

  it('set all sizes of the store’s own, and name retired ones for ever [V1-71]', async () => {
    const store = await newStore();
    const first = await put(store, [CARD, { ...SHEET, background: '#ABCDEF' }]);
    expect([first.status, await first.json()]).toEqual([200, { sizes: [...PRESETS, CARD, SHEET] }]);
    const wide = { name: 'wide', width: 900, height: 300, fit: 'contain' };
    await put(store, [SHEET, { name: 'wide', width: 900, height: 300 }]);
    const all = await listed(store);
    expect(all).toEqual([...PRESETS, SHEET, wide, { ...CARD, retired: true }]);
    // What was read can be sent back.
    expect((await put(store, all)).status).toBe(200);
    expect(await listed(store)).toEqual(all);
  });

  it('name a retired size that has the box of one of Shoptet’s cuts [V1-71]', async () => {
    const store = await newStore();
    const tile = { name: 'tile', width: 100, height: 100, fit: 'contain' };
    await put(store, [tile]);
    await put(store, []);
    expect(await listed(store)).toEqual([...PRESETS, { ...tile, retired: true }]);
  });

  it('change the four for all APIs, where they are named [V1-71]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await put(store, [{ name: 'tiny', width: 60, height: 70 }]);
    expect((await listed(store)).slice(3)).toEqual([
      { name: 'tiny', width: 60, height: 70, fit: 'contain' },
      { name: 'tiny', width: 44, height: 58, fit: 'contain', retired: true },
    ]);
    const [image] = await listImages(store, 7);
    expect(image?.url_tiny).toContain('.60.70.png?c=1');
    expect((await readProduct(store, 7)).images[0]?.urls['tiny']).toBe(image?.url_tiny);
  });

  it('show each size in urls by its name, the store’s own after the four [V1-72]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await put(store, [CARD, SHEET]);
    const [image] = (await readProduct(store, 7)).images;
    expect(Object.keys(image?.urls ?? {})).toEqual(['zoom', 'standard', 'thumbnail', 'tiny', 'card', 'sheet']);
    expect(image?.urls['card']).toContain('.300.400.cover.png?c=1');
    expect(image?.urls['sheet']).toContain('.500.500.pad-abcdef.png?c=1');
  });

  it.each<[string, readonly object[], string]>([
    ['a name of other characters', [{ ...CARD, name: 'Card' }], '/sizes/0/name'],
    ['a name that comes twice', [CARD, { ...SHEET, name: 'card' }], '/sizes/1/name'],
    ['a side of 0', [{ ...CARD, width: 0 }], '/sizes/0/width'],
    ['a side above 12,000 px', [{ ...CARD, height: 12_001 }], '/sizes/0/height'],
    ['a fit that there is not', [{ ...CARD, fit: 'squeeze' }], '/sizes/0/fit'],
    ['another fit for a preset', [{ ...CARD, name: 'zoom' }], '/sizes/0/fit'],
    ['a background of a fit that has none', [{ ...CARD, background: '#ffffff' }], '/sizes/0/background'],
    ['a background that is no colour', [{ ...SHEET, background: 'white' }], '/sizes/0/background'],
    ['an unknown field', [{ ...CARD, quality: 3 }], '/sizes/0/quality'],
    [
      `more than ${MAX_NAMED_SIZES}`,
      Array.from({ length: MAX_NAMED_SIZES + 1 }, (_, index) => ({ ...CARD, name: `n${index}` })),
      '/sizes',
    ],
  ])('refuse %s by its pointer, and change nothing [V1-71, V1-8]', async (_what, sizes, pointer) => {
    const store = await newStore();
    const response = await put(store, sizes);
    expect([response.status, (await problemOf(response)).errors?.map((error) => error.pointer)]).toEqual([
      422,
      [pointer],
    ]);
    expect(await listed(store)).toEqual(PRESETS);
  });

  it('are told as an event, and take a key once [V1-71, V1-10]', async () => {
    const store = await newStore();
    const key = { 'Idempotency-Key': 'sizes-1' };
    const first = await put(store, [CARD], key);
    const again = await put(store, [CARD], key);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    expect((await put(store, [SHEET], key)).status).toBe(422);
    const { events } = await (await v1(store, 'GET', '/events')).json<{ events: { type: string }[] }>();
    expect(events.map(({ type }) => type)).toEqual(['sizes.updated']);
  });

  it('heed If-Match on the version of the store’s settings, and answer 304 [V1-71, V1-10]', async () => {
    const store = await newStore();
    const etag = (await v1(store, 'GET', '/sizes')).headers.get('ETag') ?? '';
    expect((await v1(store, 'GET', '/sizes', { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const first = await put(store, [CARD], { 'If-Match': etag });
    expect([first.status, first.headers.get('ETag') === etag]).toEqual([200, false]);
    for (const stale of [etag, '"zzz"', '"v-1.1"']) {
      const second = await put(store, [SHEET], { 'If-Match': stale });
      expect([second.status, (await problemOf(second)).type]).toEqual([
        412,
        expect.stringMatching(/#settings-changed$/),
      ]);
    }
    expect(await listed(store)).toEqual([...PRESETS, CARD]);
    expect((await put(store, [SHEET], { 'If-Match': `"zzz", ${first.headers.get('ETag')}` })).status).toBe(200);
    expect((await put(store, [SHEET], { 'If-Match': '*' })).status).toBe(200);
  });

  it('end where the store has offered as many as it may, and say what to do [V1-71]', async () => {
    const store = await newStore();
    const many = (from: number) =>
      Array.from({ length: MAX_NAMED_SIZES }, (_, index) => ({
        name: `n${index}`,
        width: 800,
        height: 600,
        fit: 'pad',
        background: `#${String(from * 100 + index).padStart(6, '0')}`,
      }));
    for (let from = 1; from <= 7; from += 1) expect((await put(store, many(from))).status).toBe(200);
    const response = await put(store, many(8));
    expect([response.status, (await problemOf(response)).type]).toEqual([
      409,
      expect.stringMatching(/#too-many-sizes$/),
    ]);
    expect((await put(store, many(3))).status).toBe(200);
  });
});
