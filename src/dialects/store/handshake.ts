import type { Context } from 'hono';
import { unsealSigningKeys } from '../../access/sealed-secrets.ts';
import { readBodyWithinBudget } from '../../http/read-body.ts';
import type { AppEnv } from '../../http/service.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { authorizePrincipal, readCredentials } from './authenticate.ts';
import { parseStoreBody } from './body.ts';
import { envelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';
import { checkSignedCall, SESSION_LIFETIME_MS } from './signing/signed-call.ts';

/** The characters of client and server signatures, which have 64 of them (ST-37). */
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SIGNATURE = /^[A-Za-z0-9]{64}$/;

/** The limit of a handshake's body, which is three short texts. */
const HANDSHAKE_LIMIT = { maxBytes: 4096, tooLarge: 'body-too-large' } as const;

/**
 * POST /auth, the handshake: checks that the client has the store's keys, and begins a session. Returns the server
 * signature, which is that of the running session when the same handshake is sent again. Faults: the access faults, the signing faults, fields-invalid for a malformed client signature.
 */
export async function beginSession(c: Context<AppEnv>): Promise<Result<Response, StoreFault>> {
  const { ports } = c.get('service');
  const identity = await readCredentials(c);
  if (!identity.ok) return identity;
  const { storeHash, tokenDigest } = identity.value;
  // The keys are read only for a call that names a session. An empty name does that, and belongs to no session.
  const found = await ports.listings.principal({ tokenDigest, clientSignature: '' });
  const principal = authorizePrincipal(c, found, storeHash, 'read');
  if (!principal.ok) return principal;
  const { store } = principal.value.access;
  if (store.settings.signing === 'off') return fail({ kind: 'signing-off' });
  const secrets = await unsealSigningKeys(
    c.get('service').config.secretsKeys,
    store.hash,
    principal.value.sealedSigningKeys,
  );
  if (secrets === undefined) return fail({ kind: 'signing-unavailable' });
  return await readBodyWithinBudget<Response, StoreFault>(c.req.raw, store.hash, HANDSHAKE_LIMIT, async (bytes) => {
    const body = parseStoreBody(bytes);
    if (!body.ok) return body;
    const { signing, fields } = body.value;
    const checked = await checkSignedCall({ ...signing, route: c.req.path, fields }, secrets, '', ports.nowMs());
    if (!checked.ok) return checked;
    if (signing.signature === undefined || !SIGNATURE.test(signing.signature)) return fail(BAD_SIGNATURE);
    const credentials = { tokenDigest, clientSignature: signing.signature };
    const expiresAtMs = ports.nowMs() + SESSION_LIFETIME_MS;
    const session = { serverSignature: newSignature(), expiresAtMs };
    const serverSignature = await ports.sessions.begin(store.id, credentials, session);
    return ok(envelope(200, { signature: serverSignature }));
  });
}

const BAD_SIGNATURE: StoreFault = {
  kind: 'fields-invalid',
  fields: { signature: 'signature must be 64 letters and digits' },
};

/**
 * Returns 64 alphanumeric characters of 5.95 random bits each. Bytes that would make some characters more likely than
 * others are discarded.
 */
function newSignature(): string {
  let signature = '';
  while (signature.length < 64) {
    const bytes = crypto.getRandomValues(new Uint8Array(96));
    const usable = bytes.filter((byte) => byte < 4 * ALPHANUMERIC.length);
    signature += Array.from(usable, (byte) => ALPHANUMERIC.charAt(byte % ALPHANUMERIC.length)).join('');
  }
  return signature.slice(0, 64);
}
