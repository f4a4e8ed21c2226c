import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/ingest/limits.ts';
import { MAX_FORM_BYTES } from '../../src/ingest/multipart.ts';
import { fetchMemory, renditionMemory, uploadMemory } from '../../src/platform/isolate-memory.ts';
import { MemoryBudget, type BudgetOptions, type Lease } from '../../src/platform/memory-budget.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { manualTimer } from '../support/manual-timer.ts';

const BUSY = { ok: false, fault: { kind: 'overloaded', retryAfterSeconds: 2 } };
const TAKEN = { ok: true, value: null };

const budgetOf = (options: Partial<BudgetOptions> = {}): MemoryBudget =>
  new MemoryBudget({ maxBytes: 100, maxShareBytes: 100, maxWaitMs: 0, maxHeldMs: 1_000, ...options });

describe('MemoryBudget', () => {
  it('gives up to the whole budget, and takes it back once', async () => {
    const budget = budgetOf();
    const [first, second] = [budget.open('a', 60), budget.open('b', 40)];
    expect(await first.grow(60)).toEqual(TAKEN);
    expect(await second.grow(41)).toEqual(BUSY);
    expect(await second.grow(40)).toEqual(TAKEN);
    expect([budget.heldBytes, first.heldBytes]).toEqual([100, 60]);
    for (let times = 0; times < 3; times += 1) first.release();
    expect(budget.heldBytes).toBe(40);
  });

  it.each([-1, Number.NaN, Infinity, 101])('refuses %d bytes at once', async (bytes) => {
    const budget = budgetOf({ maxWaitMs: 1_000, startTimer: manualTimer().startTimer });
    expect(await budget.open('a', 100).grow(bytes)).toEqual(BUSY);
    expect(budget.heldBytes).toBe(0);
  });

  it('gives nothing to a lease that was released', async () => {
    const budget = budgetOf();
    const lease = budget.open('a', 10);
    lease.release();
    expect(await lease.grow(1)).toEqual(BUSY);
  });

  it('counts nothing for requests that hold nothing yet [IMG-28]', async () => {
    const budget = budgetOf();
    for (let idle = 0; idle < 1_000; idle += 1) budget.open('a', 100);
    expect(await budget.open('b', 100).grow(100)).toEqual(TAKEN);
  });

  it('leaves other stores what is beyond the share of one [IMG-28]', async () => {
    const budget = budgetOf({ maxShareBytes: 60 });
    expect(await budget.open('a', 60).grow(60)).toEqual(TAKEN);
    expect(await budget.open('a', 1).grow(1)).toEqual(BUSY);
    expect(await budget.open('b', 40).grow(40)).toEqual(TAKEN);
  });

  it('gives no more than lets all that have begun end, in the budget and in the share', async () => {
    for (const options of [{ maxBytes: 100 }, { maxBytes: 1_000, maxShareBytes: 100 }]) {
      const budget = budgetOf(options);
      const [first, second] = [budget.open('a', 80), budget.open('a', 80)];
      expect(await first.grow(10)).toEqual(TAKEN);
      expect(await second.grow(20)).toEqual(TAKEN);
      expect(await first.grow(11)).toEqual(TAKEN);
      // Of 59 bytes more, the first one can still come to its end, and after it the second one.
      expect(await second.grow(1)).toEqual(BUSY);
      expect(await first.grow(59)).toEqual(TAKEN);
      first.release();
      expect(await second.grow(60)).toEqual(TAKEN);
    }
  });

  it('lets any number of uploads of any size end, one after another', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 30 }), async (mostBytes, stepBytes) => {
        const { startTimer } = manualTimer();
        const options = { maxWaitMs: 1_000, startTimer, maxBytes: 150 };
        const budget = budgetOf(options);
        const uploads = mostBytes.map(async (most, index) => {
          const lease = budget.open(String(index % 3), most);
          while (lease.heldBytes < most) {
            const grown = await lease.grow(Math.min(stepBytes, most - lease.heldBytes));
            if (!grown.ok) return false;
            expect(budget.heldBytes).toBeLessThanOrEqual(150);
          }
          lease.release();
          return true;
        });
        expect(new Set(await Promise.all(uploads))).toEqual(new Set([true]));
        expect(budget.heldBytes).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('forgets a lease that nobody released, after its time', async () => {
    let nowMs = 0;
    const budget = budgetOf({ nowMs: () => nowMs });
    await budget.open('a', 100).grow(100);
    nowMs = 1_000;
    expect(await budget.open('b', 1).grow(1)).toEqual(BUSY);
    nowMs = 1_001;
    expect(await budget.open('b', 1).grow(1)).toEqual(TAKEN);
  });
});

