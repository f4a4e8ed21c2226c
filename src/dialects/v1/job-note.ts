import type { JobFault } from '../../jobs/faults.ts';
import type { ItemNote } from '../../jobs/job.ts';
import { toProblem } from './problems.ts';

/** Words why an item of a job of this API failed: the word of the problem that it is elsewhere, and its detail. */
export function toJobNote(fault: JobFault): ItemNote {
  switch (fault.kind) {
    // No item has these, which other APIs answer.
    case 'webhook-exists':
    case 'webhook-required':
    case 'job-reads-exceeded':
      return { code: fault.kind, message: 'The item failed.' };
    default: {
      const { kind, detail } = toProblem(fault);
      return { code: kind, message: detail };
    }
  }
}
