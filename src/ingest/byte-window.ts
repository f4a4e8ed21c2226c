/** The capacity that is kept between parts of a stream, in bytes. */
const SMALL_CAPACITY_BYTES = 64 * 1024;

/** By how much the capacity grows at most beyond what is needed, in bytes. */
const MAX_GROWTH_BYTES = 256 * 1024;

/** Bytes of a stream that have come and were not consumed yet, in one array that grows as they come. */
export class ByteWindow {
  #bytes = new Uint8Array(0);
  #length = 0;

  /** The bytes, as a view that holds until the next call. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Makes room for more bytes. Returns false where `reserve`, which is asked before memory is allocated with all the
   * bytes that are then, has none.
   */
  async makeRoom(count: number, reserve: (capacityBytes: number) => Promise<boolean>): Promise<boolean> {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return true;
    const capacity = Math.max(
      needed,
      Math.min(2 * this.#bytes.length, needed + MAX_GROWTH_BYTES),
      SMALL_CAPACITY_BYTES,
    );
    if (!(await reserve(capacity))) return false;
    this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(capacity));
    return true;
  }

  /** Adds bytes, for which there has to be room. */
  add(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Removes the first `count` bytes. */
  consume(count: number): void {
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  /** Gives memory back that what is left does not need. */
  shrink(): void {
    const capacity = Math.max(this.#length, SMALL_CAPACITY_BYTES);
    if (this.#bytes.length > capacity) this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(capacity));
  }
}
