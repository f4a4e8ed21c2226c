import { exports } from 'cloudflare:workers';
import { createApp } from './app.ts';
import { jobWords } from './dialects/shoptet/job-words.ts';
import { openJobs } from './http/jobs-service.ts';
import { consume } from './jobs/consumer.ts';
import { runJobsSweep } from './jobs/sweep.ts';

export { CachedPictures } from './delivery/cached-pictures.ts';
export { ProductGallery } from './gallery/product-gallery.ts';
export { StoreGate } from './access/store-gate.ts';

const app = createApp();

export default {
  fetch: app.fetch,
  async queue(batch, env) {
    await consume(batch, openJobs({ env, cachedPictures: exports.CachedPictures }, jobWords));
  },
  async scheduled(_controller, env) {
    await runJobsSweep(openJobs({ env, cachedPictures: exports.CachedPictures }, jobWords));
  },
} satisfies ExportedHandler<Cloudflare.Env>;
