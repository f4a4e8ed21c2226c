import { fail, ok, type Result } from './result.ts';
import { startTimer, type StartTimer } from './timer.ts';

/** Seconds after which a refused client should try again; most uploads take less. */
const RETRY_AFTER_SECONDS = 2;

/** The service has no memory free for the request at the moment; nothing is wrong with the request itself. */
export interface OverloadFault {
  readonly kind: 'overloaded';
  readonly retryAfterSeconds: number;
}

/** The fault of a request for which there is no memory. */
export const NO_MEMORY: OverloadFault = { kind: 'overloaded', retryAfterSeconds: RETRY_AFTER_SECONDS };

/** How much memory there is, and how long requests wait for it. */
export interface BudgetOptions {
  readonly maxBytes: number;
  /** The most bytes that one store holds at a time, so that the others have the rest. */
  readonly maxShareBytes: number;
  /** How long a request waits before it is refused; 0: not at all. */
  readonly maxWaitMs: number;
  /**
   * After this time a lease no longer counts: the runtime may end a request whose client hung up without running the
   * code that releases it.
   */
  readonly maxHeldMs: number;
  readonly startTimer?: StartTimer;
  readonly nowMs?: () => number;
}

/** The memory of one request: nothing at first, more as its bytes arrive, until it is released. */
export interface Lease {
  readonly heldBytes: number;
  /** Takes `bytes` more once they are free. Fault: overloaded, after the longest wait, or where they can never be. */
  grow(bytes: number): Promise<Result<null, OverloadFault>>;
  /** Returns all bytes; calling it again does nothing. */
  release(): void;
}

interface LeaseState {
  readonly holder: string;
  /** What the request may come to. */
  readonly mostBytes: number;
  readonly openedAtMs: number;
  heldBytes: number;
  /** Set while the request waits. */
  waiting: { readonly bytes: number; readonly take: () => void } | undefined;
}

/**
 * Limits the bytes that requests hold in memory at a time (docs/decisions/037-memory.md). Bytes count when they have
 * come. They are given only as long as all requests that hold some can still end one after another, each with the most
 * that it may come to, in the whole budget and in the share of its store; so requests that have begun never wait for
 * each other for good (Dijkstra's banker).
 */
export class MemoryBudget {
  readonly #options: BudgetOptions;
  /** All leases in the order in which they were opened. */
  readonly #leases = new Set<LeaseState>();

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /** How many bytes are held now. */
  get heldBytes(): number {
    return sumHeld([...this.#leases]);
  }

  /** Opens the lease of a request of one store that may come to `mostBytes`. It must be released. */
  open(holder: string, mostBytes: number): Lease {
    const openedAtMs = this.#nowMs();
    for (const old of this.#leases) {
      if (openedAtMs - old.openedAtMs > this.#options.maxHeldMs) this.#leases.delete(old);
    }
    const state: LeaseState = { holder, mostBytes, openedAtMs, heldBytes: 0, waiting: undefined };
    this.#leases.add(state);
    return {
      get heldBytes(): number {
        return state.heldBytes;
      },
      grow: (bytes) => this.#grow(state, bytes),
      release: () => {
        this.#leases.delete(state);
        state.heldBytes = 0;
        this.#serve();
      },
    };
  }

  /** Runs `task` with `bytes` held, and releases them however it ends. Fault: overloaded; `task` is not run then. */
  async run<T, F>(
    holder: string,
    bytes: number,
    task: () => Promise<Result<T, F>>,
  ): Promise<Result<T, F | OverloadFault>> {
    const lease = this.open(holder, bytes);
    try {
      const grown = await lease.grow(bytes);
      return grown.ok ? await task() : grown;
    } finally {
      lease.release();
    }
  }

  async #grow(state: LeaseState, bytes: number): Promise<Result<null, OverloadFault>> {
    const neededBytes = state.heldBytes + bytes;
    const canEverFit = bytes >= 0 && neededBytes <= Math.min(this.#options.maxBytes, this.#options.maxShareBytes);
    if (!canEverFit || !this.#leases.has(state)) return fail(NO_MEMORY);
    const { promise, resolve } = Promise.withResolvers<Result<null, OverloadFault>>();
    state.waiting = { bytes, take: () => resolve(ok(null)) };
    this.#serve();
    if (state.waiting === undefined) return await promise;
    if (this.#options.maxWaitMs === 0) {
      state.waiting = undefined;
      return fail(NO_MEMORY);
    }
    const stopTimer = (this.#options.startTimer ?? startTimer)(() => {
      state.waiting = undefined;
      resolve(fail(NO_MEMORY));
      this.#serve();
    }, this.#options.maxWaitMs);
    const grown = await promise;
    stopTimer();
    return grown;
  }

  /**
   * Gives memory to those that wait, in the order of their opening. Where one waits for the budget, those that hold
   * nothing yet do not overtake it, or small requests would starve a large one; unless their store holds less than its
   * store, or large ones would stall everybody's small ones. One that waits for its store's share holds nobody up.
   */
  #serve(): void {
    const { maxBytes, maxShareBytes } = this.#options;
    /** The fewest bytes that a store holds of which a request waits for the budget. */
    let fewestBytes = Infinity;
    for (const state of this.#leases) {
      const { waiting } = state;
      if (waiting === undefined) continue;
      const leases = [...this.#leases];
      const ofStore = leases.filter(({ holder }) => holder === state.holder);
      const heldByStore = sumHeld(ofStore);
      if (state.heldBytes === 0 && heldByStore >= fewestBytes) continue;
      if (!canAllEnd(ofStore, state, waiting.bytes, maxShareBytes)) continue;
      if (!canAllEnd(leases, state, waiting.bytes, maxBytes)) {
        fewestBytes = Math.min(fewestBytes, heldByStore);
        continue;
      }
      state.heldBytes += waiting.bytes;
      state.waiting = undefined;
      waiting.take();
    }
  }

  #nowMs(): number {
    return (this.#options.nowMs ?? Date.now)();
  }
}

const sumHeld = (leases: readonly LeaseState[]): number => leases.reduce((sum, { heldBytes }) => sum + heldBytes, 0);

/**
 * Returns whether all requests that hold bytes can end one after another within `maxBytes` once `state` holds `bytes`
 * more: each takes the rest of what it may come to, ends, and leaves all of it to the others. Those that need least go
 * first.
 */
function canAllEnd(leases: readonly LeaseState[], state: LeaseState, bytes: number, maxBytes: number): boolean {
  let freeBytes = maxBytes - sumHeld(leases) - bytes;
  if (freeBytes < 0) return false;
  const begun = leases
    .map((lease) => ({ heldBytes: lease.heldBytes + (lease === state ? bytes : 0), mostBytes: lease.mostBytes }))
    .filter(({ heldBytes }) => heldBytes > 0)
    .map(({ heldBytes, mostBytes }) => ({ heldBytes, missingBytes: Math.max(0, mostBytes - heldBytes) }))
    .toSorted((a, b) => a.missingBytes - b.missingBytes);
  for (const { heldBytes, missingBytes } of begun) {
    if (missingBytes > freeBytes) return false;
    freeBytes += heldBytes;
  }
  return true;
}
