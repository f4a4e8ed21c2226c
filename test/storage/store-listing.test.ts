import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Filter, Listing, ListingBounds, MediaField } from '../../src/catalogue/listing-reads.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { sha256Hex } from '../../src/platform/digest.ts';
import { filterSql, MEDIA_FIELD_COLUMNS, orderSql } from '../../src/storage/filter-sql.ts';
import { ALL_IMAGES, LIBRARY } from '../../src/storage/listed-tables.ts';
import { PagePositions } from '../../src/storage/page-positions.ts';
import { StoreListing } from '../../src/storage/store-listing.ts';
import { fillProduct } from '../support/fill.ts';
import { fillLibrary } from '../support/library-rows.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { rows, run } from './sql.ts';

const WIDE: ListingBounds = { maxListedRows: 50_000, maxSkippedRows: 1_000_000 };

interface Asked {
  readonly list?: Pick<Listing<MediaField>, 'filter' | 'order'>;
  readonly positions?: PagePositions;
  readonly bounds?: ListingBounds;
  readonly nowMs?: number;
  readonly token?: string;
}

const PLAIN: Pick<Listing<MediaField>, 'filter' | 'order'> = { filter: undefined, order: [] };
const BACKWARDS: Pick<Listing<MediaField>, 'filter' | 'order'> = {
  filter: undefined,
  order: [{ field: 'id', isDescending: true }],
};

/** Reads a page, counted from 0, and says what it cost. `fault` is why it was refused. */
async function read(
  store: TestStore,
  page: number,
  { list = PLAIN, positions = new PagePositions(), bounds = WIDE, nowMs = 0, token = store.token }: Asked = {},
  limit = 10,
): Promise<{ ids: readonly unknown[]; fault: string | undefined; rowsRead: number; roundTrips: number }> {
  const cost = noCost();
  const database = new Database(env.DB, cost);
  const listing = new StoreListing({ database, nowMs: () => nowMs, positions, bounds }, LIBRARY, ({ id }) => id);
  const tokenDigest = await sha256Hex(new TextEncoder().encode(token));
  const { value } = await listing.read(
    { tokenDigest, clientSignature: undefined },
    { ...list, page: { offset: page * limit, limit } },
  );
  return {
    ids: value.ok ? value.value : [],
    fault: value.ok ? undefined : `${value.fault.parameter} ${value.fault.maxRows}`,
    rowsRead: cost.d1RowsRead,
    roundTrips: cost.d1RoundTrips,
  };
}

const idsOf = async (store: TestStore): Promise<readonly number[]> =>
  (await rows('SELECT id FROM media WHERE store_id = ? AND trashed_at IS NULL ORDER BY id', store.id)).map(({ id }) =>
    Number(id),
  );

/** A library with gaps: media that were deleted, and some in the trash. */
async function libraryWithGaps(count: number): Promise<TestStore> {
  const store = await newStore();
  await fillLibrary(store, count);
  await run('DELETE FROM media WHERE store_id = ? AND id % 7 = 0', store.id);
  await run('UPDATE media SET trashed_at = 1 WHERE store_id = ? AND id % 11 = 0', store.id);
  return store;
}

/** Says that something of the store has changed, as every command does. */
const noteChange = async (store: TestStore): Promise<void> =>
  await run(
    `INSERT INTO journal (store_id, seq, at, operation_id, type, change) SELECT ?1, seq, 1, 'test:' || seq, 'media.updated', '{}'
      FROM next_seq WHERE store_id = ?1`,
    store.id,
  );

