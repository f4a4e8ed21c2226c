import type { ShardName } from '../model/shard.ts';
import type { Database, SqlValue, Statement } from '../platform/database.ts';
import { int } from '../platform/cells.ts';
import * as z from '../platform/schema.ts';
import { giveWay } from '../platform/timer.ts';
import { demand, dropIdleGuards, raiseGuards, readTriggers } from './move-guards.ts';
import { ARRIVING, LEFT, MOVED_TABLES } from './moved-tables.ts';
import { numberFrom } from './shard-numbers.ts';
import { countRows, filledTables, readColumns, removeRows, TableCopy } from './store-copy.ts';

/** One end of a move. */
export interface MoveEnd {
  readonly shard: ShardName;
  readonly database: Database;
}

const moveSchema = z.object({
  storeId: z.int(),
  hash: z.string(),
  otherShard: z.string(),
  moveId: z.string(),
  phase: z.enum(['leaving', 'left', 'arriving', 'back']),
  table: z.string(),
  afterKey: z.string(),
  beganAtMs: z.int(),
  leftAtMs: z.nullable(z.int()),
});

/** A row of store_moves. */
export type MoveRow = Readonly<z.infer<typeof moveSchema>>;

const COLUMNS = `store_id AS storeId, hash, other_shard AS otherShard, move_id AS moveId, phase, table_name AS "table",
  after_key AS afterKey, began_at AS beganAtMs, left_at AS leftAtMs`;

/** Reads the moves that a shard has a part in: all of them, or those of one store. */
export async function readMoves(database: Database, hash: string | null = null): Promise<readonly MoveRow[]> {
  const rows = await database.query(`SELECT ${COLUMNS} FROM store_moves WHERE ?1 IS NULL OR hash = ?1`, hash);
  return rows.map((row) => moveSchema.parse(row));
}

/** Returns a number that rises: nothing was given it before in any shard. */
export async function nextEpoch(directory: Database): Promise<number> {
  const [row] = await directory.query('INSERT INTO shard_epochs DEFAULT VALUES RETURNING epoch');
  return int(row?.['epoch']);
}

/** The condition that a move is in a phase. */
const inPhase = ({ storeId, moveId }: MoveRow, ...phases: readonly MoveRow['phase'][]): Statement => ({
  sql: `EXISTS (SELECT 1 FROM store_moves WHERE store_id = ?1 AND move_id = ?2
    AND phase IN (SELECT value FROM json_each(?3)))`,
  values: [storeId, moveId, JSON.stringify(phases)],
});

const demandPhase = (move: MoveRow, ...phases: readonly MoveRow['phase'][]): Statement => {
  const { sql, values } = inPhase(move, ...phases);
  return demand(sql, values);
};

/** Changes what callers find of a store, and sets no trigger off. The statements have its id, and its hash. */
async function changeShown(end: MoveEnd, move: MoveRow, phase: Statement, changes: readonly string[]): Promise<void> {
  const wrap = await readTriggers(end.database);
  const statements = changes.map((sql) => ({ sql, values: [move.storeId, move.hash] }));
  await end.database.batch(wrap(['stores', 'tokens'], [phase, ...statements]));
}

/** Keeps a store of this name from being found, by its hash and by its tokens. */
const hide = (prefix: string): readonly string[] => [
  `UPDATE stores SET hash = '${prefix}' || ?2 WHERE id = ?1`,
  'DELETE FROM tokens WHERE store_id = ?1 AND ?2 = ?2 AND revoked_at IS NULL',
];

/** Marks a store as leaving: from now on its shard refuses every write to it. Repeated, it changes nothing. */
export async function beginLeaving(source: MoveEnd, to: ShardName, hash: string, nowMs: number): Promise<void> {
  await source.database.batch([
    ...raiseGuards(),
    {
      sql: `INSERT INTO store_moves (store_id, hash, other_shard, move_id, phase, began_at)
        SELECT id, hash, ?2, ?3, 'leaving', ?4 FROM stores WHERE hash = ?1 ON CONFLICT DO NOTHING`,
      values: [hash, to, crypto.randomUUID(), nowMs],
    },
  ]);
}

