import { describe, expect, it } from 'vitest';
import { costOf } from '../support/cost.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { ask, storeApi, upload, type StoreAnswer } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const IMAGES = '/v1.3/products/7/images';

/** Makes a store with five images on two products, of two media. */
async function storeWithImages(): Promise<TestStore> {
  const store = await newStore();
  await upload(store, TINY_PNG, { filename: 'tiny.png', alt_text: 'Tiny dot' });
  await upload(store, sample('cup-landscape.jpg'), { filename: 'cup 100%.jpg', media_folder: 'product' });
  const json = [
    { media_id: 1, sort_order: 30, alt_text: 'Front view' },
    { media_id: 2, sort_order: 10, alt_text: 'Back "view"' },
    { media_id: 1, sort_order: 20 },
    { media_id: 2, sort_order: 10, alt_text: 'Front_100%' },
  ];
  await ask(store, 'POST', IMAGES, { json });
  await ask(store, 'POST', '/v1.3/products/8/images', { json: { media_id: 2, alt_text: 'Other' } });
  return store;
}

const list = async (store: TestStore, path: string, parameters: Record<string, string>): Promise<number[]> => {
  const answer = await ask(store, 'GET', `${path}?${String(new URLSearchParams(parameters))}`);
  return (answer.images ?? answer.media ?? []).map(({ id }) => id);
};

describe('limit and page', () => {
  it('default to the first 20 rows [ST-29]', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG);
    await ask(store, 'POST', IMAGES, { json: Array.from({ length: 60 }, () => ({ media_id: 1 })) });
    expect(await list(store, IMAGES, {})).toHaveLength(20);
    for (const path of [IMAGES, '/products/images']) {
      expect(await list(store, path, { limit: '50', page: '2' })).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
      expect(await list(store, path, { limit: '1000' })).toHaveLength(50);
      expect(await list(store, path, { page: '4' })).toEqual([]);
      expect(await list(store, path, { page: '99999999999999999999' })).toEqual([]);
      expect(await list(store, path, { order: 'id:desc', limit: '3', page: '2' })).toEqual([57, 56, 55]);
    }
  });

  it.each(['limit=0', 'limit=a', 'page=0', 'page=-1', 'page=1.5', 'limit='])('refuse %s [ST-29]', async (query) => {
    const { request } = await ask(await newStore(), 'GET', `${IMAGES}?${query}`, {}, 400);
    expect(request.errors?.[0]?.field).toBe(query.split('=')[0]);
  });
});

describe('an order', () => {
  it.each([
    ['sort_order:asc,id:desc', [4, 2, 3, 1]],
    ['sort_order', [2, 4, 3, 1]],
    ['alt_text:desc', [3, 4, 1, 2]],
    ['media_id:desc,id:desc', [4, 2, 3, 1]],
    ['width:DESC', [2, 4, 1, 3]],
  ])('by %s is applied [ST-30]', async (order, ids) => {
    expect(await list(await storeWithImages(), IMAGES, { order })).toEqual(ids);
  });

  it.each(['url:asc', 'id:up', 'id;drop', 'id:asc:x', 'id,,id', 'id,id,id,id,id,id', '__proto__', 'constructor'])(
    'by %s is refused [ST-30]',
    async (order) => {
      const path = `${IMAGES}?${String(new URLSearchParams({ order }))}`;
      const { request } = await ask(await newStore(), 'GET', path, {}, 400);
      expect(request.errors).toMatchObject([
        { field: 'order', message: expect.stringMatching(/character \d+/) as unknown },
      ]);
    },
  );
});

describe('the parameter fields', () => {
  it('selects the named fields of lists and of single rows [ST-31]', async () => {
    const store = await storeWithImages();
    const keys = async (path: string): Promise<string[]> => {
      const { images, media }: StoreAnswer = await ask(store, 'GET', path);
      return Object.keys((images ?? media)?.[0] ?? {});
    };
    expect(await keys(`${IMAGES}?fields=id,url`)).toEqual(['id', 'url']);
    expect(await keys(`${IMAGES}/1?fields=url`)).toEqual(['url']);
    expect(await keys('/media?fields=filename,%20size')).toEqual(['filename', 'size']);
    const all = await keys('/media');
    expect(await keys('/media?fields=_basic_')).toEqual(all);
    expect(await keys('/media?fields=size,_basic_')).toEqual(all);
    expect(await keys(`${IMAGES}?fields=_basic_`)).toEqual(await keys(IMAGES));
    expect((await ask(store, 'GET', `${IMAGES}?fields=nonsense`, {}, 400)).request.errors?.[0]?.field).toBe('fields');
  });
});

describe('malformed fields', () => {
  it.each([
    ['url,u', 5],
    ['id,,url', 4],
    ['id,', 4],
    ['nonsense', 1],
  ])('are answered with 400 and the position: %s, character %i [ST-31]', async (fields, at) => {
    const { request } = await ask(await newStore(), 'GET', `${IMAGES}?fields=${fields}`, {}, 400);
    expect(request.errors).toMatchObject([
      { field: 'fields', message: expect.stringContaining(`character ${at}:`) as unknown },
    ]);
  });
});

