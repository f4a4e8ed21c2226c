import type { Context } from 'hono';
import { openSigningKeys } from '../../access/signing-keys.ts';
import { digestToken } from '../../access/token.ts';
import type { Asked, Caller, Credentials } from '../../catalogue/listing.ts';
import type { Access, Scope } from '../../model/model.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { decodeBasic } from '../../http/basic.ts';
import { withBody } from '../../http/read-body.ts';
import type { TooLargeKind } from '../../ingest/body.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { readSigningKeys, type StoreBody } from './body.ts';
import type { StoreFault } from './faults.ts';
import { checkSignedCall, extendedExpiry, isSigned, type SignedCall, type SigningKeysOfCall } from './signing/check.ts';
import { plainParameters, queryFields } from './signing/query-fields.ts';

/** A read that was let in, with what it found. */
export interface Admitted<T> {
  readonly access: Access;
  readonly value: T;
}

/** Who says that they ask, and for which store. */
interface Asker {
  readonly storeHash: string;
  readonly tokenDigest: string;
}

/** Who asks, by HTTP Basic: the user name is the store's hash, the public key one of its tokens. */
export async function readAsker(c: Context<AppEnv>): Promise<Result<Asker, StoreFault>> {
  const basic = decodeBasic(c.req.header('Authorization') ?? '');
  if (basic === undefined) return fail({ kind: 'token-missing' });
  const digest = await digestToken(basic.password);
  return digest.ok ? ok({ storeHash: basic.user, tokenDigest: digest.value }) : digest;
}

/**
 * Lets a call without a body in, and reads in the same round trip: the keys that sign it are in its query.
 *
 * @param read what the call is about; its answer is thrown away where the caller may not have it.
 */
export async function admitBodiless<T>(
  c: Context<AppEnv>,
  scope: Scope,
  read: (credentials: Credentials) => Promise<Asked<T>>,
): Promise<Result<Admitted<T>, StoreFault>> {
  const asker = await readAsker(c);
  if (!asker.ok) return asker;
  const parameters = new URL(c.req.url).searchParams;
  const plain = plainParameters(parameters);
  const signing = readSigningKeys((name) => plain.get(name));
  const credentials = toCredentials(asker.value.tokenDigest, signing);
  const { caller, value } = await read(credentials);
  const admitted = authorise(caller, asker.value.storeHash, scope);
  if (!admitted.ok) return admitted;
  const call = { ...signing, route: c.req.path, fields: queryFields(parameters) };
  const checked = await checkCall(c, admitted.value, credentials, call);
  return checked.ok ? ok({ access: admitted.value.access, value }) : checked;
}

/** Lets a call with a body in, before and after its body is read, and hands the body on while it is in memory. */
export async function admitBody<B extends StoreBody, T>(
  c: Context<AppEnv>,
  limit: { readonly maxBytes: number; readonly tooLarge: TooLargeKind },
  parse: (bytes: Uint8Array) => Result<B, StoreFault>,
  task: (access: Access, body: B) => Promise<Result<T, StoreFault>>,
): Promise<Result<T, StoreFault>> {
  const { listings } = c.var.service.ports;
  const asker = await readAsker(c);
  if (!asker.ok) return asker;
  const { tokenDigest, storeHash } = asker.value;
  const admitted = authorise(await listings.caller({ tokenDigest, clientSignature: undefined }), storeHash, 'modify');
  if (!admitted.ok) return admitted;
  const { access } = admitted.value;
  return await withBody<T, StoreFault>(c.req.raw, limit.maxBytes, limit.tooLarge, async (bytes) => {
    const body = parse(bytes);
    if (!body.ok) return body;
    const { signing, fields } = body.value;
    const credentials = toCredentials(tokenDigest, signing);
    const call = { ...signing, route: c.req.path, fields };
    // Only now is it known which session to look for, and few calls have one.
    const caller = isSigned(signing) ? await listings.caller(credentials) : admitted.value;
    const checked = caller ? await checkCall(c, caller, credentials, call) : fail(REVOKED);
    return checked.ok ? await task(access, body.value) : checked;
  });
}

/** A call that is signed in part names a session that nobody has. */
function toCredentials(tokenDigest: string, signing: SigningKeysOfCall): Credentials {
  return { tokenDigest, clientSignature: isSigned(signing) ? (signing.signature ?? '') : undefined };
}

/** The token was revoked between two questions. */
const REVOKED: StoreFault = { kind: 'token-unknown' };

/** A token of another store is as unknown as any other: which of them it is is not said. */
export function authorise(caller: Caller | undefined, storeHash: string, scope: Scope): Result<Caller, StoreFault> {
  if (caller?.access.store.hash !== storeHash) return fail({ kind: 'token-unknown' });
  return scope === 'read' || caller.access.scope === 'modify' ? ok(caller) : fail({ kind: 'scope-missing' });
}

/** Checks the signing of a call as the store's setting asks for it, and keeps its session alive. */
async function checkCall(
  c: Context<AppEnv>,
  { access: { store }, sealedSigningKeys, session }: Caller,
  credentials: Credentials,
  call: SignedCall,
): Promise<Result<null, StoreFault>> {
  const { ports, config } = c.var.service;
  const mode = store.settings.signing;
  if (mode === 'off') return ok(null);
  if (!isSigned(call)) return mode === 'accepted' ? ok(null) : fail({ kind: 'signature-missing' });
  const secrets = await openSigningKeys(config.secretsKeys, store.hash, sealedSigningKeys);
  if (secrets === undefined) return fail({ kind: 'signing-unavailable' });
  const nowMs = ports.nowMs();
  const checked = await checkSignedCall(call, secrets, session?.serverSignature, nowMs);
  if (!checked.ok || session === undefined) return checked;
  const expiresAtMs = extendedExpiry(session, nowMs);
  if (expiresAtMs !== undefined) await ports.sessions.extend(store.id, credentials, expiresAtMs);
  return checked;
}
