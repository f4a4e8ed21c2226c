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
import { withoutVersion } from './paths.ts';
import { isSigned } from './signing/signed-call.ts';

/** The limit of a body without a file. */
export const JSON_BODY_LIMIT: BodyLimit = { maxBytes: MAX_JSON_BYTES, tooLarge: 'body-too-large' };

/** A caller whose token may write. Whether the call is signed can only be seen in its body. */
export interface SignedWriteTarget {
  readonly access: Access;
  readonly principal: Principal;
  readonly tokenDigest: string;
}

/**
 * Returns the request of a write without the version in its path, so that its fingerprint is the same with and without
 * the version.
 */
export function toWriteHttpRequest(c: Context<AppEnv>): WriteHttpRequest {
  return { raw: c.req.raw, path: withoutVersion(c.req.path) };
}

/**
 * Authenticates a call with a body, and authorizes its token to write, before the body is read. Faults: the access
 * faults.
 */
export async function authorizeSignedWrite(c: Context<AppEnv>): Promise<Result<SignedWriteTarget, StoreFault>> {
  const credentials = await readCredentials(c);
  if (!credentials.ok) return credentials;
  const { tokenDigest, storeHash } = credentials.value;
  const found = await c.get('service').ports.listings.principal({ tokenDigest, clientSignature: undefined });
  const principal = authorizePrincipal(c, found, storeHash, 'write');
  if (!principal.ok) return principal;
  return ok({ access: principal.value.access, principal: principal.value, tokenDigest });
}

/** How the body of one kind of write is read. */
export interface SignedBodyReader<B extends StoreBody, T> {
  readonly limit: BodyLimit;
  /** Parses the body and separates the fields that sign it. */
  readonly parse: (bytes: Uint8Array) => Result<B, StoreFault>;
  /** Reads the content; called when the signature has been checked. */
  readonly read: (body: B) => Result<T, StoreFault>;
  readonly toContent: (value: T) => RequestContent;
}

/** Returns the body step of a call that is signed in its body. The signature is checked before the content is read. */
export function signedBodyStep<B extends StoreBody, T>(
  c: Context<AppEnv>,
  { limit, parse, read, toContent }: SignedBodyReader<B, T>,
): BodyStep<SignedWriteTarget, T, StoreFault> {
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
  { principal, tokenDigest }: SignedWriteTarget,
  { signing, fields }: StoreBody,
): Promise<Result<null, StoreFault>> {
  const credentials = toSessionCredentials(tokenDigest, signing);
  // The session is known only now, and few calls have one.
  const current = isSigned(signing) ? await c.get('service').ports.listings.principal(credentials) : principal;
  // The token was revoked between the two reads.
  if (current === undefined) return fail({ kind: 'token-unknown' });
  return await checkCall(c, current, credentials, signing, () => fields);
}
