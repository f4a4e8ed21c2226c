import { env, exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { readConfig } from '../../src/http/config.ts';
import { loggedErrors } from '../support/logged-errors.ts';

it('has defaults that are fit for a deployment', () => {
  expect(readConfig({})).toEqual({
    isLocalSandbox: false,
    ingestAllowedHosts: [],
    publicOrigin: undefined,
    signingKeys: new Map(),
    secretsKeys: new Map(),
    isAvifEnabled: false,
    locationHint: undefined,
    operatorToken: undefined,
  });
});

it('refuses hosts that are not public in a deployment, with every request, and without internals', async () => {
  expect(() => readConfig({ INGEST_ALLOWED_HOSTS: '127.0.0.1:1' })).toThrow('local use only');
  const deployment = { ...env, LOCAL_SANDBOX: '', INGEST_ALLOWED_HOSTS: '127.0.0.1:1' };
  const response = await createApp().request('/stores/x/v3/catalog/products/1/images', {}, deployment);
  expect(response.status).toBe(500);
  expect(loggedErrors()).toEqual(['request-failed']);
  expect(await response.text()).not.toContain('INGEST');
});

it('reads lists with spaces and empty entries', () => {
  const config = readConfig({ LOCAL_SANDBOX: 'true', INGEST_ALLOWED_HOSTS: ' a:1 ,, b:2' });
  expect(config.ingestAllowedHosts).toEqual(['a:1', 'b:2']);
});

it('refuses malformed signing keys', () => {
  expect(() => readConfig({ SIGNING_KEYS: 'k:short' })).toThrow('16 characters');
  expect(() => readConfig({ SIGNING_KEYS: 'no-colon-in-this-one' })).toThrow('id:secret');
});

it('begins URLs with the public base URL where one is set [BC3-10]', () => {
  expect(readConfig({ PUBLIC_BASE_URL: 'https://pictures.example.com/' }).publicOrigin).toBe(
    'https://pictures.example.com',
  );
});

it('shows the cost of a request in a local sandbox only', async () => {
  expect((await exports.default.fetch('http://vitrine.test/healthz')).headers.get('Server-Timing')).toContain('d1;');
  const deployed = await createApp().request('/healthz', {}, { ...env, LOCAL_SANDBOX: '', INGEST_ALLOWED_HOSTS: '' });
  expect([deployed.status, deployed.headers.get('Server-Timing')]).toEqual([200, null]);
});
