import { createApp } from './app.ts';
import { runSweep } from './jobs/run-sweep.ts';

export { RequestCounter } from './access/request-counter.ts';
export { CachedPictures } from './delivery/cached-pictures.ts';
export { ProductGallery } from './gallery/product-gallery.ts';

const app = createApp();

export default {
  fetch: app.fetch,
  async scheduled(controller, env) {
    const report = await runSweep(env, { nowMs: controller.scheduledTime, isDryRun: false });
    console.log({ event: 'swept', ...report });
  },
} satisfies ExportedHandler<Cloudflare.Env>;