describe('pages of a library', () => {
  it.each([
    ['forwards', PLAIN],
    ['backwards', BACKWARDS],
    ['of a filter', { ...PLAIN, filter: { kind: 'compare', field: 'size', comparison: 'at-least', values: [50] } }],
  ] as const)('%s are each row once, in their order, in the reverse and at random [SCALE-1]', async (_, list) => {
    const store = await libraryWithGaps(200);
    const found = (
      await rows(
        `SELECT id FROM media WHERE store_id = ? AND trashed_at IS NULL AND byte_count >= ${list.filter === undefined ? 0 : 50} ORDER BY id`,
        store.id,
      )
    ).map(({ id }) => Number(id));
    const expected = list === BACKWARDS ? found.toReversed() : found;
    const pages = Math.ceil(expected.length / 10) + 1;
    const inOrder = [...Array.from({ length: pages }).keys()];
    const random = seededRandom(7);
    const anyhow = Array.from({ length: 15 }, () => random.int(pages));
    const positions = new PagePositions();
    for (const page of [...inOrder, ...inOrder.toReversed(), ...anyhow]) {
      const { ids } = await read(store, page, { list, positions });
      expect([page, ids]).toEqual([page, expected.slice(page * 10, page * 10 + 10)]);
    }
  });

  it('that are walked while others delete are each row once that stays [SCALE-1]', async () => {
    const store = await libraryWithGaps(300);
    const positions = new PagePositions();
    const before = await idsOf(store);
    const seen: unknown[] = [];
    for (let page = 0; ; page += 1) {
      const { ids } = await read(store, page, { positions });
      if (ids.length === 0) break;
      seen.push(...ids);
      // One that was shown already, and one that comes later.
      await run(
        'DELETE FROM media WHERE store_id = ? AND id IN (?, ?)',
        store.id,
        Number(ids[0]),
        before[page * 10 + 55] ?? 0,
      );
      await noteChange(store);
    }
    const after = new Set(await idsOf(store));
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => after.has(id) && !seen.includes(id))).toEqual([]);
  });

  it('that were walked are exact again for whoever walks anew after a deletion [SCALE-1]', async () => {
    const store = await libraryWithGaps(100);
    const positions = new PagePositions();
    const walk = async (nowMs: number): Promise<readonly unknown[]> => {
      const seen: unknown[] = [];
      for (let page = 0; ; page += 1) {
        const { ids } = await read(store, page, { positions, nowMs });
        if (ids.length === 0) return seen;
        seen.push(...ids);
      }
    };
    const first = await walk(0);
    for (const id of first.slice(0, 10))
      await run('DELETE FROM media WHERE store_id = ? AND id = ?', store.id, Number(id));
    await noteChange(store);
    for (const nowMs of [1_000, 20_000, 60_000]) expect(await walk(nowMs)).toEqual(await idsOf(store));
  });

  it('that follow from a position which counts for its age alone are no more exact than that [SCALE-2]', async () => {
    const store = await libraryWithGaps(100);
    const positions = new PagePositions();
    await read(store, 0, { positions });
    await run('DELETE FROM media WHERE store_id = ? AND id <= 6', store.id);
    await noteChange(store);
    await read(store, 1, { positions, nowMs: 1_000 });
    const expected = (await idsOf(store)).slice(20, 30);
    expect(await read(store, 2, { positions, nowMs: 60_000 })).toMatchObject({ ids: expected, roundTrips: 2 });
  });

  it('are not forgotten because a page before them is [SCALE-2]', async () => {
    const store = await libraryWithGaps(100);
    const positions = new PagePositions();
    await read(store, 0, { positions, nowMs: 0 });
    await read(store, 1, { positions, nowMs: 8_000 });
    const { ids: third } = await read(store, 2, { positions, nowMs: 13_000 });
    await run('DELETE FROM media WHERE store_id = ? AND id <= 3', store.id);
    await noteChange(store);
    await read(store, 1, { positions, nowMs: 16_000 });
    const next = (await idsOf(store)).find((id) => id > Number(third.at(-1)));
    expect((await read(store, 3, { positions, nowMs: 17_000 })).ids[0]).toBe(next);
  });

  it('are found anew once the store has changed and the walk has paused [SCALE-2]', async () => {
    const store = await libraryWithGaps(100);
    const positions = new PagePositions();
    await read(store, 0, { positions });
    await read(store, 1, { positions });
    await run('DELETE FROM media WHERE store_id = ? AND id <= 6', store.id);
    await noteChange(store);
    const expected = (await idsOf(store)).slice(20, 30);
    const again = await read(store, 2, { positions, nowMs: 60_000 });
    expect(again).toMatchObject({ ids: expected, roundTrips: 2 });
    expect(await read(store, 3, { positions, nowMs: 60_000 })).toMatchObject({ roundTrips: 1 });
  });

  it('are remembered for their caller and their query alone [SCALE-2]', async () => {
    const [store, other] = [await libraryWithGaps(100), await newStore()];
    await fillLibrary(other, 40);
    const positions = new PagePositions();
    for (const page of [0, 1, 2]) await read(store, page, { positions });
    expect((await read(other, 3, { positions })).ids).toEqual([31, 32, 33, 34, 35, 36, 37, 38, 39, 40]);
    expect((await read(store, 3, { positions, list: BACKWARDS })).ids).toEqual(
      (await idsOf(store)).toReversed().slice(30, 40),
    );
    expect((await read(store, 3, { positions, token: 'unknown' })).ids).toEqual([]);
  });
});

