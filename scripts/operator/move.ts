import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { askService } from './ask-service.ts';

const reportSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('moved'), shard: z.string(), waitedMs: z.number().optional() }),
  z.object({ phase: z.enum(['copying', 'clearing']) }),
  z.object({ phase: z.literal('waiting'), seconds: z.number() }),
  z.object({ phase: z.literal('taken-back'), shard: z.string() }),
  z.object({ phase: z.enum(['refused', 'failed']), reason: z.string() }),
]);

/** How often in a row something may break before it is left to a person. */
const MAX_FAILURES = 3;

/** What is asked for: where a store goes, or that it stays. */
export interface MoveOptions {
  readonly storeHash: string;
  readonly to: string;
  readonly isAbort: boolean;
  /** Is told what is going on. */
  readonly report: (line: string) => void;
}

/**
 * Has the running service move a store, portion by portion, and returns what came of it. It can be ended at any point, and
 * called again.
 *
 * @throws where the service refuses, or does not get on.
 */
export async function moveStore(origin: string, operatorToken: string, options: MoveOptions): Promise<string> {
  const { storeHash, to, isAbort, report } = options;
  const path = `move?${new URLSearchParams({ store: storeHash, to, abort: String(isAbort) })}`;
  for (let failures = 0; ;) {
    const answer = reportSchema.parse(await askService(origin, operatorToken, path));
    switch (answer.phase) {
      case 'moved': {
        if (answer.waitedMs === undefined) return `${storeHash} lives in ${answer.shard}.`;
        return `${storeHash} lives in ${answer.shard}; nothing could be written to it for ${seconds(answer.waitedMs)}. Its rows in the database before go by the schedule.`;
      }
      case 'taken-back':
        return `${storeHash} stays in ${answer.shard}, and can be written to.`;
      case 'refused':
        throw new Error(answer.reason);
      case 'failed':
        failures += 1;
        if (failures < MAX_FAILURES) break;
        throw new Error(`${answer.reason} It stands where it stood: repeat this, or take it back with --abort.`);
      case 'waiting':
        report(`Rows of an earlier move are still there for readers: ${answer.seconds} s.`);
        await pause(answer.seconds * 1000);
        break;
      case 'copying':
      case 'clearing':
        report(answer.phase === 'copying' ? 'Copying. Reads go on, and writes wait.' : 'Removing what had arrived.');
        break;
      default:
        return answer satisfies never;
    }
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
