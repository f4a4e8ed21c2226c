import type { Access, Scope } from '../model/model.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { AccessFault } from './faults.ts';
import type { RequestQuotas } from './quotas.ts';

/** Decides whether the holder of `access` may do what needs `scope` in the store called `storeHash`. */
export function authorise(access: Access | undefined, storeHash: string, scope: Scope): Result<Access, AccessFault> {
  if (access === undefined) return fail({ kind: 'token-unknown' });
  const isAllowed = access.store.hash === storeHash && (scope === 'read' || access.scope === 'modify');
  return isAllowed ? ok(access) : fail({ kind: 'scope-missing' });
}

/** Authorises, and takes one request from the store's quota: only those who may ask can use it up. */
export async function admit(
  quotas: RequestQuotas,
  access: Access | undefined,
  storeHash: string,
  scope: Scope,
): Promise<Result<Access, AccessFault>> {
  const granted = authorise(access, storeHash, scope);
  if (!granted.ok) return granted;
  const counted = await quotas.take(granted.value.store);
  return counted.ok ? granted : counted;
}
