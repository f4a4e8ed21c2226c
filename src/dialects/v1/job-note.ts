import type { JobFault } from '../../jobs/faults.ts';
import type { ItemNote } from '../../jobs/job.ts';
import { toProblem } from './problems.ts';

/** Words why an item of a job of this API failed: the word of the problem that it is elsewhere, and its detail. */
export function toJobNote(fault: JobFault): ItemNote {
  const { kind } = fault;
  // No item has these, which another API answers.
  if (kind === 'webhook-exists' || kind === 'webhook-required' || kind === 'job-reads-exceeded') {
    return { code: kind, message: 'The item failed.' };
  }
  return { code: kind, message: toProblem(fault).detail };
}
