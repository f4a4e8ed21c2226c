import { env, exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { productGuid } from '../../src/model/product-guid.ts';
import { addToken } from '../support/stores.ts';
import { ORIGIN } from '../support/v3.ts';

const HASH = 'listbodies';
const TOKEN = 'token-of-list-bodies';
const PRODUCT = 7;

/** Texts that are hard to write in one form or another: quotes, markup, control characters, other scripts. */
const TEXTS = [
  'A cup',
  '',
  '  ',
  `Quotes " ' and \\ and / and <b>&amp;</b>`,
  'Lines\nand\r\nreturns\tand\u0007bells\u0000and nothing',
  'Žluťoučký kůň, straße, 日本語, 🏆 and \u2028',
  'x'.repeat(300),
];
const FORMATS = ['jpeg', 'png', 'gif', 'webp', 'bmp', 'wbmp', 'xbm'];

/** Makes a store with a hash that is always the same, for signatures depend on it, and a product with an image a text. */
async function fill(): Promise<number> {
  const store = await env.DB.prepare(
    `INSERT INTO stores (hash, name, settings, created_at) VALUES (?, 'Bodies', '{"signing":"accepted"}', 1) RETURNING id`,
  )
    .bind(HASH)
    .first<{ id: number }>();
  const storeId = store?.id ?? 0;
  await addToken(storeId, TOKEN, 'admin');
  await env.DB.prepare(
    `INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?1, ?2, ?3, 1, 1750000000000, 1750000000000)`,
  )
    .bind(storeId, PRODUCT, productGuid({ storeId, productId: PRODUCT }))
    .run();
  for (const [index, text] of TEXTS.entries()) await insertImage(storeId, index, text);
  return storeId;
}

async function insertImage(storeId: number, index: number, text: string): Promise<void> {
  const format = FORMATS[index % FORMATS.length] ?? 'png';
  const at = 1_750_000_000_000 + index * 86_399_001;
  const blob = await env.DB.prepare(
    `INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
      VALUES (?1, ?2, ?2, ?3, 1, 1, 1, 1, 0, unixepoch() * 1000) RETURNING id`,
  )
    .bind(storeId, `list-bodies-${index}`, format)
    .first<{ id: number }>();
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO media (store_id, id, blob_id, folder, filename, original_name, file_stem, alt_text, is_pinned, format,
          byte_count, width_px, height_px, created_at, updated_at)
        VALUES (?1, ?2, ?3, 'product', ?4, 'a', 'stem', ?5, 0, ?6, 1, 800, 600, 1, 1)`,
    ).bind(storeId, index + 1, blob?.id ?? 0, `file-${index}`, `Media ${text}`, format),
    env.DB.prepare(
      `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description,
          file_stem, format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, focal_x,
          focal_y, blob_id)
        VALUES (?1, ?2, 'shop', ?3, ?4, ?5, ?6, ?7, ?8, ?9, 800, 600, ?10, ?11, ?11, ?12, ?13, ?14, ?14, ?15)`,
    ).bind(
      storeId,
      PRODUCT,
      index + 101,
      index + 1,
      5 - index,
      index === 2 ? 1 : 0,
      text,
      `a_stem-${index}`,
      format,
      `Media ${text}`,
      1_750_000_000 + index,
      at,
      at + 1_000,
      index % 2 === 0 ? null : 0.1234,
      blob?.id ?? 0,
    ),
  ]);
}

/** Returns a body without what differs between two runs. */
const steady = (body: string): string =>
  body.replace(/"requestId":"[^"]+"/, '"requestId":"…"').replace(/"timestamp":"[^"]+"/, '"timestamp":"…"');

it('lists have the same bytes as ever [BC3-8] [BC2-14] [SH-14] [ST-14]', async () => {
  const storeId = await fill();
  const guid = productGuid({ storeId, productId: PRODUCT });
  const basic = { Authorization: `Basic ${btoa(`${HASH}:${TOKEN}`)}` };
  const token = { 'X-Auth-Token': TOKEN };
  const shoptet = { 'Shoptet-Private-API-Token': TOKEN };
  const lists: readonly (readonly [string, string, Record<string, string>])[] = [
    ['v3.json', `/stores/${HASH}/v3/catalog/products/${PRODUCT}/images`, token],
    ['v3-page.json', `/stores/${HASH}/v3/catalog/products/${PRODUCT}/images?limit=2&page=2`, token],
    ['v3-past.json', `/stores/${HASH}/v3/catalog/products/${PRODUCT}/images?limit=2&page=9`, token],
    [
      'v3-fields.json',
      `/stores/${HASH}/v3/catalog/products/${PRODUCT}/images?include_fields=description,url_tiny`,
      token,
    ],
    ['v3-none.json', `/stores/${HASH}/v3/catalog/products/99/images`, token],
    ['v3-one.json', `/stores/${HASH}/v3/catalog/products/${PRODUCT}/images/104`, token],
    ['v2.json', `/stores/${HASH}/v2/products/${PRODUCT}/images`, token],
    ['v2.xml', `/stores/${HASH}/v2/products/${PRODUCT}/images.xml`, token],
    ['v2-one.xml', `/stores/${HASH}/v2/products/${PRODUCT}/images/105.xml`, token],
    ['store.json', `/v1.3/products/${PRODUCT}/images/?limit=50`, basic],
    ['store-fields.json', `/v1.3/products/${PRODUCT}/images/?fields=id,alt_text&limit=2&page=2`, basic],
    ['shoptet.json', `/api/products/${guid}/images/shop`, shoptet],
    ['shoptet-360.json', `/api/products/${guid}/images/shop360`, shoptet],
  ];
  for (const [name, path, headers] of lists) {
    const response = await exports.default.fetch(new Request(`${ORIGIN}${path}`, { headers }));
    const kept = [...response.headers].filter(
      ([header]) => header !== 'x-request-id' && header !== 'server-timing' && header !== 'x-d1-bookmark',
    );
    const text = [response.status, ...kept.map((pair) => pair.join(': ')), '', steady(await response.text()), ''].join(
      '\n',
    );
    await expect(text).toMatchFileSnapshot(`./list-bodies/${name}.txt`);
  }
});
