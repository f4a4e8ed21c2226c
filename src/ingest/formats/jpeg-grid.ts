const BLOCK_PX = 8;

/** The means of a component's blocks, gathered in cells where there are more of them than are wanted. */
export class BlockGrid {
  /** How many blocks of the component the picture has, those aside that only fill up a unit. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  readonly #width: number;
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;
  /** The cell of each block, across and down; blocks past the picture's edge have none. */
  readonly #columns: Uint16Array;
  readonly #rows: Uint16Array;
  /** How many cells the picture covers; of the last one it may be a part. */
  readonly #across: number;
  readonly #down: number;

  /**
   * @param widthPx how many pixels the component has across, which need not fill the last block.
   * @param maxSide how many cells there are at most, across and down.
   */
  constructor(widthPx: number, heightPx: number, maxSide: number) {
    this.blocksAcross = Math.ceil(widthPx / BLOCK_PX);
    this.blocksDown = Math.ceil(heightPx / BLOCK_PX);
    this.#width = Math.min(this.blocksAcross, maxSide);
    const height = Math.min(this.blocksDown, maxSide);
    this.#across = (widthPx / BLOCK_PX / this.blocksAcross) * this.#width;
    this.#down = (heightPx / BLOCK_PX / this.blocksDown) * height;
    this.#sums = new Float64Array(this.#width * height);
    this.#counts = new Uint32Array(this.#width * height);
    this.#columns = cellsOf(this.blocksAcross, this.#width);
    this.#rows = cellsOf(this.blocksDown, height);
  }

  /** Adds the mean of one block. */
  add(column: number, row: number, value: number): void {
    const x = this.#columns[column];
    const y = this.#rows[row];
    if (x === undefined || y === undefined) return;
    const cell = y * this.#width + x;
    this.#sums[cell] = (this.#sums[cell] ?? 0) + value;
    this.#counts[cell] = (this.#counts[cell] ?? 0) + 1;
  }

  /**
   * Returns the mean of a part of the picture, whose edges are shares of width and height; 0, which is half of the
   * brightness, counts for what was not read.
   */
  mean(left: number, top: number, right: number, bottom: number): number {
    // One by one: taking arrays apart for each pixel costs as much as the sums.
    const fromX = left * this.#across;
    const toX = right * this.#across;
    const fromY = top * this.#down;
    const toY = bottom * this.#down;
    let sum = 0;
    let area = 0;
    for (let y = Math.floor(fromY); y < toY; y++) {
      const covered = Math.min(y + 1, toY) - Math.max(y, fromY);
      for (let x = Math.floor(fromX); x < toX; x++) {
        const weight = covered * (Math.min(x + 1, toX) - Math.max(x, fromX));
        const cell = y * this.#width + x;
        sum += (weight * (this.#sums[cell] ?? 0)) / Math.max(1, this.#counts[cell] ?? 0);
        area += weight;
      }
    }
    return sum / area;
  }
}

const cellsOf = (blockCount: number, cellCount: number): Uint16Array =>
  Uint16Array.from({ length: blockCount }, (_, block) => Math.floor((block * cellCount) / blockCount));
