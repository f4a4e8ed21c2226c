import { createApp } from './app.ts';

export { RequestCounter } from './access/request-counter.ts';
export { CachedPictures } from './delivery/cached-pictures.ts';
export { ProductGallery } from './gallery/product-gallery.ts';

const app = createApp();

export default {
  fetch: app.fetch,
} satisfies ExportedHandler<Cloudflare.Env>;
