import { createApp } from './app.ts';
import { runSchedule } from './schedule.ts';
import { serveAtShard } from './serve-at-shard.ts';

export { RequestCounter } from './request-counter.ts';
export { CachedPictures } from './cached-pictures.ts';
export { ProductGallery } from './product-gallery.ts';
export { StoreLimiter } from './store-limiter.ts';
export { StoreRunner } from './store-runner.ts';

const app = createApp();

export default {
  fetch: (request, env, ctx) => serveAtShard(app, request, env, ctx),
  scheduled: runSchedule,
} satisfies ExportedHandler<Cloudflare.Env>;
