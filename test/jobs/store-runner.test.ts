import { describe, expect, it } from 'vitest';
import type { DueDelivery } from '../../src/jobs/deliveries.ts';
import type { JobDeps } from '../../src/jobs/job-context.ts';
import type { DueItem, JobStore } from '../../src/jobs/job-store.ts';
import {
  DELIVERIES_AT_A_TIME,
  ITEMS_AT_A_TIME,
  ITEMS_LOOKED_AT,
  ITEMS_PER_HOST,
  MAX_RUN_MS,
} from '../../src/jobs/limits.ts';
import { StoreRunner } from '../../src/jobs/store-runner.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { depsWith } from '../support/shoptet.ts';

const STORE_ID = 4;

/** Waits until everything that can go on by itself has done so. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/**
 * A store's work in memory. An item is begun by its lease, which stays open until the test ends it; what it leaves to be
 * done then is of no concern here, so a lease ends by finding the item done.
 */
class World {
  readonly waiting: DueItem[] = [];
  readonly begun: string[] = [];
  readonly deliveriesBegun: number[] = [];
  dueDeliveries: readonly DueDelivery[] = [];
  looks = 0;
  handOuts = 0;
  nowMs = 1_000;
  nextDueAtMs: number | undefined;
  readonly #open = new Map<string, (error?: Error) => void>();

  add(count: number, host = '', jobId: string = crypto.randomUUID()): void {
    for (let index = 0; index < count; index += 1) this.waiting.push({ jobId, index, host });
  }

