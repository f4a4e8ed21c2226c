import type { SeededRandom } from '../../support/seeded-random.ts';

/** One keyed request of a writer, and what its answer means for what has to be there afterwards. */
export interface Step {
  /** Its Idempotency-Key. */
  readonly key: string;
  readonly send: (origin: string) => Promise<Response>;
  /** What of an answer has to be the same when the key is repeated: an id, or nothing. */
  readonly identify: (body: unknown) => string;
  /** Called once, with the first answer. */
  readonly settle: (identity: string) => void;
}

/** How a writer speaks: the requests of one API for one product. */
export interface Dialect {
  readonly name: string;
  /** Returns the next request; `images` are the descriptions of the writer's images by their ids. */
  next(key: string, images: Map<number, string>, random: SeededRandom): Step;
  /** Waits until what was accepted has been done, where that is later. */
  finish?(origin: string): Promise<void>;
}

/** How many earlier keys are repeated after every restart. */
const REPEATED_STEPS = 8;
/** How often a request is sent while the service answers that it is busy. */
const MAX_TRIES = 200;
const BUSY_STATUSES = [409, 423, 429, 503];
const BUSY_PAUSE_MS = 50;

/** Sends keyed requests one after another, and knows what has to be there. */
export class Writer {
  readonly productId: number;
  readonly #dialect: Dialect;
  readonly #random: SeededRandom;
  readonly #images = new Map<number, string>();
  readonly #done: { readonly step: Step; readonly identity: string }[] = [];
  #pending: Step | undefined;
  #count = 0;

  constructor(dialect: Dialect, productId: number, random: SeededRandom) {
    this.#dialect = dialect;
    this.productId = productId;
    this.#random = random;
  }

  get name(): string {
    return this.#dialect.name;
  }

  /** How many requests were acknowledged. */
  get doneCount(): number {
    return this.#done.length;
  }

  /** Whether it does not know what became of its last request. */
  get isUnsure(): boolean {
    return this.#pending !== undefined;
  }

  /** Writes until the service is gone. @throws where it refuses a request that it has to take. */
  async writeUntilGone(origin: string): Promise<void> {
    for (;;) {
      this.#pending ??= this.#dialect.next(`${this.name}-${this.#count++}`, this.#images, this.#random);
      const isHeard = await this.#settle(origin, this.#pending).catch((error: unknown) => {
        if (error instanceof Refused) throw error;
        return false;
      });
      if (!isHeard) return;
    }
  }

  /** Repeats the request of unknown outcome, and some that were acknowledged; all of them with `everything`. */
  async repeat(origin: string, everything = false): Promise<void> {
    if (this.#pending !== undefined && !(await this.#settle(origin, this.#pending))) throw new Error('no answer');
    await this.#dialect.finish?.(origin);
    const count = everything ? this.#done.length : Math.min(REPEATED_STEPS, this.#done.length);
    for (let index = 0; index < count; index += 1) {
      const done = this.#done[everything ? index : this.#random.int(this.#done.length)];
      if (done === undefined) continue;
      const identity = await ask(origin, done.step);
      if (identity !== done.identity)
        throw new Error(`${done.step.key} was answered ${done.identity}, and ${identity} when it was repeated.`);
    }
  }

  /** Returns what is wrong with a product's images: lost, changed, or there twice. */
  flaws(images: readonly { readonly id: number; readonly description: string }[]): readonly string[] {
    const own = images.filter(({ description }) => description.startsWith(`${this.name}-`));
    const there = new Map(own.map(({ id, description }) => [id, description]));
    return [
      ...[...this.#images]
        .filter(([id, text]) => there.get(id) !== text)
        .map(([id, text]) => `${id} (${text}) is lost`),
      ...own
        .filter(({ id }) => !this.#images.has(id))
        .map(({ id, description }) => `${id} (${description}) is too much`),
    ];
  }

  async #settle(origin: string, step: Step): Promise<boolean> {
    const identity = await ask(origin, step);
    this.#pending = undefined;
    this.#done.push({ step, identity });
    step.settle(identity);
    return true;
  }
}

/** The service refused what it has to take. */
class Refused extends Error {}

/** Sends a request until it is answered, and returns what has to stay the same of the answer. */
async function ask(origin: string, step: Step): Promise<string> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const response = await step.send(origin);
    const text = await response.text();
    if (response.ok) return step.identify(text === '' ? {} : JSON.parse(text));
    // A dying server answers some requests with a 500 of its own; none of ours is one.
    if (response.status === 500 && !text.startsWith('{')) throw new Error('the server is dying');
    if (!BUSY_STATUSES.includes(response.status))
      throw new Refused(`${step.key} was answered ${response.status}: ${text}`);
    await new Promise((wake) => setTimeout(wake, BUSY_PAUSE_MS));
  }
  throw new Refused(`${step.key} was never answered.`);
}
