import { expect, describe, it } from 'vitest';
import { call, guidOf, send } from '../support/shoptet.ts';
import { ask, storeApi } from '../support/store-api.ts';
import { newStore } from '../support/stores.ts';
import { v2 } from '../support/v2.ts';
import { v3 } from '../support/v3.ts';

/** The most that an error may be, whatever the request was. */
const MAX_ANSWER_CHARACTERS = 64 * 1024;

/** A little less than the longest JSON body of Shoptet and the Store API, and of BigCommerce. */
const MEGABYTE = 1_000_000;
const HALF_MEGABYTE = 500_000;

/** Repeats a text up to about `characters`, joined by commas. */
const many = (text: string, characters: number): string =>
  Array.from({ length: Math.floor(characters / (text.length + 1)) }, () => text).join(',');

/** The members of an object with as many fields as fit. */
const fields = (characters: number): string =>
  Array.from({ length: Math.floor(characters / 12) }, (_, index) => `"k${index}":1`).join(',');

const long = (characters: number): string => 'x'.repeat(characters);
/** Texts that JSON writes with six bytes for each character. */
const CONTROL = '\\u0001'.repeat(64);
const SURROGATE = '\\ud800'.repeat(64);

/** Expects that an answer is small, and no failure of the service. */
async function expectSmall(response: Response): Promise<void> {
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  expect(text.length).toBeLessThan(MAX_ANSWER_CHARACTERS);
}

/** The worst lists of rows, of about a megabyte. */
const LISTS: readonly string[] = [
  `[${many('{}', MEGABYTE)}]`,
  `[${many('1', MEGABYTE)}]`,
  `[{${fields(MEGABYTE)}}]`,
  `[${Array.from({ length: 90 }, () => `{${fields(MEGABYTE / 90)}}`).join(',')}]`,
  `[{"${long(MEGABYTE)}":1}]`,
  `[${Array.from({ length: 90 }, () => `{"${long(MEGABYTE / 90 - 20)}":1}`).join(',')}]`,
  `[${Array.from({ length: 90 }, () => `{"name":"${long(MEGABYTE / 90 - 20)}"}`).join(',')}]`,
  `[${many(`{"name":"${CONTROL}"}`, 40_000)}]`,
  `[${many(`{"name":"${SURROGATE}"}`, 40_000)}]`,
  `[${many(`{"code":"a","image":"${SURROGATE}"}`, 400_000)}]`,
  `[${many('{"code":"a","image":"nothing.png"}', 33_000)}]`,
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  `"${long(MEGABYTE)}"`,
  '{}',
];

describe('a megabyte of the worst input has a small answer:', () => {
  it.each([
    ['POST', 'images/shop', 'images'],
    ['PATCH', 'images/shop', 'images'],
    ['PATCH', 'images/shop/source', 'images'],
    ['PATCH', '', 'variants'],
  ])('Shoptet %s /products/{guid}/%s [SH-5]', async (method, path, member) => {
    const store = await newStore();
    for (const list of LISTS) {
      const raw = `{"data":{"${member}":${list}}}`;
      await expectSmall(await send(store, method, `/products/${guidOf(store, 7)}/${path}`.replace(/\/$/, ''), { raw }));
    }
  });

  it.each([
    ['POST', '/webhooks'],
    ['PATCH', '/webhooks/1'],
  ])('Shoptet %s %s [SH-5]', async (method, path) => {
    const store = await newStore();
    for (const list of LISTS) await expectSmall(await send(store, method, path, { raw: `{"data":${list}}` }));
  });

  it('Shoptet DELETE /products/images/batch [SH-5]', async () => {
    const store = await newStore();
    for (const raw of [`{${fields(MEGABYTE)}}`, `{"batchFileUrlPath":"${long(MEGABYTE)}"}`, ...LISTS]) {
      await expectSmall(await send(store, 'DELETE', '/products/images/batch', { raw }));
    }
  });

  it.each([
    ['POST', '/products/7/images'],
    ['PUT', '/products/7/images'],
    ['PUT', '/products/7/images/1'],
    ['POST', '/media'],
    ['PUT', '/media/1'],
    ['POST', '/auth'],
  ])('Store API %s %s [ST-12]', async (method, path) => {
    const store = await newStore();
    const rows = Array.from({ length: 1000 }, (_, index) => `"${'0'.repeat(900)}${index}":{"alt_text":1,"id":"x"}`);
    const worst = [
      `{${rows.join(',')}}`,
      `{${rows.join(',')},"${long(50_000)}":1}`,
      `{"0":1,"${long(MEGABYTE)}":1}`,
      `{"0":1,"${SURROGATE.repeat(2_000)}":1}`,
      `{"alt_text":"${long(MEGABYTE)}","filename":"${long(1)}/"}`,
      `{"media_data":"${long(MEGABYTE)}!"}`,
      `{"${'0'.repeat(MEGABYTE)}":{}}`,
    ];
    for (const body of [...worst, ...LISTS]) await expectSmall(await storeApi(store, method, path, { body }));
  });

  it.each([
    ['POST', '/products/7/images'],
    ['PUT', '/products/7/images/1'],
  ])('BigCommerce %s %s, V2 and V3 [BC2-39]', async (method, path) => {
    const store = await newStore();
    const worst = [
      `{${fields(HALF_MEGABYTE)}}`,
      `{"${long(HALF_MEGABYTE)}":1}`,
      `{"${SURROGATE.repeat(1_000)}":1}`,
      `{"image_file":"${long(HALF_MEGABYTE)}"}`,
      `{"image_file":"ftp://${CONTROL.repeat(4)}"}`,
      `{"image_url":"${long(HALF_MEGABYTE)}","description":"${long(9)}","is_thumbnail":"${long(9)}","sort_order":{}}`,
      '['.repeat(HALF_MEGABYTE),
    ];
    const xml = [
      `<image>${Array.from({ length: 40_000 }, (_, index) => `<k${index}/>`).join('')}</image>`,
      `<image>${'<k></k>'.repeat(60_000)}</image>`,
      `<image><${long(HALF_MEGABYTE / 2)}></${long(HALF_MEGABYTE / 2)}></image>`,
      `<image><image_file>${'&amp;'.repeat(90_000)}</image_file></image>`,
    ];
    const json = { 'Content-Type': 'application/json' };
    for (const body of worst) {
      await expectSmall(await v2(store, method, path, { body, headers: json }));
      await expectSmall(await v3(store, method, `/catalog${path}`, { body, headers: json }));
    }
    for (const body of [...xml, ...worst]) await expectSmall(await v2(store, method, path, { body, form: 'xml' }));
  });
});