/** Has a shard expect the rows of a store that is leaving another one. Repeated, it changes nothing. */
export async function beginArriving(
  directory: Database,
  source: MoveEnd,
  target: MoveEnd,
  { storeId, hash, moveId, beganAtMs }: MoveRow,
): Promise<void> {
  await directory.query(
    'INSERT INTO store_places (store_id, hash, shard) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING',
    storeId,
    hash,
    source.shard,
  );
  const epoch = await nextEpoch(directory);
  await target.database.batch([
    ...raiseGuards(),
    ...numberFrom(epoch).map((sql) => ({ sql, values: [] })),
    {
      sql: `INSERT INTO store_moves (store_id, hash, other_shard, move_id, phase, began_at)
        VALUES (?1, ?2, ?3, ?4, 'arriving', ?5) ON CONFLICT DO NOTHING`,
      values: [storeId, hash, source.shard, moveId, beganAtMs],
    },
  ]);
}

/**
 * Copies rows in portions, each in one transaction with how far the copy has come, and each read back and compared, until
 * all are there or `isTimeUp`. Returns whether all are.
 *
 * @throws where what has arrived is not what was sent, or somebody else goes on with the same move.
 */
export async function copyRows(
  source: MoveEnd,
  target: MoveEnd,
  move: MoveRow,
  isTimeUp: () => boolean,
): Promise<boolean> {
  const [columns, wrap, filled] = await Promise.all([
    columnsOfBoth(source, target),
    readTriggers(target.database),
    filledTables(source.database, move.storeId),
  ]);
  const first = MOVED_TABLES.findIndex(({ name }) => name === move.table);
  let noted: readonly [table: string, afterKey: string] = [move.table, move.afterKey];
  for (const table of MOVED_TABLES.slice(Math.max(first, 0))) {
    if (table.name !== move.table && !filled.has(table.name)) continue;
    const copy = new TableCopy(table, move.storeId, columns.get(table.name) ?? []);
    let afterKey = table.name === move.table ? z.array(keySchema).parse(JSON.parse(move.afterKey)) : [];
    for (let isLast = false; !isLast;) {
      if (isTimeUp()) return false;
      // A laptop has all shards in one thread, which takes no request in for as long as it has something to do.
      await giveWay();
      const portion = copy.portion(afterKey);
      const rows = await source.database.query(portion.sql, ...portion.values);
      const sent = rows.map((row) => copy.valuesOf(row));
      const written = copy.write(afterKey, sent);
      // What is noted as arrived has been read back: the last portion is noted with the next one.
      const now = [table.name, JSON.stringify(afterKey)] as const;
      const batch = wrap([table.name], [...noteProgress(move, noted, now), ...written]);
      const results = await target.database.batch(batch);
      noted = now;
      const arrived = results[batch.lastIndexOf(written.at(-1) ?? portion)] ?? [];
      if (JSON.stringify(arrived.map((row) => copy.valuesOf(row))) !== JSON.stringify(sent)) {
        throw new Error(`What has arrived of ${table.name} is not what was sent.`);
      }
      isLast = copy.isLast(rows);
      const last = rows.at(-1);
      if (last !== undefined) afterKey = [...copy.keyOf(last)];
    }
  }
  return true;
}

const keySchema = z.union([z.string(), z.number(), z.null()]);

async function columnsOfBoth(source: MoveEnd, target: MoveEnd): Promise<ReadonlyMap<string, readonly string[]>> {
  const [columns, others] = await Promise.all([readColumns(source.database), readColumns(target.database)]);
  if (JSON.stringify([...columns]) !== JSON.stringify([...others])) throw new Error('The shards have other schemas.');
  return columns;
}

