import type { OnProgress } from './progress.ts';

/** How a client reaches the service. */
export interface VitrineOptions {
  /** Where the service is, such as `https://images.shop.example`. */
  readonly url: string;
  /**
   * A token of the store. In pages that everybody can open, use `uploadTo` instead, which needs none. Without one, calls
   * from a page of the service itself have the session of its browser.
   */
  readonly token?: string | undefined;
  /**
   * Of pages with a session: the hash of the store that the session has to be of. Where another page of the browser has
   * signed in to another one meanwhile, calls are refused as if there were no session.
   */
  readonly store?: (() => string | undefined) | undefined;
  /** Stands in for the `fetch` of the platform. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** How often a request is repeated that may succeed then; 4 where it is not given, and 0 never. */
  readonly retries?: number | undefined;
  /** How long one attempt may take, in milliseconds; 60,000 where it is not given, and for files 600,000. */
  readonly timeoutMs?: number | undefined;
}

/** What every method takes. */
export interface CallOptions {
  /** Ends the call, its waits and its repeats. */
  readonly signal?: AbortSignal | undefined;
  /** How long one attempt of this call may take, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** What every method that changes something takes. */
export interface WriteOptions extends CallOptions {
  /**
   * Where the same key comes again, the service does nothing again and answers as the first time. Each call has a key of
   * its own, which its repeats carry; give one to carry it beyond the life of your process.
   */
  readonly idempotencyKey?: string | undefined;
}

/** What methods take that change something with an ETag. */
export interface ConditionalOptions extends WriteOptions {
  /** The `etag` of what you have read: where it has changed since, the problem is `version-mismatch` or `settings-changed`. */
  readonly ifMatch?: string | undefined;
}

/** What methods take that send files. */
export interface UploadOptions extends WriteOptions {
  /** Is told how much of the request was sent; a repeat begins anew. */
  readonly onProgress?: OnProgress | undefined;
}

/** What has an ETag, for `ifMatch` of a later write. */
export type Tagged<Body> = Body & { readonly etag: string };
