import type { Context, MiddlewareHandler } from 'hono';
import { authorize } from '../../access/authorize.ts';
import { BUCKET_SIZE } from '../../access/leaky-bucket.ts';
import { digestToken } from '../../access/token.ts';
import type { AppEnv } from '../../http/service.ts';
import type { Access, Scope } from '../../model/access.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { envelope, type WireError } from './envelope.ts';
import { toErrorAnswer } from './errors.ts';
import type { ShoptetFault } from './faults.ts';

/** What is known of a request while it is processed. */
export interface RequestState {
  /** How many requests are in the store's leaky bucket; 0 when the store has none. */
  bucketLevel: number;
  /** Releases the lock on the write URL; undefined when the request holds none. */
  releaseLock: (() => Promise<void>) | undefined;
}

/** Hono's context in this dialect. */
export interface ShoptetEnv {
  Bindings: AppEnv['Bindings'];
  Variables: AppEnv['Variables'] & { state: RequestState };
}
export type ShoptetContext = Context<ShoptetEnv>;

/**
 * Middleware that adds the level of the bucket to every answer, and releases the lock on the write URL.
 */
export const withRequestState: MiddlewareHandler<ShoptetEnv> = async (c, next) => {
  const state: RequestState = { bucketLevel: 0, releaseLock: undefined };
  c.set('state', state);
  await next();
  // The lock is released before the answer is sent: a client that sends its next write at once must not be stopped by
  // its own lock.
  await state.releaseLock?.();
  c.res.headers.set('X-RateLimit-Bucket-Filling', `${state.bucketLevel}/${BUCKET_SIZE}`);
};

/** Returns the token as sent. This API does not use the header `Authorization`. */
function readTokenHeader(c: ShoptetContext): string | undefined {
  return c.req.header('Shoptet-Access-Token') ?? c.req.header('Shoptet-Private-API-Token');
}

/** Returns the digest by which the token is looked up. Faults: token-missing, token-empty, token-unknown. */
export async function readTokenDigest(c: ShoptetContext): Promise<Result<string, ShoptetFault>> {
  return await digestToken(readTokenHeader(c));
}

/**
 * Authorizes a request whose token has been looked up, counts it in the leaky bucket of the token's store, and locks
 * the URL of a write. Faults: the access faults, resource-locked, rate-limited.
 */
export async function authorizeAccess(
  c: ShoptetContext,
  found: Access | undefined,
  scope: Scope,
): Promise<Result<Access, ShoptetFault>> {
  const access = authorize(found, { storeHash: found?.store.hash ?? '', api: 'shoptet' }, scope);
  if (!access.ok) return access;
  const { store } = access.value;
  c.get('trace').store = store;
  const { storeLimiters } = c.get('service');
  const state = c.get('state');
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  // Repetitions with one Idempotency-Key are the same request, and share its lock.
  const lock = { url: c.req.path, holder: c.req.header('Idempotency-Key') ?? c.get('trace').requestId };
  const decision = await storeLimiters.acquire(store.id, {
    isCounted: store.settings.requestQuota !== undefined,
    lock: isRead ? undefined : lock,
  });
  state.bucketLevel = decision.level;
  switch (decision.kind) {
    case 'allowed':
      if (!isRead) state.releaseLock = () => storeLimiters.release(store.id, lock.url, lock.holder);
      return access;
    case 'rate-limited':
      return fail({ kind: 'rate-limited', retryAtMs: Date.now() + decision.waitMs });
    case 'locked':
      return fail({ kind: 'resource-locked' });
    default:
      return decision satisfies never;
  }
}

/** Authenticates the caller by its token, and authorizes the request. Faults: those of `authorizeAccess`. */
export async function authorizeRequest(c: ShoptetContext, scope: Scope): Promise<Result<Access, ShoptetFault>> {
  const digest = await readTokenDigest(c);
  if (!digest.ok) return digest;
  return await authorizeAccess(c, await c.get('service').ports.reads.access(digest.value), scope);
}

/** The content of an answer, before it is put into the envelope. */
export interface AnswerContent {
  readonly status?: 200 | 201 | 202;
  readonly data: unknown;
  readonly errors?: readonly WireError[];
  readonly headers?: Record<string, string>;
}

/** Returns a response with the content in the envelope; the status is 200 unless it is given. */
export function respond(c: ShoptetContext, answer: AnswerContent): Response {
  return envelope(c.get('trace').requestId, { status: 200, ...answer });
}

/** Returns the response of a success, or the error response of a fault. */
export function toResponse(c: ShoptetContext, result: Result<Response, ShoptetFault>): Response {
  if (result.ok) return result.value;
  const { status, errors, retryAfter } = toErrorAnswer(result.fault, readTokenHeader(c));
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
  return envelope(c.get('trace').requestId, { status, data: null, errors, headers });
}

/** Reads a boolean parameter of the query; false when it is missing. Fault: query-invalid. */
export function readFlag(c: ShoptetContext, parameter: string): Result<boolean, ShoptetFault> {
  const value = c.req.query(parameter) ?? 'false';
  if (value === 'true' || value === '1') return ok(true);
  return value === 'false' || value === '0' ? ok(false) : fail({ kind: 'query-invalid', parameter, value });
}

/** Returns whether the comma-separated query parameter `include` names a section. */
export function includesSection(c: ShoptetContext, section: string): boolean {
  return (c.req.query('include') ?? '').split(',').some((name) => name.trim() === section);
}
