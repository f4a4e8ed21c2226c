import { isMoving } from '../model/shard.ts';
import { startTimer, type StartTimer } from '../platform/timer.ts';
import { type ItemProgress, processItem } from './process-item.ts';
import type { DueDelivery } from './deliveries.ts';
import { deliverWebhook } from './deliver-webhook.ts';
import type { JobDeps } from './job-context.ts';
import type { DueItem } from './job-store.ts';
import {
  DELIVERIES_AT_A_TIME,
  DELIVERIES_LOOKED_AT,
  DELIVERIES_PER_WEBHOOK,
  ITEMS_AT_A_TIME,
  ITEMS_LOOKED_AT,
  ITEMS_PER_HOST,
  MAX_RUN_MS,
} from './limits.ts';

/** When a runner looks again whether its store can be worked for that was being moved. */
const MOVING_PAUSE_MS = 10_000;

/**
 * Does the background work of one store: the items of its jobs, a few at a time and fewer of one host, and beside them
 * its webhooks, to which it hands out the rows of the store's journal. Stores do not wait for each other, because each has a runner of its own (docs/decisions/045). The state
 * is in the database, so that a runner may end anywhere, and may even exist twice for a while.
 */
export class StoreRunner {
  readonly #deps: JobDeps;
  readonly #storeId: number;
  /** Everything that is under way. */
  readonly #running = new Set<Promise<void>>();
  /** The items that are under way, by key, with their hosts. */
  readonly #items = new Map<string, string>();
  /** The deliveries that are under way, with their webhooks. */
  readonly #deliveries = new Map<number, number>();
  /** What was due when the runner last looked, without what was begun since. */
  #dueItems: DueItem[] = [];
  #dueDeliveries: DueDelivery[] = [];
  /** True where there may be items that are due and that the runner does not know of. */
  #mustLook = true;
  /** The same of rows to hand out, and of deliveries. */
  #mustHandOut = true;
  /** True where more was due than the runner looked at. */
  #areMoreItemsDue = false;
  #areMoreDeliveriesDue = false;
  #wakeUp = Promise.withResolvers<void>();
  /** The store is being moved to another shard: nothing can be begun here any more. */
  #isMoving = false;
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
    this.#mustHandOut = true;
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
      const isTimeUp = this.#isMoving || this.#deps.nowMs() >= endMs;
      if (!isTimeUp) await this.#look();
      if (!isTimeUp) this.#beginDue();
      // Nothing is begun any more then: to be woken would change nothing, and be heard again and again.
      if (this.#running.size > 0) await Promise.race([...this.#running, ...(isTimeUp ? [] : [this.#wakeUp.promise])]);
      else if (isTimeUp) return this.#deps.nowMs() + (this.#isMoving ? MOVING_PAUSE_MS : 0);
      else {
        const dueAtMs = await this.#deps.jobs.nextDueAt(this.#storeId);
        const isIdle = dueAtMs === undefined || dueAtMs > this.#deps.nowMs();
        // What was brought while the database was asked may not be in its answer.
        if (isIdle && !this.#mustLook && !this.#mustHandOut) return dueAtMs;
        this.#mustLook = true;
        this.#mustHandOut = true;
      }
    }
  }

  /** Looks for what may be due, where there may be something that the runner does not know of. */
  async #look(): Promise<void> {
    if (!this.#mustLook && !this.#mustHandOut) return;
    this.#wakeUp = Promise.withResolvers();
    await Promise.all([this.#mustLook && this.#lookForItems(), this.#mustHandOut && this.#handOut()]);
  }

  async #lookForItems(): Promise<void> {
    this.#mustLook = false;
    const due = await this.#deps.jobs.dueItems(this.#storeId, this.#deps.nowMs(), ITEMS_LOOKED_AT);
    this.#areMoreItemsDue = due.length === ITEMS_LOOKED_AT;
    this.#dueItems = due.filter((item) => !this.#items.has(keyOf(item)));
  }

  async #handOut(): Promise<void> {
    this.#mustHandOut = false;
    const { due, isMoreThere } = await this.#deps.deliveries.handOut(this.#storeId, this.#deps.nowMs());
    this.#areMoreDeliveriesDue = due.length >= DELIVERIES_LOOKED_AT;
    this.#dueDeliveries = due.filter(({ id }) => !this.#deliveries.has(id));
    if (isMoreThere) this.#mustHandOut = true;
  }

  /** Begins as much of what is due as there is room for. */
  #beginDue(): void {
    while (this.#deliveries.size < DELIVERIES_AT_A_TIME) {
      const delivery = this.#takeDueDelivery();
      if (delivery === undefined) break;
      this.#beginDelivery(delivery);
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

  /**
   * Takes the delivery that is begun next: the first one of the webhook that has the fewest under way, so that receivers
   * that keep us waiting do not keep the others. Undefined where each has as many as it may, or nothing is due.
   */
  #takeDueDelivery(): DueDelivery | undefined {
    const running = new Map<number, number>();
    for (const webhookId of this.#deliveries.values()) running.set(webhookId, (running.get(webhookId) ?? 0) + 1);
    const countOf = ({ webhookId }: DueDelivery): number => running.get(webhookId) ?? 0;
    const fewest = Math.min(DELIVERIES_PER_WEBHOOK, ...this.#dueDeliveries.map(countOf));
    if (fewest >= DELIVERIES_PER_WEBHOOK) return undefined;
    const index = this.#dueDeliveries.findIndex((delivery) => countOf(delivery) === fewest);
    return this.#dueDeliveries.splice(index, 1)[0];
  }

  #beginItem(item: DueItem): void {
    const key = keyOf(item);
    this.#items.set(key, item.host);
    this.#track(async () => {
      try {
        this.#goOnAfter(await processItem(this.#deps, item));
      } catch (error) {
        // Its lease ends, and then it is due again.
        if (isMoving(error)) this.#isMoving = true;
        else console.error({ event: 'job-item-failed', message: String(error) });
      }
      this.#items.delete(key);
      if (this.#dueItems.length === 0 && this.#areMoreItemsDue) this.#mustLook = true;
    });
  }

  #goOnAfter(progress: ItemProgress): void {
    if (progress.kind === 'ended') this.#mustHandOut ||= progress.isToBeTold;
    else if (progress.kind === 'expanded') this.#mustLook = true;
    else {
      this.#stopTimer ??= this.#startTimer(() => {
        this.#stopTimer = undefined;
        this.wake();
      }, progress.pauseMs);
    }
  }

  #beginDelivery({ id, webhookId }: DueDelivery): void {
    this.#deliveries.set(id, webhookId);
    this.#track(async () => {
      try {
        const next = await deliverWebhook(this.#deps, id);
        if (next !== undefined) this.#dueDeliveries.push(next);
      } catch (error) {
        // The time of the next attempt was set before this one was made.
        if (isMoving(error)) this.#isMoving = true;
        else console.error({ event: 'delivery-failed', message: String(error) });
      }
      this.#deliveries.delete(id);
      if (this.#dueDeliveries.length === 0 && this.#areMoreDeliveriesDue) this.#mustHandOut = true;
    });
  }

  #track(task: () => Promise<void>): void {
    const running = task().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}

const keyOf = ({ jobId, index }: DueItem): string => `${jobId} ${index}`;
