import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { jobPresenter } from '../../src/dialects/shoptet/job-presenter.ts';
import { StoreRunner } from '../../src/jobs/store-runner.ts';
import { openJobs } from '../../src/worker/open-jobs.ts';
import { atShard } from '../../src/worker/shards.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { guidOf, PICTURE_URL, postImages } from '../support/shoptet.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { createImage, listImages } from '../support/v3.ts';
import { createWebhook, listDeliveries } from '../support/webhooks.ts';
import { askToMove, move, newStoreIn } from './shards.ts';
import type { ShardName } from '../../src/model/shard.ts';
import type { JobDeps } from '../../src/jobs/job-context.ts';

/** What a runner needs at a shard, with a receiver that takes everything, and counts it. */
function depsAt(shard: ShardName, sent: string[]): JobDeps {
  const deps = openJobs(atShard(env, shard), jobPresenter);
  return {
    ...deps,
    sendWebhook: (_url, message) => {
      sent.push(message.headers['webhook-id'] ?? '');
      return Promise.resolve({ isDelivered: true, outcome: 'Status 200.' });
    },
    catalogue: (origin) => ({
      ...deps.catalogue(origin),
      fetchPicture: () => Promise.resolve({ ok: true, value: { bytes: TINY_PNG, fileName: 'a.png' } }),
    }),
  };
}

it('goes on with webhooks and jobs in the shard that a store came to, and does nothing twice [SHARD-8, SHARD-13]', async () => {
  const store = await newStoreIn('DB');
  const { id } = await createWebhook(store, { events: ['images.created'] });
  const sent: string[] = [];
  await createImage(store, 7, TINY_PNG);
  await new StoreRunner(depsAt('DB', sent), store.id).run();
  expect(sent).toHaveLength(1);
  await createImage(store, 7, TINY_PNG);
  await postImages(store, guidOf(store, 7), [{ sourceUrl: PICTURE_URL }]);
  await move(store, 'DB_2');
  // A runner that was woken for the shard before finds nothing that it may begin, and rests.
  const dueAtMs = await new StoreRunner(depsAt('DB', sent), store.id).run().catch(() => Infinity);
  expect(dueAtMs ?? Infinity).toBeGreaterThan(Date.now() + 5_000);
  loggedEntries();
  expect(sent).toHaveLength(1);
  await new StoreRunner(depsAt('DB_2', sent), store.id).run();
  expect(await listImages(store, 7)).toHaveLength(3);
  expect([sent.length, new Set(sent).size]).toEqual([3, 3]);
  expect((await listDeliveries(store, id)).map(({ status }) => status)).toEqual([
    'delivered',
    'delivered',
    'delivered',
  ]);
});

it('rests while its store is on its way [SHARD-10]', async () => {
  const store = await newStoreIn('DB');
  await postImages(store, guidOf(store, 7), [{ sourceUrl: PICTURE_URL }]);
  await env.DB_2?.prepare('ALTER TABLE media RENAME COLUMN alt_text TO other_text').run();
  await askToMove(store, 'DB_2');
  await env.DB_2?.prepare('ALTER TABLE media RENAME COLUMN other_text TO alt_text').run();
  loggedEntries();
  const dueAtMs = await new StoreRunner(depsAt('DB', []), store.id).run().catch(() => Infinity);
  expect(dueAtMs ?? 0).toBeGreaterThan(Date.now() + 5_000);
  loggedEntries();
  expect(await askToMove(store, '', '&abort=true')).toMatchObject({ phase: 'taken-back' });
  await new StoreRunner(depsAt('DB', []), store.id).run();
  expect(await listImages(store, 7)).toHaveLength(1);
});
