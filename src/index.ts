import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers';

export class ProductGallery extends DurableObject {}
export class CachedPictures extends WorkerEntrypoint {}

export default {
  fetch(): Response {
    return new Response('Vitrine');
  },
};