/** Notes how far a copy has come. Of two that go on with the same move, one fails here with all that it has sent. */
function noteProgress(
  move: MoveRow,
  before: readonly [string, string],
  now: readonly [string, string],
): readonly Statement[] {
  const values: SqlValue[] = [move.storeId, move.moveId, ...before];
  return [
    demand(
      `EXISTS (SELECT 1 FROM store_moves WHERE store_id = ?1 AND move_id = ?2 AND phase = 'arriving'
        AND table_name = ?3 AND after_key = ?4)`,
      values,
    ),
    {
      sql: 'UPDATE store_moves SET table_name = ?2, after_key = ?3 WHERE store_id = ?1',
      values: [move.storeId, ...now],
    },
  ];
}

/** Checks that both shards have as many rows of the store in each table. @throws where they have not. */
export async function checkCounts(source: MoveEnd, target: MoveEnd, { storeId }: MoveRow): Promise<void> {
  const [sent, arrived] = await Promise.all([countRows(source.database, storeId), countRows(target.database, storeId)]);
  const index = sent.findIndex((count, at) => count !== arrived[at]);
  const name = MOVED_TABLES[index]?.name;
  if (name !== undefined) throw new Error(`${arrived[index]} of ${sent[index]} rows of ${name} have arrived.`);
}

/** Shows the copy to readers, who find the same in both shards until the store has left the one. Writes are refused. */
export async function showArrived(target: MoveEnd, move: MoveRow): Promise<void> {
  await changeShown(target, move, demandPhase(move, 'arriving'), ['UPDATE stores SET hash = ?2 WHERE id = ?1']);
}

/**
 * Has the store leave: the one transaction after which it lives in the other shard. Whoever asks this one finds neither
 * its hash nor a token of it, and looks for it anew.
 */
export async function leave(source: MoveEnd, move: MoveRow, nowMs: number): Promise<void> {
  await changeShown(source, move, demandPhase(move, 'leaving'), [
    `UPDATE store_moves SET phase = 'left', left_at = ${nowMs} WHERE store_id = ?1 AND hash = ?2`,
    ...hide(LEFT),
  ]);
}

/** Lets a store that has left the other shard be written to in this one, and says so in the directory. */
export async function settle(directory: Database, target: MoveEnd, { storeId, hash, moveId }: MoveRow): Promise<void> {
  await target.database.query(
    `DELETE FROM store_moves WHERE store_id = ?1 AND move_id = ?2 AND phase = 'arriving'`,
    storeId,
    moveId,
  );
  await dropIdleGuards(target.database);
  await directory.query(
    `INSERT INTO store_places (store_id, hash, shard) VALUES (?1, ?2, ?3)
      ON CONFLICT (store_id) DO UPDATE SET shard = excluded.shard`,
    storeId,
    hash,
    target.shard,
  );
}

/** Hides a copy that is not to be, so that its rows can go. */
export async function hideArrived(target: MoveEnd, move: MoveRow): Promise<void> {
  await changeShown(target, move, demandPhase(move, 'arriving', 'back'), [
    `UPDATE store_moves SET phase = 'back' WHERE store_id = ?1 AND hash = ?2`,
    ...hide(ARRIVING),
  ]);
}

/** Lets a store that was leaving be written to again. @throws where it has left. */
export async function stay(source: MoveEnd, move: MoveRow): Promise<void> {
  await source.database.batch([
    demandPhase(move, 'leaving'),
    { sql: 'DELETE FROM store_moves WHERE store_id = ?1', values: [move.storeId] },
  ]);
  await dropIdleGuards(source.database);
}

/** Removes the rows of a store that has left, or is not to come, until all are gone or `isTimeUp`. Returns whether they are. */
export async function clear(
  directory: Database,
  end: MoveEnd,
  move: MoveRow,
  isTimeUp: () => boolean,
): Promise<boolean> {
  // Whoever has asked other shards before the rows came to them is told that it has to ask again.
  await nextEpoch(directory);
  if (!(await removeRows(end.database, move.storeId, inPhase(move, 'left', 'back'), isTimeUp))) return false;
  await end.database.query(
    `DELETE FROM store_moves WHERE store_id = ?1 AND move_id = ?2 AND phase IN ('left', 'back')`,
    move.storeId,
    move.moveId,
  );
  await dropIdleGuards(end.database);
  return true;
}
