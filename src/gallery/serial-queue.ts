/** Lets one task through at a time, in the order of arrival: a Durable Object alone does not, for it awaits D1. */
export class SerialQueue {
  readonly #maxWaiting: number;
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** @param maxWaiting tasks that may wait; further ones are turned away. */
  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  /** Runs `task` when its turn comes; undefined where the queue is full. A failing task does not hold up the next. */
  async run<T>(task: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    if (this.#waiting >= this.#maxWaiting) return undefined;
    this.#waiting += 1;
    const mine = this.#tail.then(task);
    this.#tail = mine.then(
      () => undefined,
      () => undefined,
    );
    try {
      return { value: await mine };
    } finally {
      this.#waiting -= 1;
    }
  }
}
