import { createHash } from 'node:crypto';

/** The store that `npm start` offers, for local development only: its tokens are public. */
export const DEMO = { hash: 'demo', token: 'demo-token', readToken: 'demo-read-token' } as const;

/** Signs picture URLs on a laptop; a deployment has a secret of its own. */
export const LOCAL_SIGNING_KEYS = 'local:vitrine-local-development';

/** Lets the operator's tool ask the local service for a sweep. */
export const LOCAL_OPERATOR_TOKEN = 'vitrine-local-operator';

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

/** SQL that makes the demo store and its tokens where they are not there yet. */
export function demoSql(): string {
  const token = (value: string, scope: string): string =>
    `INSERT INTO tokens (digest, store_id, label, scope, created_at)
      SELECT '${digest(value)}', id, '${value}', '${scope}', unixepoch() * 1000 FROM stores WHERE hash = '${DEMO.hash}'
      ON CONFLICT DO NOTHING;`;
  return `INSERT INTO stores (hash, name, created_at) VALUES ('${DEMO.hash}', 'Demo store', unixepoch() * 1000)
      ON CONFLICT DO NOTHING;
    ${token(DEMO.token, 'modify')}
    ${token(DEMO.readToken, 'read')}`;
}
