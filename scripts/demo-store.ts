import { createHash } from 'node:crypto';
import { readKeys } from '../src/access/key-list.ts';
import { sealSigningKeys } from '../src/access/sealed-secrets.ts';

/** The store that `npm start` creates. It is for local development only: its tokens are public. */
export const DEMO = {
  hash: 'demo',
  token: 'demo-token',
  readToken: 'demo-read-token',
  signing: { privateKey: 'demo-private-key', secret: 'demo-secret' },
} as const;

/** The local service's SIGNING_KEYS, which sign picture URLs; a deployment has its own. */
export const LOCAL_SIGNING_KEYS = 'local:vitrine-local-development';

/** The local service's SECRETS_KEYS, which seal secrets for the database; a deployment has its own. */
export const LOCAL_SECRETS_KEYS = 'local:vitrine-local-development';

/** The local service's OPERATOR_TOKEN, with which the operator's tool requests a sweep. */
export const LOCAL_OPERATOR_TOKEN = 'vitrine-local-operator';

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Returns the SQL, for the first database, that creates the demo store, its tokens and its signing keys where they do not
 * exist yet. A store that has moved to another database is in the directory.
 */
export async function demoSql(): Promise<string> {
  const secretsKeys = readKeys('SECRETS_KEYS', LOCAL_SECRETS_KEYS);
  const sealed = await sealSigningKeys(secretsKeys, DEMO.hash, DEMO.signing);
  const token = (value: string, scope: string): string =>
    `INSERT INTO tokens (digest, store_id, label, scope, created_at)
      SELECT '${digest(value)}', id, '${value}', '${scope}', unixepoch() * 1000 FROM stores WHERE hash = '${DEMO.hash}'
      ON CONFLICT DO NOTHING;`;
  return `INSERT INTO stores (hash, name, created_at) SELECT '${DEMO.hash}', 'Demo store', unixepoch() * 1000
      WHERE NOT EXISTS (SELECT 1 FROM store_places WHERE hash = '${DEMO.hash}') ON CONFLICT DO NOTHING;
    ${token(DEMO.token, 'admin')}
    ${token(DEMO.readToken, 'read')}
    UPDATE stores SET sealed_signing_keys = '${sealed}', settings = json_set(settings, '$.signing', 'accepted', '$.publicOriginals', json('true'))
      WHERE hash = '${DEMO.hash}' AND sealed_signing_keys IS NULL;`;
}
