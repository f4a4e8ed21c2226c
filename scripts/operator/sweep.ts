import * as z from 'zod';
import type { ShardName } from '../../src/model/shard.ts';
import { askService } from './ask-service.ts';

const reportSchema = z.object({
  droppedKeys: z.array(z.string()),
  orphans: z.array(z.string()),
  expiredRows: z.number(),
  objectsSeen: z.number(),
  isComplete: z.boolean(),
  lag: z.object({ droppedKeysMs: z.number(), walkMs: z.number() }),
});

const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;

/** How many rounds are requested at most. Each handles 500 things of a kind; the schedule handles the rest. */
const MAX_RUNS = 1000;

/**
 * Has a running service sweep until nothing is left; a dry run reports one batch and removes nothing. Returns a report.
 */
export async function sweepService(
  origin: string,
  operatorToken: string,
  { shards, isDryRun }: { readonly shards: readonly ShardName[]; readonly isDryRun: boolean },
): Promise<string> {
  if (shards.length === 1) return await sweepShard(origin, operatorToken, '', isDryRun);
  const reports: string[] = [];
  // Whatever one of them has: the others are swept, and then it is told.
  const failures: unknown[] = [];
  for (const shard of shards) {
    try {
      reports.push(`${shard}:`, await sweepShard(origin, operatorToken, `&shard=${shard}`, isDryRun));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return reports.join('\n');
}

async function sweepShard(origin: string, operatorToken: string, query: string, isDryRun: boolean): Promise<string> {
  const lines: string[] = [];
  for (let run = 0; run < MAX_RUNS; run += 1) {
    const report = reportSchema.parse(await askService(origin, operatorToken, `sweep?dry_run=${isDryRun}${query}`));
    for (const key of [...report.droppedKeys, ...report.orphans])
      lines.push(`${isDryRun ? 'would go' : 'gone'}  ${key}`);
    lines.push(`${report.objectsSeen} objects looked at, ${report.expiredRows} rows of journal and trash were too old`);
    if (!isDryRun && !report.isComplete) continue;
    const { droppedKeysMs, walkMs } = report.lag;
    lines.push(`behind by ${seconds(droppedKeysMs)} (dropped keys), ${seconds(walkMs)} (walk)`);
    break;
  }
  return lines.join('\n');
}

/** Has a running service empty the edge cache. Returns what came of it. */
export async function purgeService(origin: string, operatorToken: string): Promise<string> {
  const { isPurged } = z.object({ isPurged: z.boolean() }).parse(await askService(origin, operatorToken, 'purge'));
  if (!isPurged) throw new Error('The platform refused it: 5 purges a minute are allowed. Try again in a minute.');
  return 'The edge cache is empty.';
}
