/** A point at which a task waits until the test opens it; the test can wait for the task to get there. */
export class Barrier {
  readonly #arrived = Promise.withResolvers<void>();
  readonly #opened = Promise.withResolvers<void>();

  /** Called by the task: reports that it has arrived, and waits until the barrier is opened. */
  async pass(): Promise<void> {
    this.#arrived.resolve();
    await this.#opened.promise;
  }

  /** Called by the test: waits until the task has arrived. */
  async reached(): Promise<void> {
    await this.#arrived.promise;
  }

  /** Called by the test: lets the task continue. */
  open(): void {
    this.#opened.resolve();
  }
}
