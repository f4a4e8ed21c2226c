import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { NEEDED_MIGRATION } from '../../src/storage/schema-version.ts';
import { createApp } from '../../src/worker/app.ts';
import { Readiness, type ReadinessProbes } from '../../src/worker/readiness.ts';
import { loggedEntries, loggedRequests } from '../support/logged-errors.ts';

/** Asks a new isolate's worth of the service, so that no result is remembered from another test. */
const ask = async (changes: object = {}): Promise<Response> =>
  await createApp().request('http://vitrine.test/readyz', {}, { ...env, ...changes });

/** A database that answers every query with an error. */
const databaseSaying = (message: string): object => ({
  withSession: () => ({
    prepare: () => ({ bind: () => ({}) }),
    batch: () => Promise.reject(new Error(message)),
    getBookmark: () => null,
  }),
});

describe('GET /readyz', () => {
  it('is ok, for one round trip to the database and one call of the bucket [REQ-11]', async () => {
    const response = await ask();
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
    const cost = response.headers.get('Server-Timing');
    expect(cost).toContain('1 round trips, 1 statements');
    expect(cost).toContain('1 reads, 0 writes');
    expect(loggedRequests().at(-1)?.rowsRead).toBeLessThanOrEqual(1);
  });

  it.each<[string, object, string, boolean]>([
    ['the database does not answer', { DB: databaseSaying('D1 is away at /secret') }, 'database', true],
    ['no migration was applied', { DB: databaseSaying('no such table: d1_migrations') }, 'schema', false],
    [
      'the bucket does not answer',
      { BUCKET: { head: () => Promise.reject(new Error('R2 at /secret')) } },
      'bucket',
      true,
    ],
  ])('is 503 and names what is not ready where %s [REQ-11]', async (_what, changes, part, isLogged) => {
    const response = await ask(changes);
    expect([response.status, await response.text()]).toEqual([503, `not ready: ${part}`]);
    expect(response.headers.get('Retry-After')).toBe('2');
    expect(response.headers.get('Cache-Control')).toContain('no-store');
    expect(loggedEntries()).toMatchObject(isLogged ? [{ event: 'not-ready', part }] : []);
  });

  it('names all that are not ready [REQ-11]', async () => {
    const away = { head: () => Promise.reject(new Error('away')) };
    const response = await ask({ BUCKET: away, DB: databaseSaying('no such table: d1_migrations') });
    expect(await response.text()).toBe('not ready: schema, bucket');
    loggedEntries();
  });

  it('is 503 where the newest migration of this build is missing [REQ-11]', async () => {
    const none = { results: [], meta: { rows_read: 0, rows_written: 0 } };
    const older = {
      prepare: () => ({ bind: () => ({}) }),
      batch: () => Promise.resolve([none]),
      getBookmark: () => null,
    };
    const response = await ask({ DB: { withSession: () => older } });
    expect([response.status, await response.text()]).toEqual([503, 'not ready: schema']);
  });

  it('needs the newest migration of the folder', () => {
    expect(NEEDED_MIGRATION).toBe(Object.keys(env.MIGRATION_FILES).toSorted().at(-1));
  });
});

describe('readiness', () => {
  /** Probes that count how often they were asked. */
  function counted(): { readonly probes: ReadinessProbes; readonly asked: () => number } {
    let asked = 0;
    const probes = {
      hasSchema: (): Promise<boolean> => {
        asked += 1;
        return Promise.resolve(true);
      },
      askBucket: () => Promise.resolve(true),
    };
    return { probes, asked: () => asked };
  }

  it('is asked for once in two seconds, however many want to know [REQ-11]', async () => {
    let nowMs = 1_000_000;
    const readiness = new Readiness(() => nowMs);
    const { probes, asked } = counted();
    for (let time = 0; time < 100; time += 1) await readiness.partsNotReady(probes);
    expect(asked()).toBe(1);
    nowMs += 2_000;
    await Promise.all(Array.from({ length: 50 }, () => readiness.partsNotReady(probes)));
    expect(asked()).toBe(2);
  });

  it('does not wait for ever for a part that does not answer', async () => {
    const never = new Promise<never>(() => {});
    const readiness = new Readiness(Date.now, 1);
    const parts = await readiness.partsNotReady({ hasSchema: () => never, askBucket: () => never });
    expect(parts).toEqual(['database', 'bucket']);
    expect(loggedEntries()).toHaveLength(2);
  });
});
