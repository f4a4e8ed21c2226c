import type { Context } from 'hono';
import type { RequestContent } from '../../catalogue/fingerprint.ts';
import type { Principal } from '../../catalogue/principal.ts';
import type { BodyLimit } from '../../http/read-body.ts';
import type { AppEnv } from '../../http/service.ts';
import type { BodyStep, WriteHttpRequest } from '../../http/write-pipeline.ts';
import type { Access } from '../../model/access.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { authorizePrincipal, checkCall, readCredentials, toSessionCredentials } from './authenticate.ts';
import { MAX_JSON_BYTES, type StoreBody } from './body.ts';
import type { StoreFault } from './faults.ts';
import { pathOfResource } from './paths.ts';
import { isSigned } from './signing/check.ts';

/** The limit of a body without a file. */
export const JSON_LIMIT: BodyLimit = { maxBytes: MAX_JSON_BYTES, tooLarge: 'body-too-large' };

/** A caller whose token may write; whether the call must be signed, and is, shows only in its body. */
export interface BodyWriteTarget {
  readonly access: Access;
  readonly principal: Principal;
  readonly tokenDigest: string;
}

/** The request of a write: with or without the version in its path it is the same for its Idempotency-Key. */
export function writeRequest(c: Context<AppEnv>): WriteHttpRequest {
  return { raw: c.req.raw, path: pathOfResource(c.req.path) };
}

/** Authenticates a call with a body, and authorizes its token to write, before the body is read. */
export async function authorizeBodyWrite(c: Context<AppEnv>): Promise<Result<BodyWriteTarget, StoreFault>> {
  const credentials = await readCredentials(c);
  if (!credentials.ok) return credentials;
  const { tokenDigest, storeHash } = credentials.value;
  const found = await c.var.service.ports.listings.principal({ tokenDigest, clientSignature: undefined });
  const principal = authorizePrincipal(found, storeHash, 'modify');
  if (!principal.ok) return principal;
  return ok({ access: principal.value.access, principal: principal.value, tokenDigest });
}

/** How a body of one kind is read. */
export interface BodyReader<B extends StoreBody, T> {
  readonly limit: BodyLimit;
  /** Takes the signing keys out of the body. */
  readonly parse: (bytes: Uint8Array) => Result<B, StoreFault>;
  /** Reads the fields, once the signature is known to be right. */
  readonly read: (body: B) => Result<T, StoreFault>;
  readonly toContent: (value: T) => RequestContent;
}

/** The body step of a call whose signing keys are in its body: it is checked before its fields are read. */
export function signedBodyStep<B extends StoreBody, T>(
  c: Context<AppEnv>,
  { limit, parse, read, toContent }: BodyReader<B, T>,
): BodyStep<BodyWriteTarget, T, StoreFault> {
  return {
    bodyLimit: limit,
    parse: async (bytes, target) => {
      const body = parse(bytes);
      if (!body.ok) return body;
      const checked = await checkSigning(c, target, body.value);
      return checked.ok ? read(body.value) : checked;
    },
    toContent,
  };
}

async function checkSigning(
  c: Context<AppEnv>,
  { principal, tokenDigest }: BodyWriteTarget,
  { signing, fields }: StoreBody,
): Promise<Result<null, StoreFault>> {
  const credentials = toSessionCredentials(tokenDigest, signing);
  // Only now is it known which session to look for, and few calls have one.
  const current = isSigned(signing) ? await c.var.service.ports.listings.principal(credentials) : principal;
  // The token was revoked between the two questions.
  if (current === undefined) return fail({ kind: 'token-unknown' });
  return await checkCall(c, current, credentials, { ...signing, route: c.req.path, fields });
}
