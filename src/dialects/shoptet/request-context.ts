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

/** What is known of a request of this dialect while it is served. */
export interface RequestState {
  readonly requestId: string;
  /** Requests in the store's bucket; 0 where it has none. */
  bucketLevel: number;
  /** Gives back the lock on the write URL. */
  releaseLock: (() => Promise<void>) | undefined;
}

/** Hono's context in this dialect. */
export interface ShoptetEnv {
  Bindings: AppEnv['Bindings'];
  Variables: AppEnv['Variables'] & { state: RequestState };
}
export type ShoptetContext = Context<ShoptetEnv>;

/** Gives every answer its request id and the bucket's level, and ends the lock on the write URL. */
export const withRequestState: MiddlewareHandler<ShoptetEnv> = async (c, next) => {
  const state: RequestState = { requestId: crypto.randomUUID(), bucketLevel: 0, releaseLock: undefined };
  c.set('state', state);
  await next();
  // Before the answer goes out: a client that sends its next write at once must not meet its own lock.
  await state.releaseLock?.();
  c.res.headers.set('X-Request-ID', state.requestId);
  c.res.headers.set('X-RateLimit-Bucket-Filling', `${state.bucketLevel}/${BUCKET_SIZE}`);
};

/** The token as sent. `Authorization` is none of this API's headers. */
function readTokenHeader(c: ShoptetContext): string | undefined {
  return c.req.header('Shoptet-Access-Token') ?? c.req.header('Shoptet-Private-API-Token');
}

/** The digest that the token is looked up by. Faults: token-missing, token-empty, token-unknown. */
export async function readTokenDigest(c: ShoptetContext): Promise<Result<string, ShoptetFault>> {
  return await digestToken(readTokenHeader(c));
}

/**
 * Authorizes the holder of a token that has been looked up, and asks the store's limiter: the store is the token's
 * own. Faults: access, resource-locked, rate-limited.
 */
export async function authorizeAccess(
  c: ShoptetContext,
  found: Access | undefined,
  scope: Scope,
): Promise<Result<Access, ShoptetFault>> {
  const access = authorize(found, found?.store.hash ?? '', scope);
  if (!access.ok) return access;
  const { store } = access.value;
  const { storeLimiters } = c.var.service;
  const { state } = c.var;
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  // Repeats with one Idempotency-Key are one request, and share its lock.
  const lock = { url: c.req.path, holder: c.req.header('Idempotency-Key') ?? state.requestId };
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

/** Reads the token, finds its store and authorizes the request. */
export async function authenticate(c: ShoptetContext, scope: Scope): Promise<Result<Access, ShoptetFault>> {
  const digest = await readTokenDigest(c);
  if (!digest.ok) return digest;
  return await authorizeAccess(c, await c.var.service.ports.reads.access(digest.value), scope);
}

/** What a handler answers with, before its envelope. */
export interface AnswerContent {
  readonly status?: 200 | 201 | 202;
  readonly data: unknown;
  readonly errors?: readonly WireError[];
  readonly headers?: Record<string, string>;
}

/** Puts an answer into its envelope. */
export function respond(c: ShoptetContext, answer: AnswerContent): Response {
  return envelope(c.var.state.requestId, { status: 200, ...answer });
}

/** The response of a success, or the error of a fault in its envelope. */
export function toResponse(c: ShoptetContext, result: Result<Response, ShoptetFault>): Response {
  if (result.ok) return result.value;
  const { status, errors, retryAfter } = toErrorAnswer(result.fault, readTokenHeader(c));
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
  return envelope(c.var.state.requestId, { status, data: null, errors, headers });
}

/** Reads a yes-or-no parameter of the query; false where it is not there. Fault: query-invalid. */
export function readFlag(c: ShoptetContext, parameter: string): Result<boolean, ShoptetFault> {
  const value = c.req.query(parameter) ?? 'false';
  if (value === 'true' || value === '1') return ok(true);
  return value === 'false' || value === '0' ? ok(false) : fail({ kind: 'query-invalid', parameter, value });
}

/** Whether the comma list `include` of the query names a section. */
export function includesSection(c: ShoptetContext, section: string): boolean {
  return (c.req.query('include') ?? '').split(',').some((name) => name.trim() === section);
}
