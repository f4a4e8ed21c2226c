import { signal } from '@preact/signals';
import { VitrineProblem } from 'vitrine-client';
import { vitrine } from './client.ts';

/** Whether the service can be reached, as far as is known. */
export const isReachable = signal(true);

/** How long to wait between two questions whether the service is back: ever longer, up to the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;

/** How often a call may be refused while the service answers others: then waiting does not help. */
const MAX_REFUSALS = 5;

let back: Promise<void> | undefined;

/** Whether a failure means that the service could not be reached, or could not answer: it may pass by itself. */
export const mayPass = (error: unknown): boolean =>
  error instanceof VitrineProblem ? error.status >= 500 && !error.is('internal-error') : !isAbort(error);

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/**
 * Calls the service, and where it cannot be reached, says so on the page, waits until it can and calls again. The call
 * must carry a key of its own, so that a repeat of what did arrive changes nothing.
 *
 * @throws what the call throws where waiting does not help.
 */
export async function untilReachable<Value>(call: () => Promise<Value>): Promise<Value> {
  for (let refusals = 0; ;) {
    if (!isReachable.peek()) await waitUntilBack();
    try {
      return await call();
    } catch (error) {
      if (!mayPass(error)) throw error;
      if (error instanceof VitrineProblem) refusals += 1;
      if (refusals >= MAX_REFUSALS) throw error;
      isReachable.value = false;
    }
  }
}

/** Resolves once the service answers. All that wait share one question. */
async function waitUntilBack(): Promise<void> {
  back ??= ask().finally(() => (back = undefined));
  await back;
}

async function ask(): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    await pause(waitMs);
    if (await answers()) {
      isReachable.value = true;
      return;
    }
  }
}

/** Any answer of the service will do: a session that has ended is not a broken line. */
async function answers(): Promise<boolean> {
  try {
    await vitrine.whoAmI({ timeoutMs: 10_000 });
    return true;
  } catch (error) {
    return !mayPass(error);
  }
}

/** Waits, or until the browser says that there is a network again. */
export async function pause(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, ms);
    addEventListener('online', go);
  });
}
