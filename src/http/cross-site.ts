import { fail, ok, type Result } from '../platform/result.ts';

/** A page of another site made a browser send this write, with credentials that the browser has kept. */
export interface CrossSiteFault {
  readonly kind: 'cross-site';
}

const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Checks that a write was not sent by a page of another site. Browsers keep Basic credentials and send them along with
 * forms of any page, and they say in Sec-Fetch-Site and Origin where a request comes from. Other clients send neither.
 *
 * @param ownHosts the hosts of this service, with their ports as in URLs.
 */
export function checkSameSite(request: Request, ownHosts: readonly string[]): Result<null, CrossSiteFault> {
  if (READING_METHODS.has(request.method)) return ok(null);
  const origin = request.headers.get('Origin');
  const isForeign = origin !== null && !ownHosts.includes(URL.parse(origin)?.host ?? '');
  return isForeign || request.headers.get('Sec-Fetch-Site') === 'cross-site' ? fail({ kind: 'cross-site' }) : ok(null);
}
