import { problemOf, type Reply } from './reply.ts';

/** The wait before the first repeat. It doubles with each one, up to the longest. */
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 20_000;

/** Where the service wants a longer wait than this, whoever called is told at once. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Returns how long to wait before an attempt is repeated, in milliseconds; undefined where repeating does not help, or
 * the service wants a wait that is too long.
 *
 * @param outcome the answer; undefined where none came, for the line broke or the time was up.
 * @param repeats how many repeats there have been.
 */
export function waitBeforeRepeat(outcome: Reply | undefined, repeats: number): number | undefined {
  if (outcome === undefined) return backOffMs(repeats);
  if (!canPass(outcome)) return undefined;
  const wantedMs = retryAfterMs(outcome.headers.get('Retry-After'));
  if (wantedMs === undefined) return backOffMs(repeats);
  return wantedMs > LONGEST_RETRY_AFTER_MS ? undefined : Math.max(wantedMs, backOffMs(repeats));
}

/** Returns a wait in milliseconds, from half of the step to all of it, so that clients that failed together part. */
export function backOffMs(repeats: number): number {
  const stepMs = Math.min(FIRST_WAIT_MS * 2 ** repeats, LONGEST_WAIT_MS);
  return stepMs * (0.5 + Math.random() / 2);
}

/** Whether what is wrong can pass by itself. */
function canPass(reply: Reply): boolean {
  const { status } = reply;
  if (status === 408 || status === 429 || status >= 500) return true;
  return status === 409 && problemOf(reply)?.word === 'operation-in-progress';
}

/** Reads seconds, or a date. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Waits. @throws the signal's reason as soon as it is aborted. */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
