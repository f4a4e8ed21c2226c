/**
 * Runs one task at a time, in order of arrival. A Durable Object does not ensure that by itself: while one request
 * waits for D1, the next one runs.
 */
export class SerialQueue {
  readonly #maxWaiting: number;
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** @param maxWaiting how many tasks may run or wait; further ones are refused. */
  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  /**
   * Runs `task` when its turn comes and returns its value; undefined where the queue is full. Rejects as `task` does.
   */
  async run<T>(task: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    if (this.#waiting >= this.#maxWaiting) return undefined;
    this.#waiting += 1;
    const run = this.#tail.then(task);
    this.#tail = run.then(
      () => undefined,
      () => undefined,
    );
    try {
      return { value: await run };
    } finally {
      this.#waiting -= 1;
    }
  }
}
