import { withTimeout } from '../platform/deadline.ts';

/** What the service needs, as a person would name it. */
export type Part = 'database' | 'schema' | 'bucket';

/** What readiness asks. Both reject where there is no answer. */
export interface ReadinessProbes {
  /** Returns whether the database has the schema that this build needs. */
  readonly hasSchema: () => Promise<boolean>;
  /** Asks the bucket for anything. */
  readonly askBucket: () => Promise<unknown>;
}

/** How long a result counts: whoever asks in a loop costs one round trip in this time. */
const RESULT_LIFETIME_MS = 2_000;

/** How long a part may take to answer. */
const PROBE_TIMEOUT_MS = 3_000;

/** Remembers for a short while which parts are not ready, so that asking costs little. One for each isolate. */
export class Readiness {
  readonly #nowMs: () => number;
  readonly #timeoutMs: number;
  #result: readonly Part[] = [];
  #askedAtMs = -Infinity;

  constructor(nowMs: () => number = Date.now, timeoutMs = PROBE_TIMEOUT_MS) {
    this.#nowMs = nowMs;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Returns the parts that are not ready. While one request asks, others get the result before; no promise is shared
   * between requests, as the runtime may end the one that made it. The first of an isolate all ask for themselves.
   */
  async partsNotReady(probes: ReadinessProbes): Promise<readonly Part[]> {
    if (this.#nowMs() - this.#askedAtMs < RESULT_LIFETIME_MS) return this.#result;
    const isFirst = this.#askedAtMs === -Infinity;
    if (!isFirst) this.#askedAtMs = this.#nowMs();
    const asked = await Promise.all([this.#askDatabase(probes), this.#askBucket(probes)]);
    this.#result = asked.flatMap((part) => part ?? []);
    this.#askedAtMs = this.#nowMs();
    return this.#result;
  }

  async #askDatabase({ hasSchema }: ReadinessProbes): Promise<Part | undefined> {
    return await withTimeout(hasSchema(), this.#timeoutMs).then(
      (isThere) => (isThere ? undefined : 'schema'),
      (error: unknown) => logged('database', error),
    );
  }

  async #askBucket({ askBucket }: ReadinessProbes): Promise<Part | undefined> {
    return await withTimeout(askBucket(), this.#timeoutMs).then(
      () => undefined,
      (error: unknown) => logged('bucket', error),
    );
  }
}

/** Logs why a part is not ready, which the answer does not say. */
function logged(part: Part, error: unknown): Part {
  console.error({ event: 'not-ready', part, message: String(error) });
  return part;
}
