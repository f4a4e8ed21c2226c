/** Tells the versions of a product that this page has made from those of others, and which of these were told of. */
export class ForeignChanges {
  readonly #own: Set<number>;
  /** The images that reads have found different. */
  #foundIds: readonly number[] = [];
  /** The highest version that this page has made, or that people were told of. */
  #toldVersion: number | undefined;
  /** The highest version that an event has told of. */
  #heardVersion = 0;

  /** @param own the versions that this page is known to have made, as before it was loaded again. */
  constructor(own: Iterable<number>) {
    this.#own = new Set(own);
  }

  /** The highest version that an event has told of. */
  get heardVersion(): number {
    return this.#heardVersion;
  }

  /** The versions that this page has made. */
  ownVersions(): readonly number[] {
    return [...this.#own];
  }

  isOwn(version: number): boolean {
    return this.#own.has(version);
  }

  /** Notes a version that this page has made. */
  addOwn(version: number): void {
    this.#own.add(version);
  }

  /** Notes what an event says. */
  hear(version: number): void {
    this.#heardVersion = Math.max(this.#heardVersion, version);
  }

  /** Notes what a read has found different from before. */
  find(imageIds: readonly number[]): void {
    this.#foundIds = [...this.#foundIds, ...imageIds];
  }

  /**
   * Returns the images that others have changed since this was asked last, where they have changed something, and else
   * undefined. The first version that is seen is news for nobody.
   */
  takeNews(version: number): readonly number[] | undefined {
    const isForeign = this.#hasForeign(version);
    const ids = [...new Set(this.#foundIds)];
    this.#toldVersion = Math.max(this.#toldVersion ?? 0, version);
    this.#foundIds = [];
    return isForeign ? ids : undefined;
  }

  #hasForeign(version: number): boolean {
    if (this.#toldVersion === undefined) return false;
    for (let each = this.#toldVersion + 1; each <= version; each += 1) if (!this.isOwn(each)) return true;
    return false;
  }
}
