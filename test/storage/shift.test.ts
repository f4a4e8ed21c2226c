import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { fillProduct } from '../support/fill.ts';
import { newStore } from '../support/stores.ts';
import { v3 } from '../support/v3.ts';

/** The sort orders in the database, by id. */
async function sortOrders(storeId: number): Promise<ReadonlyMap<number, number>> {
  const { results } = await env.DB.prepare('SELECT id, sort_order FROM product_images WHERE store_id = ?')
    .bind(storeId)
    .all<{ id: number; sort_order: number }>();
  return new Map(results.map(({ id, sort_order }) => [id, sort_order]));
}

/** What a move that makes room leaves behind: each other image at or after the place is one later (BC-20). */
function afterMove(before: ReadonlyMap<number, number>, moved: number, target: number): ReadonlyMap<number, number> {
  return new Map(
    [...before].map(([id, order]) => [
      id,
      id === moved ? target : order >= target && before.get(moved) !== target ? order + 1 : order,
    ]),
  );
}

it('moves in a long gallery leave what single updates would, one after another [BC-20]', async () => {
  const store = await newStore();
  await fillProduct(store, 7, 120);
  const ids = [...(await sortOrders(store.id)).keys()];
  const moves = [
    [ids[119], 0],
    [ids[0], 118],
    [ids[60], 3],
    [ids[60], 90],
    [ids[118], 1],
    [ids[5], 40],
    [ids[119], 60],
  ] as const;
  for (const [id = 0, target] of moves) {
    const before = await sortOrders(store.id);
    const response = await v3(store, 'PUT', `/catalog/products/7/images/${id}`, { json: { sort_order: target } });
    expect(response.status).toBe(200);
    const after = await sortOrders(store.id);
    expect([...after]).toEqual([...afterMove(before, id, target)]);
    // The journal says how each of them was, so that undoing brings all of it back.
    const row = await env.DB.prepare('SELECT change FROM journal WHERE store_id = ? ORDER BY seq DESC LIMIT 1')
      .bind(store.id)
      .first<{ change: string }>();
    const { placed } = JSON.parse(row?.change ?? '{}') as { placed: [number, number, number, number?][] };
    const changed = [...before].filter(([one, order]) => after.get(one) !== order);
    const places = placed.flatMap(([one, order, , count = 1]) =>
      Array.from({ length: count }, (_, index) => [one + index, order + index]),
    );
    expect(places).toEqual(changed);
    // Nearly all follow each other: what is kept does not grow with the gallery.
    expect(placed.length).toBeLessThanOrEqual(2 * moves.length);
  }
});