describe('what a page reads', () => {
  it('is the same for the first and for the last of a walk, whatever the size of the store [SCALE-1]', async () => {
    const cost = async (count: number): Promise<readonly number[]> => {
      const store = await newStore();
      await fillLibrary(store, count);
      const positions = new PagePositions();
      const last = Math.floor(count / 50) - 1;
      const first = await read(store, 0, { positions }, 50);
      await read(store, last - 1, { positions }, 50);
      const end = await read(store, last, { positions }, 50);
      const back = await read(store, last - 1, { positions, list: BACKWARDS }, 50);
      expect(back.ids).toHaveLength(50);
      return [first.rowsRead, end.rowsRead];
    };
    const [small, large] = [await cost(500), await cost(5000)];
    expect(Math.max(...small, ...large)).toBeLessThanOrEqual(54);
  });

  it('of a filter is what is looked at until the page is full [SCALE-1]', async () => {
    const store = await newStore();
    await fillLibrary(store, 4000);
    const list = { ...PLAIN, filter: { kind: 'compare', field: 'size', comparison: 'equals', values: [50] } } as const;
    const positions = new PagePositions();
    await read(store, 2, { list, positions });
    const { ids, rowsRead } = await read(store, 3, { list, positions });
    expect(ids).toHaveLength(10);
    expect(rowsRead).toBeLessThanOrEqual(1000 + 40);
  });

  it.each([
    ['equals', 'file-1234.png', [1234], 8],
    ['starts', 'file-123', [123, 1230, 1231, 1232, 1233, 1234, 1235, 1236, 1237, 1238], 30],
    ['starts', 'file-\u{10FFFF}', [], 9],
    ['starts', 'file-\uD7FF', [], 9],
  ] as const)('of media whose name %s %s is found by the index [SCALE-3]', async (comparison, name, ids, most) => {
    const store = await newStore();
    await fillLibrary(store, 3000);
    const list = { ...PLAIN, filter: { kind: 'compare', field: 'filename', comparison, values: [name] } } as const;
    const found = await read(store, 0, { list });
    expect(found.ids).toEqual(ids);
    expect(found.rowsRead).toBeLessThanOrEqual(most);
  });

  it('of images by ids and by media is found by the indexes [SCALE-3]', async () => {
    const store = await newStore();
    await fillProduct(store, 7, 900);
    await fillProduct(store, 8, 900);
    const tokenDigest = await sha256Hex(new TextEncoder().encode(store.token));
    for (const [field, comparison, value] of [
      ['media_id', 'equals', 1000],
      ['id', 'equals', 1000],
      ['id', 'at-least', 1799],
    ] as const) {
      const cost = noCost();
      const deps = {
        database: new Database(env.DB, cost),
        nowMs: () => 0,
        positions: new PagePositions(),
        bounds: WIDE,
      };
      const filter = { kind: 'compare', field, comparison, values: [value] } as const;
      const listing = { filter, order: [], page: { offset: 0, limit: 10 } };
      const { value: found } = await new StoreListing(deps, ALL_IMAGES, ({ id }) => id).read(
        { tokenDigest, clientSignature: undefined },
        listing,
      );
      expect(found).toEqual({ ok: true, value: value === 1799 ? [1799, 1800] : [1000] });
      expect(cost.d1RowsRead).toBeLessThanOrEqual(8);
    }
  });
});

describe('a list that would read too much', () => {
  const bounds = { maxListedRows: 100, maxSkippedRows: 150 };
  const SIZE = { kind: 'compare', field: 'size', comparison: 'at-least' } as const;

  it.each([
    ['a filter of which a page has no rows', { ...PLAIN, filter: { ...SIZE, values: [1000] } }, 0, 'query 100'],
    [
      'a page of a filter that nobody has come near to',
      { ...PLAIN, filter: { ...SIZE, values: [90] } },
      3,
      'query 100',
    ],
    ['another order', { ...PLAIN, order: [{ field: 'size', isDescending: false }] }, 0, 'order 100'],
    ['a page that nobody has come near to', PLAIN, 16, 'page 150'],
  ] as const)('by %s is refused, at a cost that is bounded [SCALE-4]', async (_, list, page, fault) => {
    const store = await newStore();
    await fillLibrary(store, 2000);
    const refused = await read(store, page, { list, bounds });
    expect(refused.fault).toBe(fault);
    expect(refused.rowsRead).toBeLessThanOrEqual(330);
  });

  it.each([
    ['what a small store has', 90, PLAIN],
    ['a range of ids', 2000, { kind: 'compare', field: 'id', comparison: 'at-least', values: [1950] }],
    ['few names', 2000, { kind: 'compare', field: 'filename', comparison: 'starts', values: ['file-195'] }],
  ] as const)('by another order is read of %s [SCALE-4]', async (_, count, narrow) => {
    const store = await newStore();
    await fillLibrary(store, count);
    const filter = 'kind' in narrow ? narrow : undefined;
    const order = [{ field: 'size', isDescending: true }] as const;
    expect((await read(store, 0, { list: { filter, order }, bounds })).ids).toHaveLength(10);
  });

  it('is walked all the same by whoever reads one page after the other [SCALE-4]', async () => {
    const store = await newStore();
    await fillLibrary(store, 1000);
    const positions = new PagePositions();
    for (const list of [PLAIN, { ...PLAIN, filter: { ...SIZE, values: [90] } }]) {
      const seen: unknown[] = [];
      for (let page = 0; page < 10; page += 1) seen.push(...(await read(store, page, { list, bounds, positions })).ids);
      expect(seen).toHaveLength(100);
    }
  });

  it('is empty beyond its end [SCALE-4]', async () => {
    const store = await newStore();
    await fillLibrary(store, 200);
    expect((await read(store, 1000, { bounds })).ids).toEqual([]);
  });
});

