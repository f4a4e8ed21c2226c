/** The lists of the floor: one query for token, product and images, and the bytes of the service, put together plainly. */
import type { Context } from 'hono';
import { digestOf } from './digest.ts';
import type { FloorEnv } from './index.ts';

/** A row as the query returns it: an image, with the version of its product. */
interface ImageRow {
  readonly version: number;
  readonly id: number;
  readonly media_id: number;
  readonly sort_order: number;
  readonly is_thumbnail: number;
  readonly description: string;
  readonly media_alt_text: string;
  readonly file_stem: string;
  readonly revision: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly width_px: number;
  readonly height_px: number;
}

type FloorContext = Context<{ Bindings: FloorEnv }>;

const ROWS = `SELECT p.version, i.id, i.media_id, i.sort_order, i.is_thumbnail, i.description, i.media_alt_text, i.file_stem,
    i.revision, i.created_at, i.modified_at, i.width_px, i.height_px
  FROM tokens t JOIN products p ON p.store_id = t.store_id AND p.id = ?2
  JOIN product_images i ON i.store_id = t.store_id AND i.product_id = p.id AND i.gallery = 'shop'
  WHERE t.digest = ?1 AND t.revoked_at IS NULL ORDER BY i.id LIMIT 50`;

const BOXES = { zoom: '1280.1280', standard: '386.513', thumbnail: '220.290', tiny: '44.58' } as const;

/** Reads the rows of the product in the path, for the token of a header. */
async function readRows(c: FloorContext, token: string): Promise<readonly ImageRow[]> {
  const statement = c.env.DB.prepare(ROWS).bind(await digestOf(token), Number(c.req.param('product')));
  return (await statement.all<ImageRow>()).results;
}

const etagOf = ([first]: readonly ImageRow[]): string => `"v${first?.version ?? 0}.1"`;

/** Returns what the URLs of a product's images begin with. */
const imagesUrl = (c: FloorContext): string =>
  `${new URL(c.req.url).origin}/s-demo/products/${c.req.param('product')}/images/`;

/** Returns the URL of an image in a box. Its five digits are constant, where the service derives them from the id. */
const urlOf = (images: string, row: ImageRow, box: string): string =>
  `${images}${row.id}/${row.file_stem}__12345.${row.revision}.${box}.jpg?c=1`;

const isoDate = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}+00:00`;
const rfcDate = (timeMs: number): string => new Date(timeMs).toUTCString().replace('GMT', '+0000');

/** GET as V3 answers it, or 304 where the client has this version. */
export async function listV3(c: FloorContext): Promise<Response> {
  const rows = await readRows(c, c.req.header('X-Auth-Token') ?? '');
  const headers = { ETag: etagOf(rows) };
  if (c.req.header('If-None-Match') === headers.ETag) return new Response(null, { status: 304, headers });
  const base = imagesUrl(c);
  const product = Number(c.req.param('product'));
  const data = rows.map((row) => ({
    id: row.id,
    product_id: product,
    is_thumbnail: row.is_thumbnail === 1,
    sort_order: row.sort_order,
    description: row.description,
    image_file: `a/123/${row.file_stem}__12345.jpg`,
    url_zoom: urlOf(base, row, BOXES.zoom),
    url_standard: urlOf(base, row, BOXES.standard),
    url_thumbnail: urlOf(base, row, BOXES.thumbnail),
    url_tiny: urlOf(base, row, BOXES.tiny),
    date_modified: isoDate(row.modified_at),
  }));
  const pagination = {
    total: 50,
    count: 50,
    per_page: 50,
    current_page: 1,
    total_pages: 1,
    links: { current: '?page=1&limit=50' },
  };
  return Response.json({ data, meta: { pagination } }, { headers });
}

const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** GET as V2 answers it in XML. */
export async function listXml(c: FloorContext): Promise<Response> {
  const rows = await readRows(c, c.req.header('X-Auth-Token') ?? '');
  const base = imagesUrl(c);
  const product = c.req.param('product');
  const images = rows.map(
    (row) =>
      `<image><id>${row.id}</id><product_id>${product}</product_id><image_file>a/123/${row.file_stem}__12345.jpg</image_file><zoom_url>${urlOf(base, row, BOXES.zoom)}</zoom_url><thumbnail_url>${urlOf(base, row, BOXES.thumbnail)}</thumbnail_url><standard_url>${urlOf(base, row, BOXES.standard)}</standard_url><tiny_url>${urlOf(base, row, BOXES.tiny)}</tiny_url><is_thumbnail>${row.is_thumbnail === 1}</is_thumbnail><sort_order>${row.sort_order}</sort_order><description>${escapeXml(row.description)}</description><date_created>${rfcDate(row.created_at)}</date_created><date_modified>${rfcDate(row.modified_at)}</date_modified></image>`,
  );
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n<images>${images.join('')}</images>\n`, {
    headers: { 'Content-Type': 'application/xml; charset=utf-8', ETag: etagOf(rows) },
  });
}

/** GET as the Store API answers it. */
export async function listStore(c: FloorContext): Promise<Response> {
  const [, token = ''] = atob((c.req.header('Authorization') ?? '').slice('Basic '.length)).split(':');
  const rows = await readRows(c, token);
  const base = imagesUrl(c);
  const images = rows.map((row) => ({
    id: row.id,
    media_id: row.media_id,
    alt_text: row.description,
    sort_order: row.sort_order,
    url: urlOf(base, row, BOXES.zoom),
    width: row.width_px,
    height: row.height_px,
  }));
  const timestamp = new Date().toISOString().slice(0, 19).replace('T', 'UTC');
  const request = { api_version: '1.3', status_code: 200, timestamp };
  return Response.json({ request, images }, { headers: { ETag: etagOf(rows) } });
}

const CUTS = [
  ['orig', 'x=0&y=0'],
  ['big', 'x=1024&y=768'],
  ['detail', 'x=360&y=270'],
  ['category', 'x=216&y=105'],
  ['related', 'x=100&y=100'],
] as const;

/** GET as Shoptet answers it. Nothing is signed here: in place of each signature are eight digits that open nothing. */
export async function listShoptet(c: FloorContext): Promise<Response> {
  const rows = await readRows(c, c.req.header('Shoptet-Private-API-Token') ?? '');
  const images = rows.map((row, index) => {
    const slug = row.description.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const seoName = `${row.id}_${slug}.jpg`;
    const ts = Math.floor(row.modified_at / 1000)
      .toString(16)
      .padStart(8, '0');
    const signed = CUTS.map(([type, box]) => ({ type, name: `${seoName}?ff=1&${box}&q=85&ts=${ts}&sg=01234567` }));
    return {
      name: `${row.id}.jpg`,
      priority: row.sort_order + 1,
      description: row.description,
      changeTime: `${new Date(row.modified_at).toISOString().slice(0, 19)}+0000`,
      seoName,
      cdnName: signed[1]?.name,
      signedCdnNames: signed,
      isMainImage: index === 0,
      gallery: 'shop',
    };
  });
  const body = { data: { images }, errors: null, metadata: { requestId: crypto.randomUUID() } };
  return Response.json(body, { headers: { ETag: etagOf(rows) } });
}
