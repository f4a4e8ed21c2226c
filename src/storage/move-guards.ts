import type { Database, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { MOVED_TABLES } from './moved-tables.ts';

/** What the names of the triggers begin with that refuse writes to stores on their way. */
const PREFIX = 'moving_';

const OPERATIONS = ['INSERT', 'UPDATE', 'DELETE'] as const;

/**
 * What reads write beside their answers, and what cleans up behind all stores at once: it goes on while a store moves, and
 * nothing is lost by what is written to a copy too late. The value says what is refused all the same.
 */
const LENIENT: Readonly<Record<string, Readonly<Record<(typeof OPERATIONS)[number], string | undefined>>>> = {
  store_counts: { INSERT: undefined, UPDATE: undefined, DELETE: undefined },
  signing_sessions: { INSERT: 'INSERT', UPDATE: undefined, DELETE: undefined },
  jobs: {
    INSERT: 'INSERT',
    UPDATE: 'UPDATE OF status, item_count, done_count, failed_count, completed_at',
    DELETE: 'DELETE',
  },
  blobs: {
    INSERT: 'INSERT',
    UPDATE: 'UPDATE OF store_id, sha256, original_key, render_key, byte_count',
    DELETE: 'DELETE',
  },
};

/** The triggers by which a shard refuses every write to a store that is on its way: there are none while no store is. */
const GUARDS: readonly (readonly [name: string, sql: string])[] = MOVED_TABLES.flatMap(({ name }) =>
  OPERATIONS.flatMap((operation): (readonly [string, string])[] => {
    const refused = name in LENIENT ? LENIENT[name]?.[operation] : operation;
    if (refused === undefined) return [];
    const trigger = `${PREFIX}${name}_${operation.toLowerCase()}`;
    const store = `${operation === 'INSERT' ? 'NEW' : 'OLD'}.${name === 'stores' ? 'id' : 'store_id'}`;
    const sql = `CREATE TRIGGER IF NOT EXISTS ${trigger} BEFORE ${refused} ON ${name}
      WHEN ${store} IN (SELECT store_id FROM store_moves) BEGIN SELECT RAISE(ABORT, 'store_is_moving'); END`;
    return [[trigger, sql]];
  }),
);

/** Returns the statements that make the guards; those that are there stay. */
export const raiseGuards = (): readonly Statement[] => GUARDS.map(([, sql]) => ({ sql, values: [] }));

/** Takes the guards away where no store is on its way any more. */
export async function dropIdleGuards(database: Database): Promise<void> {
  const rows = await database.query(
    `SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = ?1 AND NOT EXISTS (SELECT 1 FROM store_moves)`,
    GUARDS[0]?.[0] ?? '',
  );
  if (rows.length === 0) return;
  const drops = GUARDS.map(([name]) => ({ sql: `DROP TRIGGER IF EXISTS ${name}`, values: [] }));
  await database.batch([demand('NOT EXISTS (SELECT 1 FROM store_moves)'), ...drops]).catch((error: unknown) => {
    // Another store has set out meanwhile.
    if (!isUnmet(error)) throw error;
  });
}

/** Returns the statement that fails its whole batch where a condition does not hold. */
export const demand = (condition: string, values: Statement['values'] = []): Statement => ({
  sql: `SELECT json(iif(${condition}, '0', 'unmet'))`,
  values,
});

/** Returns whether a batch failed because of `demand`. Nothing of it was written. */
export const isUnmet = (error: unknown): boolean => String(error).includes('malformed JSON');

const triggerSchema = z.object({ name: z.string(), table: z.string(), sql: z.string() });

/** Makes a batch that sets no trigger of some tables off. */
export type WithoutTriggers = (tables: readonly string[], changes: readonly Statement[]) => readonly Statement[];

/**
 * Returns what makes a batch that changes rows of some tables and sets no trigger off: triggers have done all that they do
 * where the rows come from. They are taken away and made again as they were in the one transaction, so that no other
 * write ever meets the tables without them.
 */
export async function readTriggers(database: Database): Promise<WithoutTriggers> {
  const rows = await database.query(
    `SELECT name, tbl_name AS "table", sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`,
  );
  const all = rows.map((row) => triggerSchema.parse(row));
  return (tables, changes) => {
    const triggers = all.filter(({ table }) => tables.includes(table));
    return [
      // A migration may have been applied since they were read.
      demand(
        `(SELECT json_group_array(sql) FROM (SELECT sql FROM sqlite_schema WHERE type = 'trigger'
          AND tbl_name IN (SELECT value FROM json_each(?1)) ORDER BY name)) = ?2`,
        [JSON.stringify(tables), JSON.stringify(triggers.map(({ sql }) => sql))],
      ),
      ...triggers.map(({ name }) => ({ sql: `DROP TRIGGER ${name}`, values: [] })),
      ...changes,
      ...triggers.map(({ sql }) => ({ sql, values: [] })),
    ];
  };
}