describe('a query on images', () => {
  it.each([
    ['alt_text:"Front view"', [1]],
    ['alt_text:"Front"', []],
    ['alt_text:Front', [1, 4]],
    ['alt_text[sw]:"Front "', [1]],
    ['alt_text[ew]:"view"', [1]],
    ['alt_text:"Back \\"view\\""', [2]],
    ['alt_text[ew]:"100%"', [4]],
    ['alt_text:Front_', [4]],
    ['alt_text:"Tiny dot"', [3]],
    ['media_id:2', [2, 4]],
    ['media_id:"2"', [2, 4]],
    ['id:{{"1","3",4}}', [1, 3, 4]],
    ['alt_text[sw]:{{"Ba","Ti"}}', [2, 3]],
    ['sort_order_min:20', [1, 3]],
    ['sort_order_max:20', [2, 3, 4]],
    ['sort_order_min:11 AND sort_order_max:29', [3]],
    ['id:1 OR id:2 AND media_id:1', [1]],
    ['[[id:1 OR id:2]] AND media_id:2', [2]],
    ['  [[ [[id:1]] ]]  OR  id:4 ', [1, 4]],
    ['width_min:2', [2, 4]],
    ['alt_text:"x\' OR 1=1 --"', []],
    ['', [1, 2, 3, 4]],
  ])('finds the matching rows: %s [ST-32]', async (query, ids) => {
    expect(await list(await storeWithImages(), IMAGES, { query })).toEqual(ids);
  });

  it('finds images of all products, and of its own store only [ST-34, ST-3]', async () => {
    const [store] = [await storeWithImages(), await storeWithImages()];
    expect(await list(store, '/products/images', { query: 'media_id:2' })).toEqual([2, 4, 5]);
    expect(await list(store, '/products/images', {})).toEqual([1, 2, 3, 4, 5]);
  });

  it('compares numbers and texts as they are shown [ST-32]', async () => {
    const store = await storeWithImages();
    expect(await list(store, IMAGES, { query: 'sort_order_max:999' })).toHaveLength(4);
    await ask(store, 'PUT', '/media/1', { json: { alt_text: 'Changed' } });
    expect(await list(store, IMAGES, { query: 'alt_text:Changed' })).toEqual([3]);
  });

  it('may be as long as the limits allow [ST-33]', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `id:${index + 1}`).join(' OR ');
    expect(await list(await storeWithImages(), IMAGES, { query: `[[[[[[[[[[${ids}]]]]]]]]]]` })).toEqual([1, 2, 3, 4]);
  });
});

describe('a query on media', () => {
  it.each([
    ['filename:"cup 100%.jpg"', [2]],
    ['filename[ew]:".png"', [1]],
    ['media_folder:product', [2]],
    ['mime_type:"image/jpeg"', [2]],
    ['aspect_ratio_min:1.2', [2]],
    ['aspect_ratio:1', [1]],
    ['size_max:1000', [1]],
    ['updated_at_min:"2020-01-01 00:00:00" AND updated_at_max:2999-01-01', [1, 2]],
    ['updated_at_max:2020-01-01T00:00:00Z', []],
  ])('finds the matching rows: %s [ST-32]', async (query, ids) => {
    expect(await list(await storeWithImages(), '/media', { query })).toEqual(ids);
  });
});

describe('a malformed query', () => {
  it.each([
    ['nonsense:1', 1],
    ['id:', 4],
    ['id:x', 4],
    ['id=1', 3],
    ['id:1 id:2', 6],
    ['id:1 AND', 6],
    ['id:1 AND ', 10],
    ['[[id:1', 7],
    ['[[id:1]', 7],
    ['alt_text:"open', 10],
    ['alt_text:"a\\b"', 12],
    ['alt_text[xx]:"a"', 9],
    ['id[sw]:"1"', 3],
    ['alt_text_min:"a"', 1],
    ['id_min:{{1}}', 8],
    ['id:{{1,}}', 8],
    ['id:{{1', 7],
    ['alt_text[sw]:""', 14],
    ['url:"x"', 1],
    ['id:1]]', 5],
    ['['.repeat(12) + 'id:1', 11],
    [Array.from({ length: 51 }, () => 'id:1').join(' OR '), 404],
    ['x'.repeat(1001), 1001],
  ])('is answered with 400 and the position: %s, character %i [ST-33]', async (query, at) => {
    const path = `${IMAGES}?${String(new URLSearchParams({ query }))}`;
    const { request } = await ask(await newStore(), 'GET', path, {}, 400);
    expect(request.errors?.[0]?.field).toBe('query');
    expect(request.errors?.[0]?.message).toContain(`character ${at}:`);
  });
});

describe('a query with too many parameters', () => {
  const many = `${IMAGES}?${'a[]&'.repeat(3840)}`;

  it.each([
    ['GET', many],
    ['GET', `/media?${'a[]&'.repeat(501)}`],
    ['GET', `/products/images?${'a&'.repeat(501)}`],
    ['DELETE', `${IMAGES}/1?${'a[b]&'.repeat(501)}`],
  ])('is answered %s with 400 before it is parsed [ST-46]', async (method, path) => {
    const answer = await ask(await storeWithImages(), method, path, {}, 400);
    expect(answer.request.errors).toEqual([{ field: 'parameters', message: 'A call has at most 500 parameters' }]);
  });

  it('is answered with 401 after one read of the token where that is unknown [ST-46, ST-35]', async () => {
    const response = await storeApi(await newStore(), 'GET', many, { key: 'unknown' });
    expect([response.status, costOf(response).roundTrips]).toEqual([401, 1]);
  });

  it('is answered as any other where it has 500 [ST-46]', async () => {
    const { images } = await ask(await storeWithImages(), 'GET', `${IMAGES}?${'a[]&'.repeat(499)}limit=1`);
    expect(images).toHaveLength(1);
  });
});
