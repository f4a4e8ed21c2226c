import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryBudget, type Reservation, MAX_BYTES_IN_MEMORY } from '../../src/platform/memory-budget.ts';
import { MAX_FILE_BYTES } from '../../src/ingest/limits.ts';
import { fail, ok } from '../../src/platform/result.ts';

const BUSY = { ok: false, fault: { kind: 'overloaded', retryAfterSeconds: 2 } };

describe('MemoryBudget.reserve', () => {
  it('reserves up to the whole budget', () => {
    const budget = new MemoryBudget(100);
    expect(budget.reserve(60)).toMatchObject({ ok: true });
    expect(budget.reserve(41)).toEqual(BUSY);
    expect(budget.reserve(40)).toMatchObject({ ok: true });
    expect(budget.reserve(1)).toEqual(BUSY);
    expect(budget.heldBytes).toBe(100);
  });

  it('releases a reservation once', () => {
    const budget = new MemoryBudget(100);
    const first = budget.reserve(60);
    budget.reserve(30);
    for (let times = 0; times < 3; times += 1) if (first.ok) first.value.release();
    expect(budget.heldBytes).toBe(30);
  });

  it.each([-1, Number.NaN, Infinity, 101])('refuses %d bytes', (bytes) => {
    const budget = new MemoryBudget(100);
    expect(budget.reserve(bytes)).toEqual(BUSY);
    expect(budget.heldBytes).toBe(0);
  });

  it('has room for several files of the largest size', () => {
    expect(MAX_BYTES_IN_MEMORY / MAX_FILE_BYTES).toBe(6);
    expect(new MemoryBudget().reserve(MAX_BYTES_IN_MEMORY)).toMatchObject({ ok: true });
  });

  it('counts exactly what is reserved, in whatever order it is released', () => {
    const step = fc.record({
      bytes: fc.integer({ min: -5, max: 60 }),
      releases: fc.array(fc.nat(20), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const budget = new MemoryBudget(100);
        const out = new Map<Reservation, number>();
        const leases: Reservation[] = [];
        for (const { bytes, releases } of steps) {
          const lease = budget.reserve(bytes);
          if (lease.ok) {
            leases.push(lease.value);
            out.set(lease.value, bytes);
          }
          for (const done of leases.filter((_, index) => releases.includes(index))) {
            done.release();
            out.delete(done);
          }
          expect(budget.heldBytes).toBe([...out.values()].reduce((sum, held) => sum + held, 0));
          expect(budget.heldBytes).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

describe('MemoryBudget.run', () => {
  it('releases the bytes after a value, a fault and a rejection', async () => {
    const budget = new MemoryBudget(100);
    const seen: number[] = [];
    const look = (): void => void seen.push(budget.heldBytes);
    expect(await budget.run(70, async () => (look(), ok('done')))).toEqual(ok('done'));
    expect(await budget.run(80, async () => (look(), fail('broken')))).toEqual(fail('broken'));
    const rejected = budget.run(90, () => (look(), Promise.reject(new Error('bug'))));
    await expect(rejected).rejects.toThrow('bug');
    expect(seen).toEqual([70, 80, 90]);
    expect(budget.heldBytes).toBe(0);
  });

  it('does not start a task that does not fit', async () => {
    const budget = new MemoryBudget(100);
    let started = false;
    budget.reserve(50);
    expect(await budget.run(51, async () => ok((started = true)))).toEqual(BUSY);
    expect(started).toBe(false);
  });
});

describe('MemoryBudget.run with a wait', () => {
  /** Starts a task that ends when the test resolves it. */
  function startTask(): { run: () => Promise<ReturnType<typeof ok<string>>>; end: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    return { run: async () => (await promise, ok('done')), end: resolve };
  }

  it('runs waiting tasks as soon as bytes are released, in order of arrival', async () => {
    const budget = new MemoryBudget(100, 60_000);
    const [first, second, third] = [startTask(), startTask(), startTask()];
    const order: string[] = [];
    const held = budget.run(80, first.run);
    const waiting = [
      budget.run(90, second.run).then(() => order.push('second')),
      budget.run(10, third.run).then(() => order.push('third')),
    ];
    expect(budget.heldBytes).toBe(80);
    first.end();
    await held;
    second.end();
    third.end();
    await Promise.all(waiting);
    expect(order[0]).toBe('second');
    expect(budget.heldBytes).toBe(0);
  });

  it('refuses a task after the longest wait, and runs those behind it', async () => {
    const budget = new MemoryBudget(100, 5);
    const first = startTask();
    const held = budget.run(80, first.run);
    expect(await budget.run(90, () => Promise.resolve(ok('never')))).toEqual(BUSY);
    expect(await budget.run(20, () => Promise.resolve(ok('small')))).toEqual(ok('small'));
    first.end();
    await held;
    expect(budget.heldBytes).toBe(0);
  });

  it('refuses a task at once that can never fit', async () => {
    const budget = new MemoryBudget(100, 60_000);
    expect(await budget.run(101, () => Promise.resolve(ok('never')))).toEqual(BUSY);
  });
});
