import { exports } from 'cloudflare:workers';
import { createApp } from './app.ts';
import { jobPresenter } from '../dialects/shoptet/job-presenter.ts';
import { openJobs } from './open-jobs.ts';
import { runJobsSweep } from '../jobs/sweep-jobs.ts';
import { runStorageSweep } from './run-storage-sweep.ts';

export { RequestCounter } from './request-counter.ts';
export { CachedPictures } from './cached-pictures.ts';
export { ProductGallery } from './product-gallery.ts';
export { StoreLimiter } from './store-limiter.ts';
export { StoreRunner } from './store-runner.ts';

/** The schedule in wrangler.toml at which only the jobs' sweep runs; the other one runs the storage sweep as well. */
const EVERY_MINUTE = '* * * * *';

const app = createApp();

export default {
  fetch: app.fetch,
  async scheduled(controller, env) {
    await runJobsSweep(openJobs({ env, cachedPictures: exports.CachedPictures }, jobPresenter));
    if (controller.cron === EVERY_MINUTE) return;
    const report = await runStorageSweep(env, { nowMs: controller.scheduledTime, isDryRun: false });
    console.log({ event: 'swept', ...report });
  },
} satisfies ExportedHandler<Cloudflare.Env>;
