/** How long a new name of workers.dev may take until it leads to the Worker. */
const TIMEOUT_MS = 90_000;
const INTERVAL_MS = 1_000;
const REQUEST_TIMEOUT_MS = 10_000;

/** Waits until `/readyz` answers 200. @throws with what it said last, where it takes too long. */
export async function waitUntilReady(origin: string, timeoutMs = TIMEOUT_MS): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const said = await ask(origin);
    if (said === undefined) return;
    if (Date.now() > deadline) throw new Error(`The Worker is deployed, but ${origin}/readyz says: ${said}`);
    await new Promise((wake) => setTimeout(wake, INTERVAL_MS));
  }
}

/** Returns what the service says instead of being ready; undefined where it is. */
async function ask(origin: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    if (response.ok) return undefined;
    return `${response.status} ${(await response.text()).slice(0, 200)}`;
  } catch (error) {
    return `nothing (${String(error)})`;
  }
}
