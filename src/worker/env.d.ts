declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    /** The shard that these bindings are for; undefined: the default one. Set by `atShard`, never by a deployment. */
    SHARD?: import('../model/shard.ts').ShardName;
    BUCKET: R2Bucket;
    IMAGES: ImagesBinding;
    GALLERIES: DurableObjectNamespace<import('./index.ts').ProductGallery>;
    REQUEST_COUNTERS: DurableObjectNamespace<import('./index.ts').RequestCounter>;
    STORE_LIMITERS: DurableObjectNamespace<import('./index.ts').StoreLimiter>;
    STORE_RUNNERS: DurableObjectNamespace<import('./index.ts').StoreRunner>;
  }
  interface GlobalProps {
    mainModule: typeof import('./index.ts');
  }
}