describe('an answer names twenty problems, and says how many more there are', () => {
  it('in Shoptet [SH-5]', async () => {
    const store = await newStore();
    const images = Array.from({ length: 60 }, () => ({ sourceUrl: 1 }));
    const { status, errors } = await call(store, 'POST', `/products/${guidOf(store, 7)}/images/shop`, {
      json: { data: { images } },
    });
    expect([status, errors?.length]).toEqual([422, 21]);
    expect(errors?.[19]?.instance).toBe('data.images[19].sourceUrl');
    expect(errors?.at(-1)).toEqual({
      errorCode: 'invalid-request-data',
      message: 'There are 40 more problems.',
      instance: 'unknown',
    });
  });

  it('in the Store API [ST-12]', async () => {
    const json = Array.from({ length: 21 }, () => ({}));
    const { request } = await ask(await newStore(), 'POST', '/products/7/images', { json }, 400);
    expect(request.errors?.slice(-2)).toEqual([
      { field: '19.media_id', message: '19.media_id must be the id of a media' },
      { field: 'body', message: 'There is 1 more problem.' },
    ]);
  });

  it('in BigCommerce V2 [BC2-39]', async () => {
    const values = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}`, '1']));
    const response = await v2(await newStore(), 'POST', '/products/7/images', { fields: values });
    const errors = await response.json<object[]>();
    expect([errors.length, errors.at(-1)]).toEqual([21, { status: 400, message: 'There are 40 more problems.' }]);
  });
});

it('an answer to names that are not there lists a hundred, and says how many more there are [SH-50]', async () => {
  const store = await newStore();
  const variants = Array.from({ length: 150 }, (_, index) => ({ code: `v${index}`, image: `${index + 1}.png` }));
  const { status, errors } = await call(store, 'PATCH', `/products/${guidOf(store, 7)}`, {
    json: { data: { variants } },
  });
  expect([status, errors?.length, errors?.at(-1)?.message]).toEqual([200, 101, 'There are 50 more problems.']);
});

it.each([
  ['PATCH', '/source', 'images', { name: '1.png', sourceUrl: 'http://pictures.test:8080/a.png' }, 202],
  ['PATCH', '', 'variants', { code: 'a', image: null }, 200],
] as const)(
  'Shoptet %s %s takes 1000 %s at once, and no more [SH-31, SH-50]',
  async (method, path, member, row, taken) => {
    const store = await newStore();
    const base = `/products/${guidOf(store, 7)}`;
    const statusOf = async (count: number): Promise<number> => {
      const json = { data: { [member]: Array.from({ length: count }, () => row) } };
      const url = member === 'images' ? `${base}/images/shop${path}` : base;
      return (await call(store, method, url, { json })).status;
    };
    expect(await statusOf(1000)).toBe(taken);
    expect(await statusOf(1001)).toBe(422);
  },
);
