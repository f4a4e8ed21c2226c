import type { Context } from 'hono';
import { unsealSigningKeys } from '../../access/sealed-secrets.ts';
import { readBodyWithinBudget } from '../../http/read-body.ts';
import type { AppEnv } from '../../http/service.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { authorizePrincipal, readCredentials } from './authenticate.ts';
import { parseBody } from './body.ts';
import { envelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';
import { checkSignedCall, SESSION_LIFETIME_MS } from './signing/check.ts';

/** Signatures of both sides: 64 of these (ST-37). */
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SIGNATURE = /^[A-Za-z0-9]{64}$/;

/** A handshake is three short texts. */
const HANDSHAKE_LIMIT = { maxBytes: 4096, tooLarge: 'body-too-large' } as const;

/** The handshake: proves the client's keys and gives it a server signature. */
export async function beginSession(c: Context<AppEnv>): Promise<Result<Response, StoreFault>> {
  const { ports } = c.var.service;
  const identity = await readCredentials(c);
  if (!identity.ok) return identity;
  const { storeHash, tokenDigest } = identity.value;
  // The keys are only read for a call that names a session, and no session has an empty name.
  const found = await ports.listings.principal({ tokenDigest, clientSignature: '' });
  const principal = authorizePrincipal(found, storeHash, 'read');
  if (!principal.ok) return principal;
  const { store } = principal.value.access;
  if (store.settings.signing === 'off') return fail({ kind: 'signing-off' });
  const secrets = await unsealSigningKeys(
    c.var.service.config.secretsKeys,
    store.hash,
    principal.value.sealedSigningKeys,
  );
  if (secrets === undefined) return fail({ kind: 'signing-unavailable' });
  return await readBodyWithinBudget<Response, StoreFault>(c.req.raw, HANDSHAKE_LIMIT, async (bytes) => {
    const body = parseBody(bytes);
    if (!body.ok) return body;
    const { signing, fields } = body.value;
    const checked = await checkSignedCall({ ...signing, route: c.req.path, fields }, secrets, '', ports.nowMs());
    if (!checked.ok) return checked;
    if (signing.signature === undefined || !SIGNATURE.test(signing.signature)) return fail(BAD_SIGNATURE);
    const serverSignature = newSignature();
    const credentials = { tokenDigest, clientSignature: signing.signature };
    const expiresAtMs = ports.nowMs() + SESSION_LIFETIME_MS;
    await ports.sessions.begin(store.id, credentials, { serverSignature, expiresAtMs });
    return ok(envelope(200, { signature: serverSignature }));
  });
}

const BAD_SIGNATURE: StoreFault = {
  kind: 'fields-invalid',
  fields: { signature: 'signature must be 64 letters and digits' },
};

/** 64 alphanumerics, 5.95 random bits each; bytes that would make some likelier than others are thrown away. */
function newSignature(): string {
  let signature = '';
  while (signature.length < 64) {
    const bytes = crypto.getRandomValues(new Uint8Array(96));
    const usable = bytes.filter((byte) => byte < 4 * ALPHANUMERIC.length);
    signature += Array.from(usable, (byte) => ALPHANUMERIC.charAt(byte % ALPHANUMERIC.length)).join('');
  }
  return signature.slice(0, 64);
}
