import type { Job, ListedJob, ListJobsQuery } from '../api-types.ts';
import { List } from '../list.ts';
import type { CallOptions } from '../options.ts';
import { sleep } from '../retry.ts';
import type { Transport } from '../transport.ts';
import { segment } from './shared.ts';

/** A job is asked for after this time, and then ever less often. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** Work that is done later. */
export class Jobs {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists the jobs of the store, the last first, without their results. */
  list(query: ListJobsQuery = {}, options: CallOptions = {}): List<ListedJob> {
    return new List(this.#transport, '/jobs', query, options);
  }

  /** Reads a job with what became of its items so far. */
  async get(id: string, options: CallOptions = {}): Promise<Job> {
    return (await this.#transport.send<Job>({ method: 'GET', path: `/jobs/${segment(id)}` }, options)).body;
  }

  /** Waits until a job has ended, and returns it. What of it has failed is in its results, and no exception. */
  async wait(id: string, options: CallOptions = {}): Promise<Job> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 1.5, LONGEST_WAIT_MS)) {
      const job = await this.get(id, options);
      if (job.status !== 'pending' && job.status !== 'running') return job;
      await sleep(waitMs, options.signal);
    }
  }
}
