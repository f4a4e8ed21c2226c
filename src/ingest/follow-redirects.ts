import { fail, ok, type Result } from '../platform/result.ts';
import { cancelStream } from './read-stream.ts';
import type { Deadline } from '../platform/deadline.ts';
import type { IngestFault } from './faults.ts';
import { MAX_REDIRECTS } from './limits.ts';
import { checkUrl, type UrlRules } from './url-rules.ts';

/** The part of `fetch` that is used here; the platform's own fits. */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** An answer that is no redirect, whatever its status, and the URL that gave it. */
export interface RemoteResponse {
  readonly response: Response;
  readonly url: URL;
}

/** Characters of a redirect's target: what servers take at most; the dialect's limit is for what its clients send. */
const MAX_LOCATION_CHARACTERS = 8_000;

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The formats by name, because some image hosts answer a bare `image/*` with AVIF; and no compression on top. */
const REQUEST_HEADERS = {
  Accept: 'image/jpeg,image/png,image/webp,image/gif,image/*;q=0.5',
  'Accept-Encoding': 'identity',
  'User-Agent': 'Vitrine/0.1',
};

/**
 * Asks `first`, a URL that has passed the rules, and follows at most MAX_REDIRECTS redirects, each target checked by
 * the same rules before anything is sent to it. Every fault names `requestedUrl`, the URL as the client sent it, so
 * that the place that a redirect leads to stays between us and that server.
 */
export async function followRedirects(
  requestedUrl: string,
  first: URL,
  rules: UrlRules,
  fetcher: FetchFunction,
  deadline: Deadline,
): Promise<Result<RemoteResponse, IngestFault>> {
  let url = first;
  for (let redirects = 0; ; redirects += 1) {
    const sent = await sendRequest(url, fetcher, deadline);
    if (!sent.ok) return downloadFailedTemporarily(requestedUrl, sent.fault);
    const response = sent.value;
    if (!REDIRECT_STATUSES.has(response.status)) return ok({ response, url });
    cancelStream(response.body);
    if (redirects === MAX_REDIRECTS)
      return downloadFailed(requestedUrl, `It redirects more than ${MAX_REDIRECTS} times.`);
    const target = redirectTarget(requestedUrl, response, url, rules);
    if (!target.ok) return target;
    url = target.value;
  }
}

/** A failed download of `url`, with its reason. */
export function downloadFailed(url: string, reason: string): Result<never, IngestFault> {
  return fail({ kind: 'download-failed', url, reason });
}

/** As `downloadFailed`, where it may well work a little later. */
export function downloadFailedTemporarily(url: string, reason: string): Result<never, IngestFault> {
  return fail({ kind: 'download-failed', url, reason, isTemporary: true });
}

/** The sentence for a fetch that ran out of time. */
export function timedOutReason(deadline: Deadline): string {
  return `It took longer than ${deadline.timeoutMs / 1000} seconds.`;
}

/** One request; the fault is the reason. What the platform says of a failed connection stays inside. */
async function sendRequest(url: URL, fetcher: FetchFunction, deadline: Deadline): Promise<Result<Response, string>> {
  try {
    const request = fetcher(url.href, {
      headers: REQUEST_HEADERS,
      redirect: 'manual',
      // The same URL may have a new picture by now, and an import must store that one.
      cache: 'no-store',
      signal: deadline.signal,
    });
    const response = await deadline.before(request);
    return response === undefined ? fail(timedOutReason(deadline)) : ok(response);
  } catch {
    return fail(deadline.signal.aborted ? timedOutReason(deadline) : 'The server could not be reached.');
  }
}

/** Where a redirect leads to, if that may be fetched. */
function redirectTarget(
  requestedUrl: string,
  response: Response,
  from: URL,
  rules: UrlRules,
): Result<URL, IngestFault> {
  const location = response.headers.get('location');
  const target = location === null ? null : URL.parse(location, from.href);
  if (target === null)
    return downloadFailed(requestedUrl, `It redirects (status ${response.status}) without saying where to.`);
  const checked = checkUrl(target.href, { ...rules, maxCharacters: MAX_LOCATION_CHARACTERS });
  if (checked.ok) return checked;
  if (checked.fault.kind !== 'url-refused') return downloadFailed(requestedUrl, 'It redirects to what is not a URL.');
  return fail({
    ...checked.fault,
    url: requestedUrl,
    reason: `It redirects to where we do not fetch from. ${checked.fault.reason}`,
  });
}
