import { WorkerEntrypoint } from 'cloudflare:workers';

export { ProductGallery } from './gallery/product-gallery.ts';
export class CachedPictures extends WorkerEntrypoint {}

export default {
  fetch(): Response {
    return new Response('Vitrine');
  },
};
