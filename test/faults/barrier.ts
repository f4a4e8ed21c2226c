/** A point that work waits at until the test opens it, and that tells the test when work has come to it. */
export class Barrier {
  readonly #arrived = Promise.withResolvers<void>();
  readonly #opened = Promise.withResolvers<void>();

  /** Called by the work: says that it is here, and waits. */
  async pass(): Promise<void> {
    this.#arrived.resolve();
    await this.#opened.promise;
  }

  /** Called by the test: waits until the work is here. */
  async reached(): Promise<void> {
    await this.#arrived.promise;
  }

  /** Called by the test: lets the work go on. */
  open(): void {
    this.#opened.resolve();
  }
}
