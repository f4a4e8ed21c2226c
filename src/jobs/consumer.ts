import * as z from 'zod';
import { abandonItem, type MessageDisposition, processItem } from './item-worker.ts';
import type { JobDeps, JobMessage } from './job-context.ts';
import { BUSY_PAUSES_S } from './limits.ts';
import { deliverWebhook } from './send-webhook.ts';

/** Where messages end that ran out of attempts. */
export const DEAD_LETTER_QUEUE = 'vitrine-jobs-dead';

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('item'), jobId: z.string(), index: z.int().min(0) }),
  z.object({ kind: z.literal('delivery'), deliveryId: z.int() }),
]);

/** Works through a batch of messages, all at once: the size of a batch is how many images one worker holds. */
export async function consume(batch: MessageBatch, deps: JobDeps): Promise<void> {
  await Promise.all(batch.messages.map((message) => consumeOne(message, batch.queue === DEAD_LETTER_QUEUE, deps)));
}

async function consumeOne(message: Message, isDead: boolean, deps: JobDeps): Promise<void> {
  const parsed = messageSchema.safeParse(message.body);
  // What is no message of ours cannot become one by being sent again.
  if (!parsed.success) return message.ack();
  const next = await attempt(parsed.data, isDead, deps);
  if (next.kind === 'ack') return message.ack();
  const delaySeconds = next.kind === 'retry' ? next.delaySeconds : busyPauseSeconds(message.attempts);
  message.retry({ delaySeconds });
}

async function attempt(message: JobMessage, isDead: boolean, deps: JobDeps): Promise<MessageDisposition> {
  try {
    if (message.kind === 'item') {
      if (!isDead) return await processItem(deps, message);
      await abandonItem(deps, message);
    } else if (!isDead) {
      await deliverWebhook(deps, message.deliveryId);
    }
    return { kind: 'ack' };
  } catch (error) {
    console.error({ event: 'job-message-failed', message: String(error) });
    return { kind: 'busy' };
  }
}

const busyPauseSeconds = (attempts: number): number => BUSY_PAUSES_S[Math.min(attempts, BUSY_PAUSES_S.length) - 1] ?? 1;
