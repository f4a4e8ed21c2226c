import type { AccessFault } from '../../access/faults.ts';
import { plainError, type ObjectError } from './object-error.ts';

/** The faults before a request's handler runs: no such route, or no access. */
export type AccessError = AccessFault | { readonly kind: 'route-not-found' };

/** Returns the error for each access fault (BC-3 to BC-7, BC-10), the same for both versions under `/stores/…`. */
export function toAccessError(fault: AccessError): ObjectError {
  switch (fault.kind) {
    case 'route-not-found':
      return plainError(404, 'The route is not found, check the URL');
    case 'token-missing':
      return plainError(401, 'X-Auth-Token header is required');
    case 'token-empty':
      return plainError(401, 'X-Auth-Token header should have correct format');
    case 'token-unknown':
      return plainError(401, 'Unauthorized');
    case 'scope-missing':
      return plainError(403, "You don't have a required scope to access the endpoint");
    case 'quota-exceeded':
      return {
        ...plainError(429, 'The request quota of this store is used up, try again later'),
        retryAfterSeconds: fault.retryAfterSeconds,
      };
    default:
      return fault satisfies never;
  }
}

const ACCESS_ERRORS: Readonly<Record<AccessError['kind'], true>> = {
  'route-not-found': true,
  'token-missing': true,
  'token-empty': true,
  'token-unknown': true,
  'scope-missing': true,
  'quota-exceeded': true,
};

/** Returns whether a fault is an access error. */
export function isAccessError(fault: { readonly kind: string }): fault is AccessError {
  return Object.hasOwn(ACCESS_ERRORS, fault.kind);
}
