import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Account } from '../../../scripts/deploy/account.ts';

const NAMES = ['SIGNING_KEYS', 'SECRETS_KEYS', 'OPERATOR_TOKEN'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-secrets-'));
  vi.resetModules();
  vi.stubEnv('DEPLOY_DIR', folder);
  for (const name of NAMES) vi.stubEnv(name, '');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Prepares the secrets for an account whose Worker has some; without any, it was never deployed. */
async function prepare(...there: readonly string[]) {
  const { prepareSecrets } = await import('../../../scripts/deploy/secrets.ts');
  const found = there.length === 0 ? undefined : there.map((name) => ({ name, type: 'secret_text' }));
  const account: Account = {
    id: 'account',
    find: () => Promise.resolve(found),
    create: () => Promise.reject(new Error('nothing is created')),
    update: () => Promise.reject(new Error('nothing is set')),
  };
  return await prepareSecrets(account, 'vitrine');
}

const readJson = (path: string): Record<string, string> =>
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;

it('makes what a new Worker lacks, and finds it again when the upload has failed', async () => {
  const first = await prepare();
  expect(first.secrets).toEqual(NAMES.map((name) => ({ name, origin: 'new' })));
  const made = readJson(join(folder, 'secrets.json'));
  expect(readJson(first.uploadFile ?? '')).toEqual(made);
  expect(statSync(first.uploadFile ?? '').mode & 0o777).toBe(0o600);
  const again = await prepare();
  expect(again.secrets.map(({ origin }) => origin)).toEqual(['file', 'file', 'file']);
  expect(readJson(again.uploadFile ?? '')).toEqual(made);
});

it('uploads nothing where the Worker has all', async () => {
  const { secrets, uploadFile } = await prepare(...NAMES);
  expect(secrets.map(({ origin }) => origin)).toEqual(['account', 'account', 'account']);
  expect(uploadFile).toBeUndefined();
});

it('never replaces a secret that the Worker has, also when the environment has another', async () => {
  vi.stubEnv('SIGNING_KEYS', 'mine:a-secret-of-the-environment');
  const { uploadFile } = await prepare('SIGNING_KEYS', 'SECRETS_KEYS');
  expect(Object.keys(readJson(uploadFile ?? ''))).toEqual(['OPERATOR_TOKEN']);
});

it('takes a missing one from the environment', async () => {
  vi.stubEnv('SIGNING_KEYS', 'mine:a-secret-of-the-environment');
  const { secrets, uploadFile } = await prepare();
  expect(secrets[0]).toEqual({ name: 'SIGNING_KEYS', origin: 'environment' });
  expect(readJson(uploadFile ?? '')['SIGNING_KEYS']).toBe('mine:a-secret-of-the-environment');
});

it.each([
  ['OPERATOR_TOKEN', 'short'],
  ['SIGNING_KEYS', 'no-colon-in-this-one'],
  ['SECRETS_KEYS', 'id:short'],
])('refuses a malformed %s of the environment, and writes nothing', async (name, value) => {
  vi.stubEnv(name, value);
  await expect(prepare()).rejects.toThrow(`${name}: `);
  expect(() => statSync(join(folder, 'secrets.json'))).toThrow('ENOENT');
});
