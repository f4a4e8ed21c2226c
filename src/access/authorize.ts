import type { Access, Scope } from '../model/access.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { AccessFault } from './faults.ts';
import type { RequestLimiter } from './fixed-window-limiter.ts';

/**
 * Checks that `access` covers `scope` in the store with the hash `storeHash`. Faults: token-unknown, where there is no
 * access; scope-missing.
 */
export function authorize(access: Access | undefined, storeHash: string, scope: Scope): Result<Access, AccessFault> {
  if (access === undefined) return fail({ kind: 'token-unknown' });
  const isAllowed = access.store.hash === storeHash && (scope === 'read' || access.scope === 'modify');
  return isAllowed ? ok(access) : fail({ kind: 'scope-missing' });
}

/**
 * Authorizes as above, then counts the request against the store's quota, so that only authorized callers can use the
 * quota up. Faults: token-unknown, scope-missing, quota-exceeded.
 */
export async function authorizeWithinQuota(
  limiter: RequestLimiter,
  access: Access | undefined,
  storeHash: string,
  scope: Scope,
): Promise<Result<Access, AccessFault>> {
  const authorized = authorize(access, storeHash, scope);
  if (!authorized.ok) return authorized;
  const counted = await limiter.take(authorized.value.store);
  return counted.ok ? authorized : counted;
}
