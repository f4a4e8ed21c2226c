import type { Store } from '../model/store.ts';

/** What the log says of a request besides its answer. */
export interface RequestTrace {
  /** A UUID, which the answer carries as well. */
  readonly requestId: string;
  /** The store of a caller that was let in; undefined before that, for a stranger can name any. */
  store: Pick<Store, 'id' | 'hash' | 'hasWebhooks'> | undefined;
}

/** Returns the trace of a new request. Its id is ours: one that a client sends could be another request's. */
export const newRequestTrace = (): RequestTrace => ({ requestId: crypto.randomUUID(), store: undefined });

/** Logs an unexpected error with the id of its request. */
export function logRequestFailure({ requestId }: RequestTrace, error: Error): void {
  console.error({ event: 'request-failed', requestId, message: String(error), stack: error.stack });
}
