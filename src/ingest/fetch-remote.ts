import { fail, ok, type Result } from '../platform/result.ts';
import { readStream, type StreamFault, contentLength, cancelStream } from './read-stream.ts';
import { type Deadline, startDeadline } from '../platform/deadline.ts';
import type { IngestFault } from './faults.ts';
import { FETCH_TIMEOUT_MS, MAX_FILE_BYTES, MAX_IMAGE_URL_CHARACTERS } from './limits.ts';
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

export interface RemoteOptions {
  /** Exact `host:port` entries that pass the host and port rules (INGEST_ALLOWED_HOSTS); empty in production. */
  readonly allowedHosts: readonly string[];
  /** The host names that we answer under ourselves. */
  readonly ownHosts: readonly string[];
  /** Length of the URL as sent: the dialect's limit. */
  readonly maxCharacters?: number;
  readonly maxBytes?: number;
  /** All redirects and the body together. */
  readonly timeoutMs?: number;
  readonly fetcher?: FetchFunction;
}

export interface RemoteFile {
  readonly bytes: Uint8Array;
  /** As the other side names it, untidied: `originalName` and `safeStem` make something of it. */
  readonly fileName: string | undefined;
}

/** What servers say when they are in trouble, or want less of us. */
const TEMPORARY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Wrapped, because the platform's function must not be called as a method of anything. */
const platformFetch: FetchFunction = (url, init) => fetch(url, init);

/**
 * Fetches the picture at a URL that a client has sent (IMG-8 to IMG-11, BC3-31 to BC3-34,
 * BC-19).
 *
 * The URL and every redirect's target pass `checkUrl`; everything together takes at most `timeoutMs` and `maxBytes`
 * decoded bytes. Whether the bytes are a picture is for sniffing, except that a web page is refused here, because that
 * is what servers send in place of a missing picture or before a login. Never throws or rejects.
 *
 * Faults: `url-invalid`, `url-refused`, `file-too-large`, and `download-failed` with a sentence for the sender.
 */
export async function fetchRemote(url: string, options: RemoteOptions): Promise<Result<RemoteFile, IngestFault>> {
  const { allowedHosts, ownHosts, maxCharacters = MAX_IMAGE_URL_CHARACTERS, maxBytes = MAX_FILE_BYTES } = options;
  const rules: UrlRules = { allowedHosts, ownHosts, maxCharacters };
  const checked = checkUrl(url, rules);
  if (!checked.ok) return checked;
  const deadline = startDeadline(options.timeoutMs ?? FETCH_TIMEOUT_MS);
  try {
    const answered = await followRedirects(url, checked.value, rules, options.fetcher ?? platformFetch, deadline);
    if (!answered.ok) return answered;
    const { response } = answered.value;
    const bytes = await readResponse(url, response, maxBytes, deadline);
    if (!bytes.ok) return bytes;
    return ok({ bytes: bytes.value, fileName: remoteFileName(response, checked.value, answered.value.url) });
  } finally {
    deadline.clear();
  }
}

async function readResponse(
  url: string,
  response: Response,
  maxBytes: number,
  deadline: Deadline,
): Promise<Result<Uint8Array, IngestFault>> {
  if (response.status !== 200) {
    cancelStream(response.body);
    const failed = TEMPORARY_STATUSES.has(response.status) ? downloadFailedTemporarily : downloadFailed;
    return failed(url, `The server answered with status ${response.status}.`);
  }
  const declaredBytes = expectedLength(response.headers, maxBytes);
  const collected = await readStream(response.body, { maxBytes, declaredBytes, signal: deadline.signal });
  if (!collected.ok) return fail(bodyFault(url, collected.fault, maxBytes, deadline));
  if (collected.value.length === 0) return downloadFailed(url, 'The answer is empty.');
  if (looksLikeHtml(collected.value)) return downloadFailed(url, 'The answer is a web page, not an image.');
  return ok(collected.value);
}

/**
 * The declared length, unless it is that of a compressed form, which only says something when it is too much already.
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
    case 'broken':
      return failed('The connection broke off before the whole file had come.');
    default:
      return fault satisfies never;
  }
}
