import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { checkSecret, readKeys } from '../../src/access/key-list.ts';
import type { Account } from './account.ts';
import { DEPLOY_DIR, SECRETS_FILE } from './paths.ts';

const SECRET_BYTES = 32;

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
const newKeys = (): string => `k1:${newSecret()}`;

/** The secrets of the Worker: how each is made, and how one is checked that somebody else made. */
export const SECRETS = {
  SIGNING_KEYS: { make: newKeys, check: (value: string) => readKeys('SIGNING_KEYS', value) },
  SECRETS_KEYS: { make: newKeys, check: (value: string) => readKeys('SECRETS_KEYS', value) },
  OPERATOR_TOKEN: { make: newSecret, check: (value: string) => checkSecret('OPERATOR_TOKEN', value) },
} as const;

/** A secret, and where it comes from. */
export interface Secret {
  readonly name: string;
  readonly origin: 'account' | 'environment' | 'file' | 'new';
}

/** The secrets of a deployment, and the file with those that are still to be uploaded; undefined where there are none. */
export interface PreparedSecrets {
  readonly secrets: readonly Secret[];
  readonly uploadFile: string | undefined;
}

const namesSchema = z.array(z.object({ name: z.string() }));
const fileSchema = z.record(z.string(), z.string());

/**
 * Prepares the secrets that the Worker does not have yet: from the environment, from the file of an earlier run, or made
 * now. They are written to the file before anything is uploaded, so that a run that fails loses none.
 *
 * @throws where one of the environment is malformed.
 */
export async function prepareSecrets(account: Account, workerName: string): Promise<PreparedSecrets> {
  // A Worker that was never deployed has none.
  const found = await account.find(`/workers/scripts/${workerName}/secrets`);
  const there = new Set(namesSchema.parse(found ?? []).map(({ name }) => name));
  const kept = existsSync(SECRETS_FILE) ? fileSchema.parse(JSON.parse(readFileSync(SECRETS_FILE, 'utf8'))) : {};
  const missing: Record<string, string> = {};
  const secrets = Object.entries(SECRETS).map(([name, { make, check }]): Secret => {
    if (there.has(name)) return { name, origin: 'account' };
    const [origin, value] = choose(process.env[name], kept[name], make);
    check(value);
    missing[name] = value;
    return { name, origin };
  });
  if (Object.keys(missing).length === 0) return { secrets, uploadFile: undefined };
  writePrivately(SECRETS_FILE, { ...kept, ...missing });
  const uploadFile = join(DEPLOY_DIR, 'upload.json');
  writePrivately(uploadFile, missing);
  return { secrets, uploadFile };
}

function choose(
  given: string | undefined,
  kept: string | undefined,
  make: () => string,
): readonly [Secret['origin'], string] {
  if (given !== undefined && given !== '') return ['environment', given];
  return kept === undefined ? ['new', make()] : ['file', kept];
}

function writePrivately(path: string, value: object): void {
  mkdirSync(DEPLOY_DIR, { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  // The mode above counts for a new file only.
  chmodSync(path, 0o600);
}
