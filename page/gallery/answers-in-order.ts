/** Answers to requests of this page by the versions that they have made, until all before them have come. */
export class AnswersInOrder<Change> {
  readonly #waiting = new Map<number, Change>();

  /** Keeps what has made a version. */
  add(version: number, change: Change): void {
    this.#waiting.set(version, change);
  }

  /** Takes what follows a version without a gap, and forgets what is part of that version already. */
  takeAfter(version: number): { readonly version: number; readonly changes: readonly Change[] } {
    for (const each of this.#waiting.keys()) if (each <= version) this.#waiting.delete(each);
    const changes: Change[] = [];
    let last = version;
    for (let next = this.#waiting.get(last + 1); next !== undefined; next = this.#waiting.get(last + 1)) {
      last += 1;
      changes.push(next);
      this.#waiting.delete(last);
    }
    return { version: last, changes };
  }

  /** Whether there is a gap before something that waits. */
  isWaiting(): boolean {
    return this.#waiting.size > 0;
  }
}