  /** Ends the item that was begun first of those that are open, or the first of a host. */
  end(host?: string, error?: Error): void {
    const name = [...this.#open.keys()].find((key) => host === undefined || key.startsWith(`${host} `));
    if (name === undefined) throw new Error('Nothing is open.');
    const close = this.#open.get(name);
    this.#open.delete(name);
    close?.(error);
  }

  openOf(host: string): number {
    return [...this.#open.keys()].filter((key) => key.startsWith(`${host} `)).length;
  }

  get openCount(): number {
    return this.#open.size;
  }

  #hold(name: string): Promise<undefined> {
    return new Promise((resolve, reject) => {
      this.#open.set(name, (error) => (error === undefined ? resolve(undefined) : reject(error)));
    });
  }

  deps(): JobDeps {
    const deps = depsWith({});
    const jobs: Pick<JobStore, 'dueItems' | 'nextDueAt' | 'lease'> = {
      dueItems: (_storeId, _nowMs, limit) => {
        this.looks += 1;
        return Promise.resolve(this.waiting.slice(0, limit));
      },
      nextDueAt: () => Promise.resolve(this.waiting.length > 0 ? this.nowMs : this.nextDueAtMs),
      lease: async ({ jobId, index }) => {
        const at = this.waiting.findIndex((item) => item.jobId === jobId && item.index === index);
        const [item] = this.waiting.splice(at, 1);
        this.begun.push(jobId);
        return await this.#hold(`${item?.host} ${jobId} ${index}`);
      },
    };
    return {
      ...deps,
      nowMs: () => this.nowMs,
      jobs: Object.assign(Object.create(deps.jobs) as JobStore, jobs),
      deliveries: {
        handOut: () => {
          this.handOuts += 1;
          return Promise.resolve({ due: [...this.dueDeliveries], isMoreThere: false });
        },
        recordAttempt: () => Promise.resolve(undefined),
        beginAttempt: async (id) => {
          this.deliveriesBegun.push(id);
          this.dueDeliveries = this.dueDeliveries.filter((due) => due.id !== id);
          return await this.#hold(`delivery ${id}`);
        },
      },
    };
  }

  runner(): StoreRunner {
    return new StoreRunner(this.deps(), STORE_ID);
  }
}

/** Ends everything that is begun, until the run is over. */
async function finish(world: World, run: Promise<number | undefined>): Promise<number | undefined> {
  const running = Symbol();
  for (;;) {
    while (world.openCount > 0) world.end();
    const over = await Promise.race([run, settle().then(() => running)]);
    if (typeof over !== 'symbol') return over;
  }
}

describe('a store’s runner', () => {
  it('processes a few items at a time, and begins one whenever one has ended', async () => {
    const world = new World();
    world.add(20);
    const run = world.runner().run();
    await settle();
    expect(world.openCount).toBe(ITEMS_AT_A_TIME);
    world.end();
    await settle();
    expect([world.openCount, world.begun.length]).toEqual([ITEMS_AT_A_TIME, ITEMS_AT_A_TIME + 1]);
    expect(await finish(world, run)).toBeUndefined();
    expect(world.begun).toHaveLength(20);
  });

  it('waits for what is under way once its time is up or the store moves, however often it is woken', async () => {
    for (const isMoving of [false, true]) {
      const world = new World();
      world.add(2, 'slow.test');
      let callCount = 0;
      const nowMs = () => {
        callCount += 1;
        if (callCount > 1_000) throw new Error('It asks again and again.');
        return world.nowMs;
      };
      const runner = new StoreRunner({ ...world.deps(), nowMs }, STORE_ID);
      const run = runner.run();
      await settle();
      if (isMoving) world.end(undefined, new Error('D1_ERROR: store_is_moving'));
      else world.nowMs += MAX_RUN_MS;
      await settle();
      runner.wake();
      await settle();
      expect(callCount).toBeLessThan(100);
      await finish(world, run);
    }
  });

  it('sends fewer of them to one host, and goes on with the others meanwhile', async () => {
    const world = new World();
    world.add(50, 'slow.test');
    world.add(10, 'quick.test');
    const run = world.runner().run();
    await settle();
    expect([world.openOf('slow.test'), world.openOf('quick.test')]).toEqual([
      ITEMS_PER_HOST,
      ITEMS_AT_A_TIME - ITEMS_PER_HOST,
    ]);
    for (let n = 0; n < 10; n += 1) {
      world.end('quick.test');
      await settle();
      expect(world.openOf('slow.test')).toBe(ITEMS_PER_HOST);
    }
    expect(world.openOf('quick.test')).toBe(0);
    await finish(world, run);
    expect(world.begun).toHaveLength(60);
  });

  it('looks again for what was brought while it works', async () => {
    const world = new World();
    world.add(1);
    const runner = world.runner();
    const run = runner.run();
    await settle();
    world.add(2);
    runner.wake();
    await settle();
    expect(world.openCount).toBe(3);
    expect(await finish(world, run)).toBeUndefined();
  });

  it('reads a long list in parts, and not once an item', async () => {
    const world = new World();
    world.add(2 * ITEMS_LOOKED_AT + 10);
    await finish(world, world.runner().run());
    expect(world.begun).toHaveLength(2 * ITEMS_LOOKED_AT + 10);
    expect(world.looks).toBe(3);
  });

  it('sends webhooks beside the items, which do not hold them up', async () => {
    const world = new World();
    world.add(20, 'slow.test');
    world.dueDeliveries = Array.from({ length: 9 }, (_, index) => ({ id: index + 1, webhookId: index }));
    const run = world.runner().run();
    await settle();
    expect(world.deliveriesBegun).toHaveLength(DELIVERIES_AT_A_TIME);
    world.end('delivery');
    await settle();
    expect(world.deliveriesBegun).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await finish(world, run);
    expect(world.deliveriesBegun).toHaveLength(9);
  });

  it('sends fewer of them to one webhook, and goes on with the others meanwhile', async () => {
    const world = new World();
    world.dueDeliveries = [1, 2, 3, 4, 5].map((id) => ({ id, webhookId: id < 5 ? 1 : 2 }));
    const run = world.runner().run();
    await settle();
    expect(world.deliveriesBegun).toEqual([1, 5, 2]);
    world.end('delivery');
    await settle();
    expect(world.deliveriesBegun).toEqual([1, 5, 2, 3]);
    await finish(world, run);
  });

  it('goes on with the others where one breaks off, and says so in the log', async () => {
    const world = new World();
    world.add(2, 'a.test');
    const run = world.runner().run();
    await settle();
    world.end('a.test', new Error('away'));
    await finish(world, run);
    expect(loggedEntries()).toEqual([{ event: 'job-item-failed', message: 'Error: away' }]);
  });

  it('says when something is due next', async () => {
    const world = new World();
    world.nextDueAtMs = 7_000;
    expect(await world.runner().run()).toBe(7_000);
  });

  it('begins nothing more once its time is up, and is to be called again at once', async () => {
    const world = new World();
    world.add(10);
    const run = world.runner().run();
    await settle();
    world.nowMs += MAX_RUN_MS;
    expect(await finish(world, run)).toBe(world.nowMs);
    expect(world.begun).toHaveLength(ITEMS_AT_A_TIME);
  });

  it('waits for what it began before it gives up on a database that is away', async () => {
    const world = new World();
    world.add(1);
    const { jobs, ...deps } = world.deps();
    let isAway = false;
    const dueItems: JobStore['dueItems'] = (...args) =>
      isAway ? Promise.reject(new Error('away')) : jobs.dueItems(...args);
    const runner = new StoreRunner({ ...deps, jobs: Object.assign(Object.create(jobs), { dueItems }) }, STORE_ID);
    let isOver = false;
    const run = runner.run().catch((error: unknown) => String(error));
    void run.then(() => (isOver = true));
    await settle();
    isAway = true;
    runner.wake();
    await settle();
    expect(isOver).toBe(false);
    world.end();
    expect(await run).toBe('Error: away');
  });
});