describe('waiting for memory', () => {
  const waiting = (options: Partial<BudgetOptions> = {}) => {
    const { startTimer, pass } = manualTimer();
    return { budget: budgetOf({ maxWaitMs: 1_500, startTimer, ...options }), pass };
  };
  const held = async (budget: MemoryBudget, holder: string, bytes: number): Promise<Lease> => {
    const lease = budget.open(holder, bytes);
    expect(await lease.grow(bytes)).toEqual(TAKEN);
    return lease;
  };

  it('ends as soon as bytes are released, for a large request before a small one behind it', async () => {
    const { budget } = waiting();
    const first = await held(budget, 'a', 80);
    const [large, small] = [budget.open('b', 90), budget.open('c', 10)];
    const order: string[] = [];
    const both = [large.grow(90).then(() => order.push('large')), small.grow(10).then(() => order.push('small'))];
    expect(budget.heldBytes).toBe(80);
    first.release();
    await both[0];
    expect(budget.heldBytes).toBe(100);
    await both[1];
    expect(order).toEqual(['large', 'small']);
  });

  it('for the share of a store holds up no other store [IMG-28]', async () => {
    const { budget } = waiting({ maxShareBytes: 60 });
    await held(budget, 'a', 60);
    void budget.open('a', 10).grow(10);
    expect(await budget.open('b', 40).grow(40)).toEqual(TAKEN);
  });

  it('of a store that holds some holds up no store that holds less [IMG-28]', async () => {
    const { budget } = waiting();
    await held(budget, 'a', 60);
    const large = budget.open('b', 50);
    expect(await large.grow(10)).toEqual(TAKEN);
    void large.grow(40);
    const ofSameStore = budget.open('b', 5).grow(5);
    expect(await budget.open('c', 10).grow(10)).toEqual(TAKEN);
    expect(await Promise.race([ofSameStore, Promise.resolve('waits')])).toBe('waits');
  });

  it('ends with a refusal after the longest wait, and those behind it go on', async () => {
    const { budget, pass } = waiting();
    await held(budget, 'a', 80);
    const large = budget.open('b', 90).grow(90);
    const small = budget.open('c', 20).grow(20);
    pass(1_500);
    expect(await large).toEqual(BUSY);
    expect(await small).toEqual(TAKEN);
  });
});

describe('MemoryBudget.run', () => {
  it('releases the bytes after a value, a fault and a rejection', async () => {
    const budget = budgetOf();
    const seen: number[] = [];
    const look = (): void => void seen.push(budget.heldBytes);
    expect(await budget.run('a', 70, async () => (look(), ok('done')))).toEqual(ok('done'));
    expect(await budget.run('a', 80, async () => (look(), fail('broken')))).toEqual(fail('broken'));
    await expect(budget.run('a', 90, () => (look(), Promise.reject(new Error('bug'))))).rejects.toThrow('bug');
    expect(seen).toEqual([70, 80, 90]);
    expect(budget.heldBytes).toBe(0);
  });

  it('does not start a task that does not fit', async () => {
    const budget = budgetOf();
    await budget.open('a', 50).grow(50);
    let started = false;
    expect(await budget.run('b', 51, async () => ok((started = true)))).toEqual(BUSY);
    expect(started).toBe(false);
  });
});

it('one store has room for two of the largest files, and another for one more; sizes and fetches have lines of their own', async () => {
  const full = [0, 1].map(() => uploadMemory.open('one', MAX_FORM_BYTES));
  for (const lease of full) expect(await lease.grow(MAX_FORM_BYTES)).toEqual(TAKEN);
  const other = uploadMemory.open('other', MAX_FORM_BYTES);
  expect(await other.grow(MAX_FORM_BYTES)).toEqual(TAKEN);
  expect(await renditionMemory.run('one', MAX_FILE_BYTES, () => Promise.resolve(ok('made')))).toEqual(ok('made'));
  const fetched = fetchMemory.open('one', MAX_FILE_BYTES);
  expect(await fetched.grow(MAX_FILE_BYTES)).toEqual(TAKEN);
  for (const lease of [...full, other, fetched]) lease.release();
});
