import { ARRIVING, LEFT } from '../../../src/storage/moved-tables.ts';
import type { DatabaseCheck } from './database-check.ts';

/** What says of stores that they are on their way to another database. */
export const MOVE_CHECKS: readonly DatabaseCheck[] = [
  {
    name: 'moves',
    find: `SELECT hash AS place, 'is on its way to ' || other_shard || ' since '
        || strftime('%Y-%m-%d %H:%M:%S', began_at / 1000, 'unixepoch') || ' UTC, and is not written to' AS detail
      FROM store_moves WHERE phase = 'leaving'`,
    advice: 'store move HASH --to … goes on with it, and --abort takes it back.',
    isNotice: true,
  },
];

/** True for what is found in rows of a store on its way: what is missing there has not arrived, or is gone already. */
export const isOfMovingRows = `(place GLOB '${ARRIVING}*' OR place GLOB '${LEFT}*')`;
