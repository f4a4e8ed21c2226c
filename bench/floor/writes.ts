/**
 * The writes of the floor: who writes is asked, then one batch has the rows that change and a journal row, without asking
 * what is there. The triggers of the schema count and check as they do for the service. The move is one UPDATE and nothing
 * else.
 */
import type { Context } from 'hono';
import { digestOf } from './digest.ts';
import type { FloorEnv } from './index.ts';

type FloorContext = Context<{ Bindings: FloorEnv }>;

const product = (c: FloorContext): number => Number(c.req.param('product'));
const image = (c: FloorContext): number => Number(c.req.param('image'));

/** Inserts the journal row of a change, which raises the version of the product. */
const journal = (c: FloorContext, type: string, key: string | null = null): D1PreparedStatement =>
  c.env.DB.prepare(
    `INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, key_scope, key, fingerprint, type, change)
      SELECT 1, (SELECT max(seq) FROM journal WHERE store_id = 1) + 1, ?2, id, version + 1, last_seq, ?3, iif(?4 IS NULL, NULL, 'product:' || id), ?4, ?4, ?5, '{}'
        FROM products WHERE store_id = 1 AND id = ?1`,
  ).bind(product(c), Date.now(), crypto.randomUUID(), key, type);

/** Returns whether the token of a request is known. */
async function isKnown(c: FloorContext): Promise<boolean> {
  const digest = await digestOf(c.req.header('X-Auth-Token') ?? '');
  const statement = c.env.DB.prepare('SELECT store FROM tokens WHERE digest = ?1 AND revoked_at IS NULL').bind(digest);
  return (await statement.all()).results.length > 0;
}

const refused = (): Response => Response.json({ status: 401 }, { status: 401 });

const answerRow = (row: unknown): Response => Response.json({ data: row, meta: {} });

/** PUT a place: the rows of the product from there on are moved by one, in one UPDATE and nothing else. */
export async function moveImage(c: FloorContext): Promise<Response> {
  const { sort_order: to } = await c.req.json<{ sort_order: number }>();
  const [result] = await c.env.DB.batch([
    c.env.DB.prepare(
      `UPDATE product_images SET modified_at = ?4, sort_order = iif(id = ?2, ?3, sort_order + iif(?3 = 0, 1, -1))
        WHERE store_id = 1 AND product_id = ?1 AND gallery = 'shop'`,
    ).bind(product(c), image(c), to, Date.now()),
  ]);
  return answerRow({ id: image(c), changed: result?.meta.changes });
}

/** PUT a text. */
export async function describeImage(c: FloorContext): Promise<Response> {
  if (!(await isKnown(c))) return refused();
  const { description } = await c.req.json<{ description: string }>();
  const [, result] = await c.env.DB.batch([
    journal(c, 'images.updated'),
    c.env.DB.prepare(
      `UPDATE product_images SET modified_at = ?4, description = ?3
        WHERE store_id = 1 AND product_id = ?1 AND gallery = 'shop' AND id = ?2 RETURNING *`,
    ).bind(product(c), image(c), description, Date.now()),
  ]);
  return answerRow(result?.results[0]);
}

/** DELETE an image. */
export async function deleteImage(c: FloorContext): Promise<Response> {
  if (!(await isKnown(c))) return refused();
  await c.env.DB.batch([
    journal(c, 'images.deleted'),
    c.env.DB.prepare(
      `DELETE FROM product_images WHERE store_id = 1 AND product_id = ?1 AND gallery = 'shop' AND id = ?2`,
    ).bind(product(c), image(c)),
  ]);
  return new Response(null, { status: 204 });
}

/** POST a file with a key: one put, and one batch of the image with its media and blob, and of a journal row. */
export async function createImage(c: FloorContext): Promise<Response> {
  if (!(await isKnown(c))) return refused();
  const file = (await c.req.formData()).get('image_file');
  if (!(file instanceof File)) return new Response(null, { status: 422 });
  const bytes = await file.arrayBuffer();
  const sha256 = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const key = `originals/demo/${crypto.randomUUID()}`;
  await c.env.BUCKET.put(key, bytes, { httpMetadata: { contentType: 'image/jpeg' } });
  const values = [sha256, key, bytes.byteLength, Date.now(), product(c)];
  const next = `(SELECT last_media_id FROM store_counters WHERE store_id = 1) + 1`;
  const results = await c.env.DB.batch([
    journal(c, 'images.created', c.req.header('Idempotency-Key') ?? null),
    c.env.DB.prepare(
      `INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
        VALUES (1, ?1, ?2, 'jpeg', ?3, 64, 48, 1, 0, ?4)`,
    ).bind(...values.slice(0, 4)),
    c.env.DB.prepare(
      `INSERT INTO media (store_id, id, blob_id, folder, filename, original_name, file_stem, alt_text, is_pinned, format, byte_count, width_px, height_px, created_at, updated_at)
        SELECT 1, ${next}, id, 'product', 'bench-' || id || '.jpg', 'bench.jpg', 'bench', '', 0, 'jpeg', byte_count, 64, 48, ?2, ?2
          FROM blobs WHERE store_id = 1 AND coalesce(unhex(sha256), sha256) = unhex(?1)`,
    ).bind(sha256, Date.now()),
    c.env.DB.prepare(
      `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description, file_stem, format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, blob_id)
        SELECT 1, ?1, 'shop', (SELECT last_image_id FROM store_counters WHERE store_id = 1) + 1, m.id,
            (SELECT image_count FROM products WHERE store_id = 1 AND id = ?1), 0, '', 'bench', 'jpeg', 64, 48, '', ?2, ?2, ?2, ?2, m.blob_id
          FROM media m WHERE m.store_id = 1 AND m.id = ${next}
          RETURNING *`,
    ).bind(product(c), Date.now()),
  ]);
  return answerRow(results.at(-1)?.results[0]);
}
