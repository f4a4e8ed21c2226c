import type { Access, Scope } from '../model/access.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { AccessFault } from './faults.ts';
import type { RequestLimiter } from './fixed-window-limiter.ts';

/** Decides whether the holder of `access` may do what needs `scope` in the store called `storeHash`. */
export function authorize(access: Access | undefined, storeHash: string, scope: Scope): Result<Access, AccessFault> {
  if (access === undefined) return fail({ kind: 'token-unknown' });
  const isAllowed = access.store.hash === storeHash && (scope === 'read' || access.scope === 'modify');
  return isAllowed ? ok(access) : fail({ kind: 'scope-missing' });
}

/** Authorizes, and takes one request from the store's quota: only authorized callers can use it up. */
export async function authorizeCounted(
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