/** A comparison or several, of fields with an index and without. */
function anyFilter(random: SeededRandom, depth = 2): Filter<MediaField> {
  if (depth > 0 && random.once(2)) {
    const of = Array.from({ length: 1 + random.int(3) }, () => anyFilter(random, depth - 1));
    return { kind: random.once(3) ? 'any' : 'all', of };
  }
  const id = (): number => random.int(220);
  const name = (): string => random.pick(['file-1', 'file-12', `file-${id()}.png`, 'file-', 'none', 'FILE-1']);
  return random.pick<Filter<MediaField>>([
    { kind: 'compare', field: 'id', comparison: 'equals', values: [id(), id()] },
    { kind: 'compare', field: 'id', comparison: 'at-least', values: [id() - 20] },
    { kind: 'compare', field: 'id', comparison: 'at-most', values: [id()] },
    { kind: 'compare', field: 'filename', comparison: 'equals', values: [name(), name()] },
    { kind: 'compare', field: 'filename', comparison: 'starts', values: [name()] },
    { kind: 'compare', field: 'filename', comparison: 'starts', values: [name(), name()] },
    { kind: 'compare', field: 'filename', comparison: 'ends', values: ['7.png'] },
    { kind: 'compare', field: 'size', comparison: 'at-least', values: [random.int(100)] },
    { kind: 'compare', field: 'media_folder', comparison: 'equals', values: ['product'] },
  ]);
}

it('a list has the rows that its filter lets pass, however it is read [SCALE-1, SCALE-3]', async () => {
  const store = await libraryWithGaps(200);
  const random = seededRandom(4);
  const positions = new PagePositions();
  for (let round = 0; round < 80; round += 1) {
    const filter = anyFilter(random);
    const fields = ['id', 'size', 'filename'] as const;
    const order = Array.from({ length: random.int(3) }, () => ({
      field: random.pick(fields),
      isDescending: random.once(2),
    }));
    const page = random.int(3);
    const condition = filterSql(filter, MEDIA_FIELD_COLUMNS, 1);
    const expected = await rows(
      `SELECT m.id FROM media AS m WHERE m.store_id = ?1 AND m.trashed_at IS NULL AND ${condition.sql}
        ORDER BY ${orderSql(order, MEDIA_FIELD_COLUMNS, 'm.id')} LIMIT 10 OFFSET ${page * 10}`,
      store.id,
      ...condition.values,
    );
    const { ids } = await read(store, page, { list: { filter, order }, positions });
    expect({ filter, order, page, ids }).toEqual({ filter, order, page, ids: expected.map((row) => row['id']) });
  }
});

describe('the memory of positions', () => {
  it('is bounded, and nobody with many lists pushes out another caller [SCALE-2]', () => {
    const positions = new PagePositions();
    const position = (offset: number) => ({ offset, id: offset, seq: 0, notedAtMs: 0 });
    positions.note('quiet', 'list', position(50));
    for (let list = 0; list < 1000; list += 1) positions.note('loud', `list ${list}`, position(50));
    for (let offset = 0; offset < 1000; offset += 1) positions.note('long', 'list', position(offset));
    expect(positions.find('quiet', 'list', 70)?.id).toBe(50);
    expect(positions.find('loud', 'list 0', 70)).toBeUndefined();
    expect(positions.find('loud', 'list 999', 70)?.id).toBe(50);
    expect(positions.find('long', 'list', 500)).toBeUndefined();
    expect(positions.find('long', 'list', 5000)?.id).toBe(999);
    for (let caller = 0; caller < 200; caller += 1) positions.note(`caller ${caller}`, 'list', position(50));
    expect(positions.find('quiet', 'list', 70)).toBeUndefined();
  });
});
