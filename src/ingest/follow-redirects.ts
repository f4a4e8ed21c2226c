import { fail, ok, type Result } from '../platform/result.ts';
import { cancelStream } from './read-stream.ts';
import type { Deadline } from '../platform/deadline.ts';
import type { IngestFault } from './faults.ts';
import { MAX_REDIRECTS } from './limits.ts';
import { addressRefusalReason, checkUrl, type UrlRules } from './url-rules.ts';

/** The part of the platform's `fetch` that is used here. */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** A response that is not a redirect, whatever its status, with the URL that it came from. */
export interface RemoteResponse {
  readonly response: Response;
  readonly url: URL;
}

/**
 * The longest URL of a redirect, in characters: the most that common servers accept. The dialect's own limit applies to
 * the URL that the client sent only.
 */
const MAX_LOCATION_CHARACTERS = 8_000;

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Asks for formats by name, because some image hosts answer a bare `image/*` with AVIF, and for no compression. */
const REQUEST_HEADERS = {
  Accept: 'image/jpeg,image/png,image/webp,image/gif,image/*;q=0.5',
  'Accept-Encoding': 'identity',
  'User-Agent': 'Vitrine/0.1',
};

/**
 * Requests `first`, a URL that has been checked, and follows at most MAX_REDIRECTS redirects. Each target is checked by
 * the same rules before a request is sent to it.
 *
 * Faults: `url-refused` for a redirect's target that is not allowed, and `download-failed`. Every fault names
 * `requestedUrl`, the URL that the client sent, so that the targets of redirects are not disclosed.
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
    const refusal = addressRefusalReason(url, response.headers, rules);
    if (refusal !== undefined) return refused(requestedUrl, refusal, redirects > 0);
    if (!REDIRECT_STATUSES.has(response.status)) return ok({ response, url });
    cancelStream(response.body);
    if (redirects === MAX_REDIRECTS)
      return downloadFailed(requestedUrl, `It redirects more than ${MAX_REDIRECTS} times.`);
    const target = redirectTarget(requestedUrl, response, url, rules);
    if (!target.ok) return target;
    url = target.value;
  }
}

/** Returns the fault `download-failed` with a reason for the client. */
export function downloadFailed(url: string, reason: string): Result<never, IngestFault> {
  return fail({ kind: 'download-failed', url, reason });
}

/** As `downloadFailed`, for a failure that may not happen again when the download is repeated later. */
export function downloadFailedTemporarily(url: string, reason: string): Result<never, IngestFault> {
  return fail({ kind: 'download-failed', url, reason, isTemporary: true });
}

/** Returns the reason for a fetch that ran out of time. */
export function timedOutReason(deadline: Deadline): string {
  return `It took longer than ${deadline.timeoutMs / 1000} seconds.`;
}

/** Sends one request. The fault is the reason for the client; the platform's own message is not shown. */
async function sendRequest(url: URL, fetcher: FetchFunction, deadline: Deadline): Promise<Result<Response, string>> {
  try {
    const request = fetcher(url.href, {
      headers: REQUEST_HEADERS,
      redirect: 'manual',
      // The URL may show a new picture by now, which is the one to store.
      cache: 'no-store',
      signal: deadline.signal,
    });
    const response = await deadline.before(request);
    return response === undefined ? fail(timedOutReason(deadline)) : ok(response);
  } catch {
    return fail(deadline.signal.aborted ? timedOutReason(deadline) : 'The server could not be reached.');
  }
}

/** Returns the target of a redirect, when this service may fetch from it. */
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
  return refused(requestedUrl, checked.fault.reason, true);
}

function refused(url: string, reason: string, isRedirected: boolean): Result<never, IngestFault> {
  const where = isRedirected ? 'It redirects to where we do not fetch from. ' : '';
  return fail({ kind: 'url-refused', url, reason: `${where}${reason}` });
}
