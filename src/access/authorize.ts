import { type Access, type ApiName, includesScope, type Scope } from '../model/access.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { AccessFault } from './faults.ts';
import type { RequestLimiter } from './fixed-window-limiter.ts';

/** What a request asks for: a store by its hash, through an API. */
export interface AccessRequest {
  readonly storeHash: string;
  readonly api: ApiName;
}

/**
 * Checks that `access` covers `scope` in the store, through the API. Faults: token-unknown, where there is no access;
 * scope-missing.
 */
export function authorize(
  access: Access | undefined,
  { storeHash, api }: AccessRequest,
  scope: Scope,
): Result<Access, AccessFault> {
  if (access === undefined) return fail({ kind: 'token-unknown' });
  const isAllowed = access.store.hash === storeHash && access.apis.includes(api) && allowsScope(access, api, scope);
  if (!isAllowed) return fail({ kind: 'scope-missing', needed: scope });
  return ok(throughApi(access, api));
}

/** Returns the access of a caller who was let in through an API, which the journal names with the caller. */
export function throughApi(access: Access, api: ApiName): Access {
  return { ...access, actor: { ...access.actor, api } };
}

/**
 * Returns whether a token may do this through an API that it works for. A token that the Store API takes is its public
 * key: where the store demands that calls be signed, it writes through no API that has no signatures
 * (docs/decisions/038-tokens-name-apis.md).
 */
export function allowsScope({ store, scope: held, apis }: Access, api: ApiName, scope: Scope): boolean {
  if (scope === 'read') return true;
  const mustSign = store.settings.signing === 'required' && apis.includes('store');
  return includesScope(held, scope) && (api === 'store' || !mustSign);
}

/**
 * Authorizes as above, then counts the request against the store's quota, so that only authorized callers can use the
 * quota up. Faults: token-unknown, scope-missing, quota-exceeded.
 */
export async function authorizeWithinQuota(
  limiter: RequestLimiter,
  access: Access | undefined,
  request: AccessRequest,
  scope: Scope,
): Promise<Result<Access, AccessFault>> {
  const authorized = authorize(access, request, scope);
  if (!authorized.ok) return authorized;
  const counted = await limiter.take(authorized.value.store);
  return counted.ok ? authorized : counted;
}
