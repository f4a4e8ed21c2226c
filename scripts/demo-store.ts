import { createHash } from 'node:crypto';
import { readKeys } from '../src/access/key-list.ts';
import { sealSigningKeys } from '../src/access/sealed-secrets.ts';

/** The store that `npm start` offers, for local development only: its tokens are public. */
export const DEMO = {
  hash: 'demo',
  token: 'demo-token',
  readToken: 'demo-read-token',
  signing: { privateKey: 'demo-private-key', secret: 'demo-secret' },
} as const;

/** Signs picture URLs on a laptop; a deployment has a secret of its own. */
export const LOCAL_SIGNING_KEYS = 'local:vitrine-local-development';

/** Seals what the database must not show, on a laptop; a deployment has a secret of its own. */
export const LOCAL_SECRETS_KEYS = 'local:vitrine-local-development';

/** Lets the operator's tool ask the local service for a sweep. */
export const LOCAL_OPERATOR_TOKEN = 'vitrine-local-operator';

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

/** SQL that makes the demo store, its tokens and its signing keys where they are not there yet. */
export async function demoSql(): Promise<string> {
  const secretsKeys = readKeys('SECRETS_KEYS', LOCAL_SECRETS_KEYS);
  const sealed = await sealSigningKeys(secretsKeys, DEMO.hash, DEMO.signing);
  const token = (value: string, scope: string): string =>
    `INSERT INTO tokens (digest, store_id, label, scope, created_at)
      SELECT '${digest(value)}', id, '${value}', '${scope}', unixepoch() * 1000 FROM stores WHERE hash = '${DEMO.hash}'
      ON CONFLICT DO NOTHING;`;
  return `INSERT INTO stores (hash, name, created_at) VALUES ('${DEMO.hash}', 'Demo store', unixepoch() * 1000)
      ON CONFLICT DO NOTHING;
    ${token(DEMO.token, 'modify')}
    ${token(DEMO.readToken, 'read')}
    UPDATE stores SET sealed_signing_keys = '${sealed}', settings = json_set(settings, '$.signing', 'accepted')
      WHERE hash = '${DEMO.hash}' AND sealed_signing_keys IS NULL;`;
}
