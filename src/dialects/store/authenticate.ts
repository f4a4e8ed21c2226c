import type { Context } from 'hono';
import { allowsScope, throughApi } from '../../access/authorize.ts';
import { unsealSigningKeys } from '../../access/sealed-secrets.ts';
import { digestToken } from '../../access/token.ts';
import type { Principal, SessionCredentials, WithPrincipal } from '../../catalogue/principal.ts';
import type { Credentials } from '../../catalogue/queries.ts';
import { parseBasicCredentials } from '../../http/basic-auth.ts';
import { checkSameSite } from '../../http/cross-site.ts';
import type { AppEnv } from '../../http/service.ts';
import type { Access, Scope } from '../../model/access.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { readSignatureFields } from './body.ts';
import type { StoreFault } from './faults.ts';
import { checkSignedCall, extendedExpiry, isSigned, type SignatureFields } from './signing/signed-call.ts';
import { parsePhpQuery, readParameters, textParameters } from './signing/php-query.ts';

/** What an authorized read has found. */
export interface AuthorizedRead<T> {
  readonly access: Access;
  readonly value: T;
}

/**
 * Reads HTTP Basic credentials: the user name is the store's hash, and the password, which the vendor calls the public
 * key, is one of the store's tokens. Faults: cross-site, token-missing, token-empty, token-unknown.
 */
export async function readCredentials(c: Context<AppEnv>): Promise<Result<Credentials, StoreFault>> {
  const sameSite = checkSameSite(c.req.raw, c.get('service').urlRules.ownHosts);
  if (!sameSite.ok) return sameSite;
  const basic = parseBasicCredentials(c.req.header('Authorization') ?? '');
  if (basic === undefined) return fail({ kind: 'token-missing' });
  const digest = await digestToken(basic.password);
  return digest.ok ? ok({ storeHash: basic.user, tokenDigest: digest.value, api: 'store' }) : digest;
}

/**
 * Authenticates and authorizes a call without a body, and reads in the same round trip. The fields that sign such a
 * call are in its query. Before the token is known, no more of the query is read than these fields. Faults: the access
 * faults, parameters-too-many, the signing faults.
 *
 * @param read reads what the call asks for. Its result is discarded when the caller has no access.
 */
export async function authorizeRead<T>(
  c: Context<AppEnv>,
  scope: Scope,
  read: (credentials: SessionCredentials) => Promise<WithPrincipal<T>>,
): Promise<Result<AuthorizedRead<T>, StoreFault>> {
  const credentials = await readCredentials(c);
  if (!credentials.ok) return credentials;
  const parameters = readParameters(c.req.url);
  const texts = parameters.ok ? textParameters(parameters.value) : undefined;
  const signing = readSignatureFields((name) => texts?.get(name));
  const session = toSessionCredentials(credentials.value.tokenDigest, signing);
  const { principal, value } = await read(session);
  const authorized = authorizePrincipal(c, principal, credentials.value.storeHash, scope);
  if (!authorized.ok) return authorized;
  if (!parameters.ok) return parameters;
  const checked = await checkCall(c, authorized.value, session, signing, () => parsePhpQuery(parameters.value));
  return checked.ok ? ok({ access: authorized.value.access, value }) : checked;
}

/** As `authorizeRead`, without reading anything else. */
export async function authorizeRequest(c: Context<AppEnv>, scope: Scope): Promise<Result<Access, StoreFault>> {
  const { listings } = c.get('service').ports;
  const authorized = await authorizeRead(c, scope, async (session) => ({
    principal: await listings.principal(session),
    value: undefined,
  }));
  return authorized.ok ? ok(authorized.value.access) : authorized;
}

/**
 * Returns the credentials of a call. A call that has a fingerprint but no signature names a session that does not
 * exist.
 */
export function toSessionCredentials(tokenDigest: string, signing: SignatureFields): SessionCredentials {
  return { tokenDigest, clientSignature: isSigned(signing) ? (signing.signature ?? '') : undefined };
}

/**
 * Checks that the caller's token is a public key of the store and has the scope. Faults: token-unknown, also for a token
 * of another store or other APIs, so that the answer does not tell whether a token exists; scope-missing.
 */
export function authorizePrincipal(
  c: Context<AppEnv>,
  principal: Principal | undefined,
  storeHash: string,
  scope: Scope,
): Result<Principal, StoreFault> {
  if (principal === undefined) return fail({ kind: 'token-unknown' });
  const { access } = principal;
  if (access.store.hash !== storeHash || !access.apis.includes('store')) return fail({ kind: 'token-unknown' });
  c.get('trace').store = access.store;
  if (!allowsScope(access, 'store', scope)) return fail({ kind: 'scope-missing', needed: scope });
  return ok({ ...principal, access: throughApi(access, 'store') });
}

/**
 * Checks the signature of a call as far as the store's setting demands, and extends its session. Faults: the signing
 * faults.
 *
 * @param readFields returns what the call signs; called for signed calls alone.
 */
export async function checkCall(
  c: Context<AppEnv>,
  { access: { store }, sealedSigningKeys, session }: Principal,
  credentials: SessionCredentials,
  signing: SignatureFields,
  readFields: () => object,
): Promise<Result<null, StoreFault>> {
  const { ports, config } = c.get('service');
  const mode = store.settings.signing;
  if (mode === 'off') return ok(null);
  if (!isSigned(signing)) return mode === 'accepted' ? ok(null) : fail({ kind: 'signature-missing' });
  const secrets = await unsealSigningKeys(config.secretsKeys, store.hash, sealedSigningKeys);
  if (secrets === undefined) return fail({ kind: 'signing-unavailable' });
  const nowMs = ports.nowMs();
  const call = { ...signing, route: c.req.path, fields: readFields() };
  const checked = await checkSignedCall(call, secrets, session?.serverSignature, nowMs);
  if (!checked.ok || session === undefined) return checked;
  const expiresAtMs = extendedExpiry(session, nowMs);
  if (expiresAtMs !== undefined) await ports.sessions.extend(store.id, credentials, expiresAtMs);
  return checked;
}
