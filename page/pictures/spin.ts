/** How much of its speed a turntable that was let go keeps in each millisecond. */
const KEPT_PER_MS = 0.996;

/** Slower than this it stands still, in turns per millisecond. */
const STILL = 0.000_02;

/** A turntable under the hand: it follows the pointer, one turn for each of its widths, and runs out when it is let go. */
export class Spin {
  /** Is told how often it has turned; fractions are parts of a turn. */
  onTurn: (turns: number) => void;
  #turns = 0;
  /** In turns per millisecond. */
  #speed = 0;
  #last: { readonly x: number; readonly timeMs: number } | undefined;
  #frame: number | undefined;

  constructor(onTurn: (turns: number) => void) {
    this.onTurn = onTurn;
  }

  setTo(turns: number): void {
    this.stop();
    this.#turns = turns;
  }

  grab(x: number, timeMs: number): void {
    this.stop();
    this.#last = { x, timeMs };
  }

  /** Follows the pointer. To the left is forwards, as if the front of the thing were moved. */
  drag(x: number, timeMs: number, widthPx: number): void {
    if (this.#last === undefined) return;
    const moved = (this.#last.x - x) / Math.max(widthPx, 1);
    const passedMs = Math.max(timeMs - this.#last.timeMs, 1);
    this.#speed = moved / passedMs;
    this.#last = { x, timeMs };
    this.#turn(moved);
  }

  release(runsOut: boolean): void {
    if (this.#last === undefined) return;
    this.#last = undefined;
    if (runsOut) this.#run(performance.now());
    else this.#speed = 0;
  }

  stop(): void {
    this.#last = undefined;
    this.#speed = 0;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  #run(beforeMs: number): void {
    this.#frame = requestAnimationFrame((nowMs) => {
      const passedMs = Math.max(0, nowMs - beforeMs);
      this.#turn(this.#speed * passedMs);
      this.#speed *= KEPT_PER_MS ** passedMs;
      if (Math.abs(this.#speed) > STILL) this.#run(nowMs);
    });
  }

  #turn(turns: number): void {
    this.#turns += turns;
    this.onTurn(this.#turns);
  }
}
