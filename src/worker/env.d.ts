declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    BUCKET: R2Bucket;
    IMAGES: ImagesBinding;
    GALLERIES: DurableObjectNamespace<import('./index.ts').ProductGallery>;
    REQUEST_COUNTERS: DurableObjectNamespace<import('./index.ts').RequestCounter>;
    STORE_GATES: DurableObjectNamespace<import('./index.ts').StoreGate>;
    JOBS: Queue<import('../jobs/ports.ts').JobMessage>;
  }
  interface GlobalProps {
    mainModule: typeof import('./index.ts');
  }
}
