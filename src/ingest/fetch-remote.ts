import { fail, ok, type Result } from '../platform/result.ts';
import { readStream, type StreamFault, contentLength, cancelStream } from './read-stream.ts';
import { type Deadline, startDeadline } from '../platform/deadline.ts';
import { NO_MEMORY } from '../platform/memory-budget.ts';
import type { IngestFault } from './faults.ts';
import { FETCH_TIMEOUT_MS, MAX_FILE_BYTES, MAX_IMAGE_URL_CHARACTERS } from './limits.ts';
import { startPace } from './pace.ts';
import { remoteFileName } from './remote-file-name.ts';
import {
  downloadFailed,
  downloadFailedTemporarily,
  type FetchFunction,
  followRedirects,
  timedOutReason,
} from './follow-redirects.ts';
import { checkUrl, type UrlRules } from './url-rules.ts';
import { looksLikeHtml } from './sniff-html.ts';

/** The rules and limits of a remote fetch. */
export interface RemoteOptions extends Omit<UrlRules, 'maxCharacters'> {
  /** The longest URL, in characters as sent: the dialect's limit. */
  readonly maxCharacters?: number;
  readonly maxBytes?: number;
  /** The time for all redirects and the body together. */
  readonly timeoutMs?: number;
  readonly fetcher?: FetchFunction;
  /** Is called before memory is allocated for the body, with all the bytes that are then; false: there is no room. */
  readonly reserve?: ((capacityBytes: number) => Promise<boolean>) | undefined;
}

/** A file that was fetched from a URL. */
export interface RemoteFile {
  readonly bytes: Uint8Array;
  /** The name that the remote server or the URL gives, to be cleaned by `originalName` or `safeStem`. */
  readonly fileName: string | undefined;
}

/** The statuses of servers that are overloaded or temporarily out of order. */
const TEMPORARY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Wrapped, because the platform's function must not be called as a method of an object. */
const platformFetch: FetchFunction = (url, init) => fetch(url, init);

/**
 * Fetches the picture at a URL that a client has sent (IMG-8 to IMG-11, BC3-31 to BC3-34, BC-19).
 *
 * The URL and the target of every redirect are checked by `checkUrl`. The whole fetch takes at most `timeoutMs`, and
 * the decoded body has at most `maxBytes`. Whether the bytes are a picture is checked later, except that a web page is
 * refused here: servers send one in place of a missing picture, or before a login. Never throws or rejects.
 *
 * Faults: `url-invalid`, `url-refused`, `file-too-large`, and `download-failed` with a reason for the client.
 */
export async function fetchRemote(url: string, options: RemoteOptions): Promise<Result<RemoteFile, IngestFault>> {
  const { maxCharacters = MAX_IMAGE_URL_CHARACTERS, maxBytes = MAX_FILE_BYTES } = options;
  const rules: UrlRules = { ...options, maxCharacters };
  const checked = checkUrl(url, rules);
  if (!checked.ok) return checked;
  const deadline = startDeadline(options.timeoutMs ?? FETCH_TIMEOUT_MS);
  try {
    const answered = await followRedirects(url, checked.value, rules, options.fetcher ?? platformFetch, deadline);
    if (!answered.ok) return answered;
    const { response } = answered.value;
    const bytes = await readResponse(url, response, { maxBytes, reserve: options.reserve }, deadline);
    if (!bytes.ok) return bytes;
    return ok({ bytes: bytes.value, fileName: remoteFileName(response, checked.value, answered.value.url) });
  } finally {
    deadline.clear();
  }
}

/** How fast the bytes of a file have to come: a server that holds them back is given up. */
const FETCH_WINDOW_MS = 5_000;
const MIN_BYTES_PER_WINDOW = 16 * 1024;

async function readResponse(
  url: string,
  response: Response,
  { maxBytes, reserve }: { readonly maxBytes: number; readonly reserve: RemoteOptions['reserve'] },
  deadline: Deadline,
): Promise<Result<Uint8Array, IngestFault>> {
  if (response.status !== 200) {
    cancelStream(response.body);
    const failed = TEMPORARY_STATUSES.has(response.status) ? downloadFailedTemporarily : downloadFailed;
    return failed(url, `The server answered with status ${response.status}.`);
  }
  const declaredBytes = expectedLength(response.headers, maxBytes);
  const { timeoutMs } = deadline;
  const pace = startPace({ timeoutMs, windowMs: FETCH_WINDOW_MS, minBytes: MIN_BYTES_PER_WINDOW });
  const signal = AbortSignal.any([deadline.signal, pace.signal]);
  const options = { maxBytes, declaredBytes, signal, reserve, onBytes: pace.count };
  const collected = await readStream(response.body, options).finally(() => pace.stop());
  if (pace.flaw === 'stalled') return downloadFailedTemporarily(url, 'The server stopped sending.');
  if (!collected.ok) return fail(bodyFault(url, collected.fault, maxBytes, deadline));
  if (collected.value.length === 0) return downloadFailed(url, 'The answer is empty.');
  if (looksLikeHtml(collected.value)) return downloadFailed(url, 'The answer is a web page, not an image.');
  return ok(collected.value);
}

/**
 * Returns the declared length, or undefined when it is the length of a compressed form. A length over `maxBytes` is
 * returned in any case, because it is too much already.
 */
function expectedLength(headers: Headers, maxBytes: number): number | undefined {
  const declaredBytes = contentLength(headers);
  if (declaredBytes === undefined || declaredBytes > maxBytes) return declaredBytes;
  const encoding = headers.get('content-encoding') ?? 'identity';
  return encoding.toLowerCase() === 'identity' ? declaredBytes : undefined;
}

function bodyFault(url: string, fault: StreamFault, maxBytes: number, deadline: Deadline): IngestFault {
  const failed = (reason: string): IngestFault => ({ kind: 'download-failed', url, reason, isTemporary: true });
  switch (fault) {
    case 'too-large':
      return { kind: 'file-too-large', maxBytes };
    case 'timed-out':
      return failed(timedOutReason(deadline));
    case 'length-differs':
      return failed('The answer is not as long as its Content-Length says.');
    case 'no-room':
      return NO_MEMORY;
    case 'broken':
      return failed('The connection broke off before the whole file had come.');
    default:
      return fault satisfies never;
  }
}
