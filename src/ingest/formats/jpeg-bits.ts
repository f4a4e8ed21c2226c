const MAX_CODE_BITS = 16;
const END = -1;

/** Reads the coded pixels between two markers, the highest bit first; a zero after 0xff is stuffing. */
export class JpegBitReader {
  readonly #data: Uint8Array;
  #at = 0;
  #byte = 0;
  #left = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  /** Returns the next bit, or -1 at the end. */
  bit(): number {
    if (this.#left === 0) {
      const byte = this.#data[this.#at];
      if (byte === undefined) return END;
      this.#at += byte === 0xff ? 2 : 1;
      this.#byte = byte;
      this.#left = 8;
    }
    this.#left -= 1;
    return (this.#byte >> this.#left) & 1;
  }

  /** Returns the next bits as a number, or -1 where there are not as many. */
  bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index++) {
      const bit = this.bit();
      if (bit === END) return END;
      value = (value << 1) | bit;
    }
    return value;
  }
}

/** Writes coded pixels, of which the last ones can be taken back. */
export class JpegBitWriter {
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;
  #byte = 0;
  #filled = 0;
  #mark: readonly [length: number, byte: number, filled: number] = [0, 0, 0];

  get byteCount(): number {
    return this.#length;
  }

  bits(value: number, count: number): void {
    for (let shift = count - 1; shift >= 0; shift--) {
      this.#byte = (this.#byte << 1) | ((value >> shift) & 1);
      this.#filled += 1;
      if (this.#filled === 8) this.#flush();
    }
  }

  /** Remembers what has been written so far. */
  mark(): void {
    this.#mark = [this.#length, this.#byte, this.#filled];
  }

  /** Takes back what was written since the last mark. */
  rewind(): void {
    [this.#length, this.#byte, this.#filled] = this.#mark;
  }

  /** Fills the last byte with ones, as before every marker. */
  align(): void {
    while (this.#filled > 0) this.bits(1, 1);
  }

  /** Writes two bytes as they are; the last byte must be full. */
  marker(second: number): void {
    this.#push(0xff);
    this.#push(second);
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #flush(): void {
    const byte = this.#byte & 0xff;
    this.#push(byte);
    if (byte === 0xff) this.#push(0);
    this.#byte = 0;
    this.#filled = 0;
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}

/** The codes of one table (ITU T.81, annex C). */
export class JpegCodes {
  readonly #counts: Uint8Array;
  readonly #symbols: Uint8Array;

  /** @param counts how many codes of 1 to 16 bits there are. */
  constructor(counts: Uint8Array, symbols: Uint8Array) {
    this.#counts = counts;
    this.#symbols = symbols;
  }

  /** Reads a code and writes it to `writer`. Returns its symbol, or -1 where nothing defines it or the data ends. */
  copy(reader: JpegBitReader, writer: JpegBitWriter): number {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      const bit = reader.bit();
      if (bit === END) return END;
      code |= bit;
      const count = this.#counts[length - 1] ?? 0;
      if (code - first < count) {
        writer.bits(code, length);
        return this.#symbols[index + code - first] ?? END;
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return END;
  }

  /** Writes the code of a symbol; returns false where it has none. */
  write(symbol: number, writer: JpegBitWriter): boolean {
    const wanted = this.#symbols.indexOf(symbol);
    if (wanted < 0) return false;
    let [first, index] = [0, 0];
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      const count = this.#counts[length - 1] ?? 0;
      if (wanted < index + count) {
        writer.bits(first + wanted - index, length);
        return true;
      }
      index += count;
      first = (first + count) << 1;
    }
    return false;
  }
}
