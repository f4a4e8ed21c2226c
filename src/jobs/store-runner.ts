import { startTimer, type StartTimer } from '../platform/timer.ts';
import { type ItemProgress, processItem } from './process-item.ts';
import type { JobDeps } from './job-context.ts';
import type { DueItem } from './job-store.ts';
import { DELIVERIES_AT_A_TIME, ITEMS_AT_A_TIME, ITEMS_LOOKED_AT, ITEMS_PER_HOST, MAX_RUN_MS } from './limits.ts';
import { deliverWebhook } from './send-webhook.ts';

/**
 * Does the background work of one store: the items of its jobs, a few at a time and fewer of one host, and beside them
 * its webhooks. Stores do not wait for each other, because each has a runner of its own (docs/decisions/045). The state
 * is in the database, so that a runner may end anywhere, and may even exist twice for a while.
 */
export class StoreRunner {
  readonly #deps: JobDeps;
  readonly #storeId: number;
  /** Everything that is under way. */
  readonly #running = new Set<Promise<void>>();
  /** The items that are under way, by key, with their hosts. */
  readonly #items = new Map<string, string>();
  readonly #deliveries = new Set<number>();
  /** What was due when the runner last looked, without what was begun since. */
  #dueItems: DueItem[] = [];
  #dueDeliveries: number[] = [];
  /** True where there may be more that is due than the runner knows of. */
  #mustLook = true;
  /** True where more was due than the runner looked at. */
  #isMoreDue = false;
  #wakeUp = Promise.withResolvers<void>();
  /** Stops the timer for what is to be tried again soon; undefined where none runs. */
  #stopTimer: (() => void) | undefined;
  readonly #startTimer: StartTimer;

  constructor(deps: JobDeps, storeId: number, timer: StartTimer = startTimer) {
    this.#deps = deps;
    this.#storeId = storeId;
    this.#startTimer = timer;
  }

  /** Says that there may be new work. */
  wake(): void {
    this.#mustLook = true;
    this.#wakeUp.resolve();
  }

  /**
   * Works until nothing is due, or its time is up. Returns when something is due next; undefined where nothing waits.
   *
   * @throws what the database throws, once everything that was begun has ended.
   */
  async run(): Promise<number | undefined> {
    try {
      return await this.#runUntil(this.#deps.nowMs() + MAX_RUN_MS);
    } finally {
      await Promise.all(this.#running);
      this.#stopTimer?.();
    }
  }

  async #runUntil(endMs: number): Promise<number | undefined> {
    for (;;) {
      const isTimeUp = this.#deps.nowMs() >= endMs;
      if (this.#mustLook && !isTimeUp) await this.#look();
      if (!isTimeUp) this.#beginDue();
      if (this.#running.size > 0) await Promise.race([...this.#running, this.#wakeUp.promise]);
      else if (isTimeUp) return this.#deps.nowMs();
      else {
        const dueAtMs = await this.#deps.jobs.nextDueAt(this.#storeId);
        const isIdle = dueAtMs === undefined || dueAtMs > this.#deps.nowMs();
        // What was brought while the database was asked may not be in its answer.
        if (isIdle && !this.#mustLook) return dueAtMs;
        this.#mustLook = true;
      }
    }
  }

  async #look(): Promise<void> {
    this.#mustLook = false;
    this.#wakeUp = Promise.withResolvers();
    const due = await this.#deps.jobs.dueWork(this.#storeId, this.#deps.nowMs(), ITEMS_LOOKED_AT);
    this.#isMoreDue = due.items.length === ITEMS_LOOKED_AT;
    this.#dueItems = due.items.filter((item) => !this.#items.has(keyOf(item)));
    this.#dueDeliveries = due.deliveryIds.filter((id) => !this.#deliveries.has(id));
  }

  /** Begins as much of what is due as there is room for. */
  #beginDue(): void {
    while (this.#deliveries.size < DELIVERIES_AT_A_TIME) {
      const deliveryId = this.#dueDeliveries.shift();
      if (deliveryId === undefined) break;
      this.#beginDelivery(deliveryId);
    }
    while (this.#items.size < ITEMS_AT_A_TIME) {
      const index = this.#dueItems.findIndex(({ host }) => !this.#isBusy(host));
      const [item] = index === -1 ? [] : this.#dueItems.splice(index, 1);
      if (item === undefined) break;
      this.#beginItem(item);
    }
  }

  /** Returns whether as many items as may fetch from a host; the empty name is that of items that fetch nothing. */
  #isBusy(host: string): boolean {
    return host !== '' && [...this.#items.values()].filter((other) => other === host).length >= ITEMS_PER_HOST;
  }

  #beginItem(item: DueItem): void {
    const key = keyOf(item);
    this.#items.set(key, item.host);
    this.#track(async () => {
      try {
        this.#goOnAfter(await processItem(this.#deps, item));
      } catch (error) {
        // Its lease ends, and then it is due again.
        console.error({ event: 'job-item-failed', message: String(error) });
      }
      this.#items.delete(key);
      if (this.#dueItems.length === 0 && this.#isMoreDue) this.#mustLook = true;
    });
  }

  #goOnAfter(progress: ItemProgress): void {
    if (progress.kind === 'ended') this.#dueDeliveries.push(...progress.deliveryIds);
    else if (progress.kind === 'expanded') this.#mustLook = true;
    else {
      this.#stopTimer ??= this.#startTimer(() => {
        this.#stopTimer = undefined;
        this.wake();
      }, progress.pauseMs);
    }
  }

  #beginDelivery(deliveryId: number): void {
    this.#deliveries.add(deliveryId);
    this.#track(async () => {
      try {
        await deliverWebhook(this.#deps, deliveryId);
      } catch (error) {
        // The time of the next attempt was set before this one was made.
        console.error({ event: 'delivery-failed', message: String(error) });
      }
      this.#deliveries.delete(deliveryId);
    });
  }

  #track(task: () => Promise<void>): void {
    const running = task().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}

const keyOf = ({ jobId, index }: DueItem): string => `${jobId} ${index}`;
