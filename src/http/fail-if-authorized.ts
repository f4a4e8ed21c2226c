import { fail, type Result } from '../platform/result.ts';

/**
 * Fails with `fault` where the caller is authorized, else with the access fault, which comes first in every dialect.
 */
export async function failIfAuthorized<AccessFault, Fault>(
  authorized: Promise<Result<unknown, AccessFault>>,
  fault: Fault,
): Promise<Result<never, AccessFault | Fault>> {
  const access = await authorized;
  return access.ok ? fail(fault) : access;
}
