import { describeFailure } from '../api/failure.ts';
import { toast } from './toasts.tsx';

/** Does what somebody has asked for, and says so where it failed. @returns whether it was done. */
export async function act(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toast({ kind: 'failure', text: describeFailure(error) });
    return false;
  }
}
