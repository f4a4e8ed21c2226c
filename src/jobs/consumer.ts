import * as z from 'zod';
import { abandonItem, type MessageDisposition, processItem } from './item-worker.ts';
import type { JobDeps, JobMessage } from './job-context.ts';
import { BUSY_PAUSES_S } from './limits.ts';
import { deliverWebhook } from './send-webhook.ts';

/** The queue that messages are moved to when their attempts have run out. */
export const DEAD_LETTER_QUEUE = 'vitrine-jobs-dead';

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('item'), jobId: z.string(), index: z.int().min(0) }),
  z.object({ kind: z.literal('delivery'), deliveryId: z.int() }),
]);

/**
 * Processes the messages of a batch concurrently; the batch size therefore limits how many images a worker holds in
 * memory. Never throws: a message whose processing failed is retried.
 */
export async function consume(batch: MessageBatch, deps: JobDeps): Promise<void> {
  await Promise.all(batch.messages.map((message) => consumeOne(message, batch.queue === DEAD_LETTER_QUEUE, deps)));
}

async function consumeOne(message: Message, isDead: boolean, deps: JobDeps): Promise<void> {
  const parsed = messageSchema.safeParse(message.body);
  // A malformed message is not retried, because it would be malformed again.
  if (!parsed.success) return message.ack();
  const disposition = await processMessage(parsed.data, isDead, deps);
  if (disposition.kind === 'ack') return message.ack();
  const delaySeconds = disposition.kind === 'retry' ? disposition.delaySeconds : busyPauseSeconds(message.attempts);
  message.retry({ delaySeconds });
}

async function processMessage(message: JobMessage, isDead: boolean, deps: JobDeps): Promise<MessageDisposition> {
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
