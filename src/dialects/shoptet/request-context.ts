import type { Context, MiddlewareHandler } from 'hono';
import { authorise } from '../../access/authorize.ts';
import { BUCKET_SIZE } from '../../access/leaky-bucket.ts';
import { digestToken } from '../../access/token.ts';
import type { Access, Scope } from '../../model/model.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { envelope, type WireError } from './envelope.ts';
import { toWireAnswer } from './errors.ts';
import type { ShoptetFault } from './faults.ts';

/** One request of this dialect, as far as it has come. */
export interface Call {
  readonly requestId: string;
  /** Requests in the store's bucket; 0 where it has none. */
  filling: number;
  /** Gives back the lock on the write URL. */
  leave: (() => Promise<void>) | undefined;
}

/** Hono's context in this dialect. */
export interface ShoptetEnv {
  Bindings: AppEnv['Bindings'];
  Variables: AppEnv['Variables'] & { call: Call };
}
export type Ctx = Context<ShoptetEnv>;

/** Gives every answer its request id and the bucket's filling, and ends the lock on the write URL. */
export const openCall: MiddlewareHandler<ShoptetEnv> = async (c, next) => {
  const call: Call = { requestId: crypto.randomUUID(), filling: 0, leave: undefined };
  c.set('call', call);
  await next();
  // Before the answer goes out: a client that sends its next write at once must not meet its own lock.
  await call.leave?.();
  c.res.headers.set('X-Request-ID', call.requestId);
  c.res.headers.set('X-RateLimit-Bucket-Filling', `${call.filling}/${BUCKET_SIZE}`);
};

/** The token as sent. `Authorization` is none of this API's headers. */
function sentToken(c: Ctx): string | undefined {
  return c.req.header('Shoptet-Access-Token') ?? c.req.header('Shoptet-Private-API-Token');
}

/** The digest that the token is looked up by. Faults: token-missing, token-empty, token-unknown. */
export async function readToken(c: Ctx): Promise<Result<string, ShoptetFault>> {
  return await digestToken(sentToken(c));
}

/** Lets in whoever a token belongs to: the store is the token's own. Faults: access, resource-locked, rate-limited. */
export async function admit(c: Ctx, found: Access | undefined, scope: Scope): Promise<Result<Access, ShoptetFault>> {
  const access = authorise(found, found?.store.hash ?? '', scope);
  if (!access.ok) return access;
  const { store } = access.value;
  const { gates } = c.var.service;
  const { call } = c.var;
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  // Repeats with one Idempotency-Key are one request, and share its lock.
  const lock = { url: c.req.path, holder: c.req.header('Idempotency-Key') ?? call.requestId };
  const admission = await gates.enter(store.id, {
    isCounted: store.settings.requestQuota !== undefined,
    lock: isRead ? undefined : lock,
  });
  call.filling = admission.filling;
  switch (admission.kind) {
    case 'open':
      if (!isRead) call.leave = () => gates.leave(store.id, lock.url, lock.holder);
      return access;
    case 'full':
      return fail({ kind: 'rate-limited', retryAtMs: Date.now() + admission.waitMs });
    case 'locked':
      return fail({ kind: 'resource-locked' });
    default:
      return admission satisfies never;
  }
}

/** Reads the token, finds its store and lets the request in. */
export async function enter(c: Ctx, scope: Scope): Promise<Result<Access, ShoptetFault>> {
  const digest = await readToken(c);
  if (!digest.ok) return digest;
  return await admit(c, await c.var.service.ports.reads.access(digest.value), scope);
}

/** What a handler answers with, before its envelope. */
export interface Answer {
  readonly status?: 200 | 201 | 202;
  readonly data: unknown;
  readonly errors?: readonly WireError[];
  readonly headers?: Record<string, string>;
}

/** Puts an answer, or the error of a fault, into its envelope. */
export function reply(c: Ctx, result: Result<Answer, ShoptetFault>): Response {
  const { requestId } = c.var.call;
  if (result.ok) return envelope(requestId, { status: 200, ...result.value });
  const { status, errors, retryAfter } = toWireAnswer(result.fault, sentToken(c));
  return envelope(requestId, {
    status,
    data: null,
    errors,
    headers: retryAfter === undefined ? {} : { 'Retry-After': retryAfter },
  });
}

/** Answers with `fault`, but only to those who may ask. */
export async function refuse(c: Ctx, scope: Scope, fault: ShoptetFault): Promise<Result<never, ShoptetFault>> {
  const access = await enter(c, scope);
  return access.ok ? fail(fault) : access;
}

/** Reads a yes-or-no parameter of the query; false where it is not there. Fault: query-invalid. */
export function readFlag(c: Ctx, parameter: string): Result<boolean, ShoptetFault> {
  const value = c.req.query(parameter) ?? 'false';
  if (value === 'true' || value === '1') return ok(true);
  return value === 'false' || value === '0' ? ok(false) : fail({ kind: 'query-invalid', parameter, value });
}
