import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SHARD, isShardName, type ShardName } from '../../src/model/shard.ts';
import { type MoveReport, runStoreMove, tidyMoves } from '../../src/worker/run-store-move.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { createImage, v3 } from '../support/v3.ts';
import { createWebhook } from '../support/webhooks.ts';
import { ageLeftRows, dump, guardsOf, newStoreIn, shardsWithRows } from './shards.ts';

/** How a call of a database ends: it is lost on its way there, or its answer is on the way back. */
type Loss = 'before' | 'after';

/** Bindings of which one batch of all shards together is the last: whoever works with them is killed there. */
function killedAt(call: number, loss: Loss): { readonly killed: Cloudflare.Env; readonly calls: () => number } {
  let calls = 0;
  const wrap = (database: D1Database | undefined): D1Database | undefined => {
    if (database === undefined) return undefined;
    const session = database.withSession('first-primary');
    const batch = async (statements: D1PreparedStatement[]) => {
      calls += 1;
      if (calls > call || (calls === call && loss === 'before')) throw new Error('killed');
      const results = await session.batch(statements);
      if (calls === call) throw new Error('killed');
      return results;
    };
    const withSession = () => ({
      prepare: (sql: string) => session.prepare(sql),
      batch,
      getBookmark: () => session.getBookmark(),
    });
    return new Proxy(database, {
      get: (target, property) => (property === 'withSession' ? withSession : Reflect.get(target, property)),
    });
  };
  const [DB_2, DB_3] = [wrap(env.DB_2), wrap(env.DB_3)];
  const killed = {
    ...env,
    DB: wrap(env.DB) ?? env.DB,
    ...(DB_2 === undefined ? {} : { DB_2 }),
    ...(DB_3 === undefined ? {} : { DB_3 }),
  };
  return { killed, calls: () => calls };
}

async function until(done: string, storeHash: string, to: ShardName, isAbort = false): Promise<MoveReport> {
  for (let calls = 0; calls < 50; calls += 1) {
    const report = await runStoreMove(env, { storeHash, to, isAbort }, Date.now());
    if (report.phase === done) return report;
    if (report.phase === 'waiting') for (const shard of ['DB', 'DB_2'] as const) await ageLeftRows(shard);
    else if (report.phase !== 'copying' && report.phase !== 'clearing') throw new Error(JSON.stringify(report));
  }
  throw new Error('It does not end.');
}

describe('a move that is killed', () => {
  it.each<Loss>(['before', 'after'])(
    'at any call of a database, %s it was made, is finished or taken back, with nothing lost or doubled [SHARD-9, SHARD-12]',
    async (loss) => {
      const store = await newStoreIn('DB');
      await createImage(store, 7, TINY_PNG, { description: 'first' });
      await createWebhook(store);
      const before = await dump('DB', store.id);
      const ends: readonly ShardName[] = [DEFAULT_SHARD, 'DB_2'];
      let home = 0;
      let isWhole = false;
      // Every fifth call from another first one: the two runs and the two ways to go on look at all kinds of calls.
      for (let call = loss === 'before' ? 1 : 3; !isWhole; call += 5) {
        const to = ends[1 - home] ?? DEFAULT_SHARD;
        for (const shard of ends) await ageLeftRows(shard);
        await tidyMoves(env, Date.now());
        const { killed, calls } = killedAt(call, loss);
        await runStoreMove(killed, { storeHash: store.hash, to, isAbort: false }, Date.now());
        isWhole = calls() < call;
        loggedEntries();
        expect((await v3(store, 'GET', '/catalog/products/7/images')).status).toBe(200);
        const taken = await runStoreMove(env, { storeHash: store.hash, to, isAbort: call % 2 === 0 }, Date.now());
        if (taken.phase === 'taken-back') {
          expect([taken.shard, await shardsWithRows(store.id)]).toEqual([ends[home], [ends[home]]]);
        } else {
          await until('moved', store.hash, to);
          home = 1 - home;
        }
        loggedEntries();
        expect(await dump(ends[home] ?? DEFAULT_SHARD, store.id)).toEqual(before);
      }
      for (const shard of ends) await ageLeftRows(shard);
      await tidyMoves(env, Date.now());
      expect(await shardsWithRows(store.id)).toEqual([ends[home]]);
      expect(await Promise.all(['DB', 'DB_2'].filter(isShardName).map(guardsOf))).toEqual([0, 0]);
      await createImage(store, 7, TINY_PNG);
    },
    120_000,
  );
});
