import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PROJECT_DIR } from '../wrangler.ts';

/** The folder for what deploying leaves on this machine. It is not under version control. */
export const DEPLOY_DIR = resolve(PROJECT_DIR, process.env['DEPLOY_DIR'] ?? '.deploy');

/** The configuration of the deployment: wrangler.toml with the ids of the account and the database. */
export const DEPLOY_CONFIG = join(DEPLOY_DIR, 'wrangler.json');

/** Where the secrets are that this machine has made. The account gives none back, and the operator's tool needs them. */
export const SECRETS_FILE = join(DEPLOY_DIR, 'secrets.json');

/** Returns the arguments by which Wrangler works on the deployment. @throws where its configuration is not there. */
export function remoteArgs(): readonly string[] {
  if (existsSync(DEPLOY_CONFIG)) return ['--remote', '--config', DEPLOY_CONFIG];
  throw new Error(
    `There is no ${DEPLOY_CONFIG}: npm run deploy writes it, and npm run deploy -- --config-only for a deployment that is there.`,
  );
}
