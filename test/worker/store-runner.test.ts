import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { RETRY_PAUSES_S } from '../../src/jobs/limits.ts';
import { StoreRunner } from '../../src/worker/store-runner.ts';
import { failingIn } from '../support/failing.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { call, guidOf, list, postImages } from '../support/shoptet.ts';
import { newStore } from '../support/stores.ts';

/**
 * Runs `test` with a runner's object, whose storage is that of a Durable Object that has no other use, and with the
 * alarms that it has set; none of them rings by itself.
 */
async function withObject(
  test: (runner: StoreRunner, alarms: readonly number[]) => Promise<void>,
  bindings: Cloudflare.Env = env,
): Promise<void> {
  const stub = env.GALLERIES.get(env.GALLERIES.newUniqueId());
  await runInDurableObject(stub, async (_instance, state) => {
    const alarms: number[] = [];
    vi.spyOn(state.storage, 'setAlarm').mockImplementation((time) => Promise.resolve(void alarms.push(Number(time))));
    await test(new StoreRunner(state, bindings), alarms);
  });
}

const jobOf = async (store: Awaited<ReturnType<typeof newStore>>, path: string): Promise<string> => {
  const { data } = await postImages(store, guidOf(store, 7), [{ sourceUrl: `${REMOTE}${path}` }]);
  return data.jobId;
};

describe('the object of a store’s runner', () => {
  it('is called by an alarm at once when it is woken, does what is due, and rests', async () => {
    const store = await newStore();
    serveRemote({ '/tiny.png': () => new Response(TINY_PNG) });
    const jobId = await jobOf(store, '/tiny.png');
    const beforeMs = Date.now();
    await withObject(async (runner, alarms) => {
      await runner.wake(store.id);
      expect(alarms).toHaveLength(1);
      expect(alarms[0]).toBeGreaterThanOrEqual(beforeMs);
      await runner.alarm();
      expect(alarms).toHaveLength(1);
    });
    expect(await list(store, guidOf(store, 7))).toHaveLength(1);
    const { data } = await call<{ job: { status: string } }>(store, 'GET', `/system/jobs/${jobId}`);
    expect(data.job.status).toBe('completed');
  });

  it('is called again when what is to be tried again is due', async () => {
    const store = await newStore();
    serveRemote({ '/busy.png': () => new Response(null, { status: 503 }) });
    await jobOf(store, '/busy.png');
    await withObject(async (runner, alarms) => {
      await runner.wake(store.id);
      await runner.alarm();
      const pauseMs = (RETRY_PAUSES_S[0] ?? 0) * 1000;
      expect(alarms[1]).toBeGreaterThan(Date.now());
      expect(alarms[1]).toBeLessThanOrEqual(Date.now() + pauseMs);
    });
  });

  it('does nothing without a store, and nothing in maintenance', async () => {
    const store = await newStore();
    const { asked } = serveRemote({ '/tiny.png': () => new Response(TINY_PNG) });
    await jobOf(store, '/tiny.png');
    await withObject((runner) => runner.alarm());
    const inMaintenance = { ...env, MAINTENANCE: 'true' };
    await withObject(async (runner, alarms) => {
      await runner.wake(store.id);
      await runner.alarm();
      expect(alarms).toHaveLength(1);
    }, inMaintenance);
    expect(asked).toEqual([]);
  });

  it('is called again soon where the database broke a run off, and says so in the log', async () => {
    const store = await newStore();
    const { binding } = failingIn(env.DB, 'withSession', () => new Error('away'));
    await withObject(
      async (runner, alarms) => {
        await runner.wake(store.id);
        await runner.alarm();
        expect(alarms[1]).toBeGreaterThan(Date.now() + 5_000);
      },
      { ...env, DB: binding },
    );
    expect(loggedEntries()).toEqual([
      { event: 'background-run-failed', storeId: store.id, message: expect.stringContaining('away') },
    ]);
  });
});
