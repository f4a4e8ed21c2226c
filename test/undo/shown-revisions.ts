import { env } from 'cloudflare:workers';
import * as z from 'zod';
import type { TestStore } from '../support/stores.ts';

const rowSchema = z.object({
  id: z.int(),
  media_id: z.int(),
  revision: z.int(),
  look: z.string(),
  is_present: z.int(),
});

/** What every URL of a product's images shows that a client could ask for: present and earlier revisions. */
async function readRevisions(store: TestStore, productId: number): Promise<readonly z.infer<typeof rowSchema>[]> {
  const { results } = await env.DB.prepare(
    `SELECT id, media_id, revision, json_array(media_id, focal_x, focal_y) AS look, 1 AS is_present
        FROM product_images WHERE store_id = ?1 AND product_id = ?2
      UNION ALL
      SELECT i.id, e.media_id, e.revision, json_array(e.media_id, e.focal_x, e.focal_y), 0
        FROM product_images i JOIN earlier_revisions e ON e.store_id = i.store_id AND e.image_id = i.id
        WHERE i.store_id = ?1 AND i.product_id = ?2 AND e.media_id = i.media_id AND e.revision <> i.revision`,
  )
    .bind(store.id, productId)
    .all();
  return results.map((row) => rowSchema.parse(row));
}

/** Watches the revisions of a product's images, and says where a URL shows something else, or nothing any more. */
export class ShownRevisions {
  /** By image and revision, what a URL has shown when it was seen first. */
  readonly #looks = new Map<string, string>();
  /** By image, its media and the revisions that were present since it was placed, and since it has that media. */
  readonly #good = new Map<number, { readonly mediaId: number; readonly revisions: Set<number> }>();

  /** Looks at the product after a command; returns a sentence for each URL that is wrong. */
  async look(store: TestStore, productId: number): Promise<readonly string[]> {
    const rows = await readRevisions(store, productId);
    const present = rows.filter((row) => row.is_present === 1);
    for (const id of this.#good.keys()) if (!present.some((row) => row.id === id)) this.#good.delete(id);
    const changed = rows.flatMap(({ id, revision, look }) => {
      const name = `${id}/${revision}`;
      const before = this.#looks.get(name) ?? look;
      this.#looks.set(name, before);
      return before === look ? [] : `${name} showed ${before}, and now ${look}`;
    });
    const lost = present.flatMap(({ id, media_id: mediaId, revision }) => {
      const known = this.#good.get(id);
      const good = known?.mediaId === mediaId ? known : { mediaId, revisions: new Set<number>() };
      this.#good.set(id, good);
      good.revisions.add(revision);
      const found = new Set(rows.filter((row) => row.id === id).map((row) => row.revision));
      return [...good.revisions].filter((old) => !found.has(old)).map((old) => `${id}/${old} shows nothing any more`);
    });
    return [...changed, ...lost];
  }
}
