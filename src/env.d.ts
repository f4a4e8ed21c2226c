declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    BUCKET: R2Bucket;
    IMAGES: ImagesBinding;
    GALLERIES: DurableObjectNamespace<import('./index.ts').ProductGallery>;
  }
  interface GlobalProps {
    mainModule: typeof import('./index.ts');
  }
}
