import { exports } from 'cloudflare:workers';
import { createApp } from './app.ts';
import { jobPresenter } from '../dialects/shoptet/job-presenter.ts';
import { readConfig } from '../http/config.ts';
import { openJobs } from './open-jobs.ts';
import { consume } from '../jobs/consumer.ts';
import { runJobsSweep } from '../jobs/sweep-jobs.ts';
import { runStorageSweep } from './run-storage-sweep.ts';

export { RequestCounter } from './request-counter.ts';
export { CachedPictures } from './cached-pictures.ts';
export { ProductGallery } from './product-gallery.ts';
export { StoreLimiter } from './store-limiter.ts';

/** The schedule in wrangler.toml at which only the jobs' sweep runs; the other one runs the storage sweep as well. */
const EVERY_MINUTE = '* * * * *';

const app = createApp();

export default {
  fetch: app.fetch,
  async queue(batch, env) {
    // The jobs' sweep sends what is still to be done again, once maintenance is over.
    if (readConfig(env).isInMaintenance) return batch.ackAll();
    await consume(batch, openJobs({ env, cachedPictures: exports.CachedPictures }, jobPresenter));
  },
  async scheduled(controller, env) {
    if (readConfig(env).isInMaintenance) return;
    await runJobsSweep(openJobs({ env, cachedPictures: exports.CachedPictures }, jobPresenter));
    if (controller.cron === EVERY_MINUTE) return;
    const report = await runStorageSweep(env, { nowMs: controller.scheduledTime, isDryRun: false });
    console.log({ event: 'swept', ...report });
  },
} satisfies ExportedHandler<Cloudflare.Env>;
