import type { JobMessage, JobQueue } from '../jobs/job-context.ts';

/** The job queue on Cloudflare Queues. */
export class CloudflareJobQueue implements JobQueue {
  readonly #queue: Queue<JobMessage>;

  constructor(queue: Queue<JobMessage>) {
    this.#queue = queue;
  }

  async send(messages: readonly JobMessage[]): Promise<void> {
    await this.#queue.sendBatch(messages.map((body) => ({ body })));
  }
}
