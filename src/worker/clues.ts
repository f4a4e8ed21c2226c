import type { Context } from 'hono';
import { unsealSession } from '../access/sealed-secrets.ts';
import { digestToken } from '../access/token.ts';
import { digestUploadSecret } from '../access/upload-secret.ts';
import { sessionCookie } from '../dialects/v1/session-cookie.ts';
import { parseBasicCredentials } from '../http/basic-auth.ts';
import { readConfig } from '../http/config.ts';

/** What a shard is asked for: the store of a hash, or of what somebody without one was given by it. */
export type ProofKind = 'store' | 'token' | 'upload' | 'result' | 'origin';

/** What a request says of where its store is. */
export interface Clue {
  /** The hash of the store, which leads to its shard by the directory. */
  readonly storeHash: string | undefined;
  /** What shards are asked for where there is no hash, or where the answer says that the store is not there. */
  readonly proof: { readonly kind: ProofKind; readonly value: string };
  /** The status of an answer that may mean that the store is in another shard. */
  readonly missStatus: 401 | 404;
  /** The body says it, which is short. */
  readonly isInBody?: boolean;
}

const BEARER = /^bearer +(\S+) *$/i;
const MAX_BODY_BYTES = 4 * 1024;

/** Reads what a request says of its store; undefined for one that concerns none. Needs no round trip. */
export async function readClue(c: Context<{ Bindings: Cloudflare.Env }>): Promise<Clue | undefined> {
  const { path } = c.req;
  const picture = /^\/s-([a-z0-9]{1,32})\//.exec(path)?.[1];
  if (picture !== undefined) return clue('store', picture, 404, picture);
  const secret = /^\/v1\/uploads\/([^/]+)$/.exec(path)?.[1];
  if (secret !== undefined) return clue('upload', await digestUploadSecret(secret), 404);
  const result = /^\/api\/system\/jobs\/results\/([^/]+)$/.exec(path)?.[1];
  if (result !== undefined) return clue('result', result, 404);
  const { token, storeHash, isInBody = false } = await readCaller(c);
  const digest = await digestToken(token);
  return digest.ok ? { ...clue('token', digest.value, 401, storeHash), isInBody } : undefined;
}

const clue = (kind: ProofKind, value: string, missStatus: Clue['missStatus'], storeHash?: string): Clue => ({
  storeHash,
  proof: { kind, value },
  missStatus,
});

interface Caller {
  readonly token: string | undefined;
  readonly storeHash?: string | undefined;
  readonly isInBody?: boolean;
}

/** Reads the token of a request, wherever its API has it, and the hash of the store where the request names it. */
async function readCaller(c: Context<{ Bindings: Cloudflare.Env }>): Promise<Caller> {
  const { path } = c.req;
  const storeHash = /^\/stores\/([^/]+)\//.exec(path)?.[1];
  if (storeHash !== undefined) return { token: c.req.header('X-Auth-Token'), storeHash };
  // A proxy in front of a client may add credentials of its own.
  const shoptet = c.req.header('Shoptet-Access-Token') ?? c.req.header('Shoptet-Private-API-Token');
  if (/^\/api\/(?!v2\/)/.test(path) && shoptet !== undefined) return { token: shoptet };
  const authorization = c.req.header('Authorization') ?? '';
  const basic = parseBasicCredentials(authorization);
  if (basic !== undefined) return { token: basic.password, storeHash: basic.user };
  if (!path.startsWith('/v1/')) return { token: undefined };
  const bearer = BEARER.exec(authorization)?.[1];
  if (bearer !== undefined) return { token: bearer };
  if (path === '/v1/session' && c.req.method === 'POST') return { token: await readSignIn(c.req.raw), isInBody: true };
  const cookie = sessionCookie(c.req.raw);
  return (cookie && (await unsealSession(readConfig(c.env).secretsKeys, cookie))) || { token: undefined };
}

/** Reads the token that begins a session from a copy of the body; whatever else the body is, its route says. */
async function readSignIn(request: Request): Promise<string | undefined> {
  if (!(Number(request.headers.get('Content-Length') ?? MAX_BODY_BYTES) <= MAX_BODY_BYTES)) return undefined;
  const body = await request
    .clone()
    .json<unknown>()
    .catch(() => undefined);
  const isNamed = typeof body === 'object' && body !== null && 'token' in body;
  return isNamed && typeof body.token === 'string' ? body.token : undefined;
}
