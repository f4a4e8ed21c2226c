import { parse } from 'hono/utils/cookie';
import { type SealedSession, sealSession, unsealSession } from '../../access/sealed-secrets.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { originOf } from '../../platform/url-parts.ts';
import type { V1Fault } from './faults.ts';
import type { V1Context } from './request-context.ts';

/** The cookie that stands for a token in a browser. Its value is the token, sealed, with the time at which it ends. */
const SESSION_COOKIE = 'vitrine_session';

/** How long a session lasts. */
export const SESSION_MS = 8 * 60 * 60 * 1000;

/** Returns the cookie of a request; undefined where it has none. */
export const sessionCookie = ({ headers }: Request): string | undefined =>
  parse(headers.get('Cookie') ?? '', SESSION_COOKIE)[SESSION_COOKIE];

/** Returns the value of Set-Cookie. What is sealed has only letters that a cookie may have. */
const toCookie = (sealed: string, maxAgeS: number): string =>
  `${SESSION_COOKIE}=${sealed}; Max-Age=${maxAgeS}; Path=/v1; HttpOnly; Secure; SameSite=Strict`;

/** Returns the value of Set-Cookie that begins a session; undefined where the deployment has no SECRETS_KEYS. */
export async function beginSession(c: V1Context, session: SealedSession): Promise<string | undefined> {
  const sealed = await sealSession(c.get('service').config.secretsKeys, session);
  return sealed && toCookie(sealed, SESSION_MS / 1000);
}

/** The value of Set-Cookie that ends a session. */
export const endSession = (): string => toCookie('', 0);

/**
 * The header by which a page names the store that it shows. All pages of a browser share one cookie: where another one
 * has signed in to another store meanwhile, what this one sends must not be done there.
 */
const STORE_HEADER = 'Vitrine-Store';

/**
 * Returns the session of a request; undefined where it has none. A page of another site can have a browser that does not
 * know SameSite send a write with the cookie, and so a write has to say that it comes from a page of ours. Fault:
 * cross-site.
 */
export async function readSession(c: V1Context): Promise<Result<SealedSession | undefined, V1Fault>> {
  const cookie = sessionCookie(c.req.raw);
  if (cookie === undefined || cookie === '') return ok(undefined);
  if (!isReading(c) && !isOfOurPages(c)) return fail({ kind: 'cross-site' });
  const { config, ports } = c.get('service');
  const session = await unsealSession(config.secretsKeys, cookie);
  const wantedStore = c.req.header(STORE_HEADER) ?? session?.storeHash;
  const isValid = session !== undefined && session.endsAtMs > ports.nowMs() && session.storeHash === wantedStore;
  return ok(isValid ? session : undefined);
}

const isReading = (c: V1Context): boolean => ['GET', 'HEAD'].includes(c.req.method);

/** Whether a browser says that a page of this origin has sent the request. */
export function isOfOurPages(c: V1Context): boolean {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('Origin');
  return origin !== undefined && [c.get('service').origin, originOf(c.req.url)].includes(origin);
}
