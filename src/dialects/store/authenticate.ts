import type { Context } from 'hono';
import { unsealSigningKeys } from '../../access/sealed-secrets.ts';
import { digestToken } from '../../access/token.ts';
import type { Principal, SessionCredentials, WithPrincipal } from '../../catalogue/principal.ts';
import type { Credentials } from '../../catalogue/queries.ts';
import { parseBasicCredentials } from '../../http/basic-auth.ts';
import type { AppEnv } from '../../http/service.ts';
import type { Access, Scope } from '../../model/access.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { readSigningKeys } from './body.ts';
import type { StoreFault } from './faults.ts';
import { checkSignedCall, extendedExpiry, isSigned, type SignedCall, type SigningKeysOfCall } from './signing/check.ts';
import { plainParameters, queryFields } from './signing/query-fields.ts';

/** What a read found, for a caller who may see it. */
export interface AuthorizedRead<T> {
  readonly access: Access;
  readonly value: T;
}

/** Reads HTTP Basic: the user name is the store's hash, the public key one of its tokens. */
export async function readCredentials(c: Context<AppEnv>): Promise<Result<Credentials, StoreFault>> {
  const basic = parseBasicCredentials(c.req.header('Authorization') ?? '');
  if (basic === undefined) return fail({ kind: 'token-missing' });
  const digest = await digestToken(basic.password);
  return digest.ok ? ok({ storeHash: basic.user, tokenDigest: digest.value }) : digest;
}

/**
 * Authenticates and authorizes a call without a body, and reads in the same round trip: the keys that sign such a call
 * are in its query.
 *
 * @param read what the call is about; what it found is thrown away where the caller may not have it.
 */
export async function authorizeRead<T>(
  c: Context<AppEnv>,
  scope: Scope,
  read: (credentials: SessionCredentials) => Promise<WithPrincipal<T>>,
): Promise<Result<AuthorizedRead<T>, StoreFault>> {
  const credentials = await readCredentials(c);
  if (!credentials.ok) return credentials;
  const parameters = new URL(c.req.url).searchParams;
  const plain = plainParameters(parameters);
  const signing = readSigningKeys((name) => plain.get(name));
  const session = toSessionCredentials(credentials.value.tokenDigest, signing);
  const { principal, value } = await read(session);
  const authorized = authorizePrincipal(principal, credentials.value.storeHash, scope);
  if (!authorized.ok) return authorized;
  const call = { ...signing, route: c.req.path, fields: queryFields(parameters) };
  const checked = await checkCall(c, authorized.value, session, call);
  return checked.ok ? ok({ access: authorized.value.access, value }) : checked;
}

/** As `authorizeRead`, and reads nothing else. */
export async function authenticate(c: Context<AppEnv>, scope: Scope): Promise<Result<Access, StoreFault>> {
  const { listings } = c.var.service.ports;
  const authorized = await authorizeRead(c, scope, async (session) => ({
    principal: await listings.principal(session),
    value: undefined,
  }));
  return authorized.ok ? ok(authorized.value.access) : authorized;
}

/** A call that is signed in part names a session that nobody has. */
export function toSessionCredentials(tokenDigest: string, signing: SigningKeysOfCall): SessionCredentials {
  return { tokenDigest, clientSignature: isSigned(signing) ? (signing.signature ?? '') : undefined };
}

/** A token of another store is as unknown as one that was never issued: the answer does not tell them apart. */
export function authorizePrincipal(
  principal: Principal | undefined,
  storeHash: string,
  scope: Scope,
): Result<Principal, StoreFault> {
  if (principal?.access.store.hash !== storeHash) return fail({ kind: 'token-unknown' });
  return scope === 'read' || principal.access.scope === 'modify' ? ok(principal) : fail({ kind: 'scope-missing' });
}

/** Checks the signing of a call as the store's setting asks for it, and keeps its session alive. */
export async function checkCall(
  c: Context<AppEnv>,
  { access: { store }, sealedSigningKeys, session }: Principal,
  credentials: SessionCredentials,
  call: SignedCall,
): Promise<Result<null, StoreFault>> {
  const { ports, config } = c.var.service;
  const mode = store.settings.signing;
  if (mode === 'off') return ok(null);
  if (!isSigned(call)) return mode === 'accepted' ? ok(null) : fail({ kind: 'signature-missing' });
  const secrets = await unsealSigningKeys(config.secretsKeys, store.hash, sealedSigningKeys);
  if (secrets === undefined) return fail({ kind: 'signing-unavailable' });
  const nowMs = ports.nowMs();
  const checked = await checkSignedCall(call, secrets, session?.serverSignature, nowMs);
  if (!checked.ok || session === undefined) return checked;
  const expiresAtMs = extendedExpiry(session, nowMs);
  if (expiresAtMs !== undefined) await ports.sessions.extend(store.id, credentials, expiresAtMs);
  return checked;
}
