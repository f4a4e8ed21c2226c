import type { Context } from 'hono';
import { authorizeWithinQuota } from '../../access/authorize.ts';
import type { AccessFault } from '../../access/faults.ts';
import { digestToken } from '../../access/token.ts';
import type { WithAccess } from '../../catalogue/image-reads.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { AppEnv } from '../../http/service.ts';
import type { Access, Scope } from '../../model/access.ts';
import { ok, type Result } from '../../platform/result.ts';
import type * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { problemResponse } from './problem-response.ts';
import { toProblem } from './problems.ts';
import { NO_PARAMETERS, readQuery } from './query.ts';
import { readSession } from './session-cookie.ts';

/** Hono's context in this dialect. */
export type V1Context = Context<AppEnv>;

/** What answers one method of one path. */
export type Handler = (c: V1Context) => Promise<Result<Response, V1Fault>>;

/** The token in an Authorization header of the scheme Bearer (RFC 6750). */
const BEARER = /^bearer(?: (.*))?$/i;

/**
 * Returns the token of the request, or of the session of a browser where there is no header Authorization; undefined where
 * there is none, also for another scheme than Bearer. Fault: cross-site.
 */
export async function readToken(c: V1Context): Promise<Result<string | undefined, V1Fault>> {
  const header = c.req.header('Authorization');
  if (header === undefined) {
    const session = await readSession(c);
    return session.ok ? ok(session.value?.token) : session;
  }
  const bearer = BEARER.exec(header);
  return ok(bearer === null ? undefined : (bearer[1] ?? '').trim());
}

/** Returns the digest by which the token is looked up. Faults: cross-site, token-missing, token-empty, token-unknown. */
export async function readTokenDigest(c: V1Context): Promise<Result<string, V1Fault>> {
  const token = await readToken(c);
  return token.ok ? await digestToken(token.value) : token;
}

/**
 * Authorizes a request whose token has been looked up: the store is that of the token, and says whose pages may read the
 * answer. The request is counted against the store's quota. Faults: token-unknown, scope-missing, quota-exceeded.
 */
export async function authorizeFound(
  c: V1Context,
  found: Access | undefined,
  scope: Scope,
): Promise<Result<Access, V1Fault>> {
  c.set('readers', found?.store.settings.origins);
  return await letIn(c, found, scope);
}

/** Authorizes as above, without a word on who may read the answer. */
export async function letIn(
  c: V1Context,
  found: Access | undefined,
  scope: Scope,
): Promise<Result<Access, AccessFault>> {
  const { limiter } = c.get('service');
  const request = { storeHash: found?.store.hash ?? '', api: 'v1' } as const;
  // The quota refuses only callers who were let in, and so the log learns their store here.
  const take: typeof limiter.take = async (store) => {
    c.get('trace').store = store;
    return await limiter.take(store);
  };
  return await authorizeWithinQuota({ take }, found, request, scope);
}

/** Authenticates and authorizes a request in a round trip of its own. Faults: the access faults. */
export async function authorizeRequest(c: V1Context, scope: Scope): Promise<Result<Access, V1Fault>> {
  const digest = await readTokenDigest(c);
  if (!digest.ok) return digest;
  return await authorizeFound(c, await c.get('service').ports.reads.access(digest.value), scope);
}

/** What was read for a caller who was let in. */
export interface AuthorizedRead<Value, Query> {
  readonly access: Access;
  readonly value: Value;
  readonly query: Query;
}

/**
 * Reads with `read`, which finds the caller's access in the same round trip, and lets callers with `scope` in. A query
 * that its schema refuses is the problem of callers who have access, and of nobody else. Faults: the access faults,
 * parameters-invalid.
 */
export async function readAuthorized<Value, Query>(
  c: V1Context,
  scope: Scope,
  schema: z.ZodMiniType<Query>,
  read: (tokenDigest: string, query: Query) => Promise<WithAccess<Value>>,
): Promise<Result<AuthorizedRead<Value, Query>, V1Fault>> {
  const query = readQuery(c, schema);
  if (!query.ok) return await failIfAuthorized(authorizeRequest(c, scope), query.fault);
  const digest = await readTokenDigest(c);
  if (!digest.ok) return digest;
  const { access: found, value } = await read(digest.value, query.value);
  const access = await authorizeFound(c, found, scope);
  return access.ok ? ok({ access: access.value, value, query: query.value }) : access;
}

/** Lets a caller read, by a round trip of its own, in a route without parameters. Faults: as `readAuthorized`. */
export async function authorizeRead(c: V1Context): Promise<Result<Access, V1Fault>> {
  const read = await readAuthorized(c, 'read', NO_PARAMETERS, async (digest) => ({
    access: await c.get('service').ports.reads.access(digest),
    value: undefined,
  }));
  return read.ok ? ok(read.value.access) : read;
}

/** Returns the response of a success, or the problem of a fault. */
export function toResponse(c: V1Context, result: Result<Response, V1Fault>): Response {
  return result.ok ? result.value : problemResponse(c, toProblem(result.fault));
}
