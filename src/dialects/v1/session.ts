import * as z from '../../platform/schema.ts';
import { digestToken } from '../../access/token.ts';
import { readBodyWithinBudget } from '../../http/read-body.ts';
import { parseJsonBody } from '../../http/json-body.ts';
import { checkSameSite } from '../../http/cross-site.ts';
import type { Access, ApiName, Scope } from '../../model/access.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { V1Fault } from './faults.ts';
import { authorizeFound, authorizeRead, type V1Context } from './request-context.ts';
import { parseBody } from './schema-errors.ts';
import { beginSession, endSession, readSession, SESSION_MS } from './session-cookie.ts';
import { toWireTime } from './wire-time.ts';

/** The longest body, in bytes: a token, and room for spaces. */
const MAX_BODY_BYTES = 4 * 1024;

/** The body that begins a session. */
export const sessionSchema = z.strictObject({ token: z.string() });

/** Who the caller is. */
export interface WireSession {
  readonly tokenId: string;
  readonly label: string;
  readonly scope: Scope;
  readonly apis: readonly ApiName[];
  readonly store: { readonly hash: string; readonly name: string };
  /** When the session ends; null for a caller with a token. */
  readonly endsAt: string | null;
}

/** POST /v1/session: begins a session of a browser with a token, which goes into a cookie that no script can read. */
export async function createSession(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { ports, urlRules } = c.get('service');
  const sameSite = checkSameSite(c.req.raw, urlRules.ownHosts);
  if (!sameSite.ok) return sameSite;
  const limit = { maxBytes: MAX_BODY_BYTES, tooLarge: 'body-too-large' } as const;
  return await readBodyWithinBudget(c.req.raw, '', limit, async (bytes): Promise<Result<Response, V1Fault>> => {
    const json = parseJsonBody(bytes);
    const body = json.ok ? parseBody(sessionSchema, json.value) : json;
    if (!body.ok) return body;
    const digest = await digestToken(body.value.token);
    if (!digest.ok) return digest;
    const access = await authorizeFound(c, await ports.reads.access(digest.value), 'read');
    if (!access.ok) return access;
    const endsAtMs = ports.nowMs() + SESSION_MS;
    const storeHash = access.value.store.hash;
    const cookie = await beginSession(c, { token: body.value.token.trim(), endsAtMs, storeHash });
    if (cookie === undefined) return fail({ kind: 'signing-unavailable' });
    return ok(Response.json(toWireSession(access.value, endsAtMs), { headers: { 'Set-Cookie': cookie } }));
  });
}

/** GET /v1/session: who the caller is, by a cookie or by a token. */
export async function getSession(c: V1Context): Promise<Result<Response, V1Fault>> {
  const access = await authorizeRead(c);
  if (!access.ok) return access;
  const session = c.req.header('Authorization') === undefined ? await readSession(c) : ok(undefined);
  if (!session.ok) return session;
  return ok(Response.json(toWireSession(access.value, session.value?.endsAtMs)));
}

/** DELETE /v1/session: ends the session of a browser, whether or not there is one. */
export function deleteSession(): Promise<Result<Response, V1Fault>> {
  return Promise.resolve(ok(new Response(null, { status: 204, headers: { 'Set-Cookie': endSession() } })));
}

function toWireSession({ store, scope, apis, actor }: Access, endsAtMs: number | undefined): WireSession {
  return {
    tokenId: actor.token?.id ?? '',
    label: actor.token?.label ?? '',
    scope,
    apis,
    store: { hash: store.hash, name: store.name },
    endsAt: endsAtMs === undefined ? null : toWireTime(endsAtMs),
  };
}
