import { NUMBERED_TABLES } from './moved-tables.ts';

/** How many numbers of webhooks and deliveries a shard may give within one epoch. */
const IDS_PER_EPOCH = 2 ** 32;

/**
 * Returns the statements that have a shard number its webhooks and deliveries from where no other shard does.
 *
 * @param epoch a row of shard_epochs that was made for this.
 * @param isOnce true: only where the shard has no such numbers yet.
 */
export const numberFrom = (epoch: number, isOnce = false): readonly string[] =>
  NUMBERED_TABLES.flatMap((table) => [
    `INSERT INTO sqlite_sequence (name, seq) SELECT '${table}', 0
      WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '${table}')`,
    `UPDATE sqlite_sequence SET seq = max(seq, ${epoch * IDS_PER_EPOCH}) WHERE name = '${table}'
      ${isOnce ? `AND seq < ${IDS_PER_EPOCH}` : ''}`,
  ]);
