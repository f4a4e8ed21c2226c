import { fail, type Result } from '../platform/result.ts';

/** Answers with `fault`, but only to those who are authorized: access faults come first in every dialect. */
export async function refuse<AccessFault, Fault>(
  authorized: Promise<Result<unknown, AccessFault>>,
  fault: Fault,
): Promise<Result<never, AccessFault | Fault>> {
  const access = await authorized;
  return access.ok ? fail(fault) : access;
}
