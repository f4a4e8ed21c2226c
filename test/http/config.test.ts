import { env, exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { isSandboxAt, readConfig } from '../../src/http/config.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore } from '../support/stores.ts';
import { createImage } from '../support/v3.ts';

it('has defaults that are fit for a deployment', () => {
  expect(readConfig({})).toEqual({
    isLocalSandbox: false,
    sandboxHosts: [],
    ingestAllowedHosts: [],
    localImagesUrl: undefined,
    publicOrigin: undefined,
    signingKeys: new Map(),
    secretsKeys: new Map(),
    isAvifEnabled: true,
    locationHint: undefined,
    operatorToken: undefined,
    logsRequests: true,
    isInMaintenance: false,
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

it('takes the local Images service in a sandbox only, and only on this machine', () => {
  const url = 'http://127.0.0.1:1/secret';
  expect(readConfig({ LOCAL_SANDBOX: 'true', LOCAL_IMAGES_URL: url }).localImagesUrl?.href).toBe(url);
  expect(() => readConfig({ LOCAL_IMAGES_URL: url })).toThrow('LOCAL_IMAGES_URL is for local use only');
  expect(() => readConfig({ LOCAL_SANDBOX: 'true', LOCAL_IMAGES_URL: 'https://pictures.example/' })).toThrow(
    'not on this machine',
  );
});

it('takes the files of /docs from a server in a sandbox only, and only on this machine', () => {
  const url = 'http://127.0.0.1:1/';
  expect(readConfig({ LOCAL_SANDBOX: 'true', LOCAL_SITE_URL: url }).localSiteUrl?.href).toBe(url);
  expect(() => readConfig({ LOCAL_SITE_URL: url })).toThrow('LOCAL_SITE_URL is for local use only');
  expect(() => readConfig({ LOCAL_SANDBOX: 'true', LOCAL_SITE_URL: 'https://site.example/' })).toThrow(
    'not on this machine',
  );
});

it('reads lists with spaces and empty entries', () => {
  const config = readConfig({ LOCAL_SANDBOX: 'true', INGEST_ALLOWED_HOSTS: ' a:1 ,, b:2' });
  expect(config.ingestAllowedHosts).toEqual(['a:1', 'b:2']);
});

it.each([
  ['', false],
  ['false', false],
  ['False', false],
  ['0', false],
  ['true', true],
  ['1', true],
  ['on', true],
])('takes MAINTENANCE=%s for %s', (value, isInMaintenance) => {
  expect(readConfig({ MAINTENANCE: value }).isInMaintenance).toBe(isInMaintenance);
});

it('refuses malformed signing keys', () => {
  expect(() => readConfig({ SIGNING_KEYS: 'k:short' })).toThrow('16 characters');
  expect(() => readConfig({ SIGNING_KEYS: 'no-colon-in-this-one' })).toThrow('id:secret');
});

it('refuses an operator’s token that can be guessed', () => {
  expect(() => readConfig({ OPERATOR_TOKEN: 'x'.repeat(15) })).toThrow('OPERATOR_TOKEN: a secret has 16 characters');
  expect(readConfig({ OPERATOR_TOKEN: 'x'.repeat(16) }).operatorToken).toBe('x'.repeat(16));
});

it('begins URLs with the public base URL where one is set [BC3-10]', () => {
  expect(readConfig({ PUBLIC_BASE_URL: 'https://pictures.example.com/' }).publicOrigin).toBe(
    'https://pictures.example.com',
  );
});

it('shows the cost of a request in a local sandbox only', async () => {
  expect((await exports.default.fetch('http://vitrine.test/healthz')).headers.get('Server-Timing')).toContain('d1;');
  const deployed = await createApp().request(
    '/healthz',
    {},
    { ...env, LOCAL_SANDBOX: '', INGEST_ALLOWED_HOSTS: '', LOCAL_IMAGES_URL: '' },
  );
  expect([deployed.status, deployed.headers.get('Server-Timing')]).toEqual([200, null]);
});

it.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['[::1]', true],
  ['tests.example', true],
  ['pictures.example.com', false],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['127.example.com', false],
  ['10.0.0.1', false],
])('LOCAL_SANDBOX counts for requests to %s: %s', (hostname, expected) => {
  expect(isSandboxAt(readConfig({ LOCAL_SANDBOX: 'true', SANDBOX_HOSTS: 'tests.example' }), hostname)).toBe(expected);
  expect(isSandboxAt(readConfig({ SANDBOX_HOSTS: 'tests.example' }), hostname)).toBe(false);
});

it('a deployment with LOCAL_SANDBOX by accident behaves as one without', async () => {
  const store = await newStore();
  const accident = { ...env, SANDBOX_HOSTS: '' };
  const headers = { 'X-Auth-Token': store.token, 'Content-Type': 'application/json' };
  const ask = async (host: string): Promise<Response> => {
    const url = `http://${host}/stores/${store.hash}/v3/catalog/products/1/images`;
    const body = JSON.stringify({ image_url: 'http://pictures.test:8080/a.png' });
    return await createApp().fetch(new Request(url, { method: 'POST', headers, body }), accident);
  };
  const deployed = await ask('pictures.example.com');
  expect([deployed.status, deployed.headers.get('Server-Timing')]).toEqual([422, null]);
  expect(await deployed.text()).toContain('Only ports 80 and 443');
  const local = new Request(`http://localhost:8787/stores/${store.hash}/v3/catalog/products/1/images`, { headers });
  expect((await createApp().fetch(local, accident)).headers.get('Server-Timing')).toContain('d1;');
});

it('shows what a picture cost in a local sandbox only', async () => {
  const store = await newStore();
  const { url_zoom: url } = await createImage(store, 7, TINY_PNG);
  expect((await exports.default.fetch(url)).headers.get('Server-Timing')).toContain('d1;');
  const deployed = await createApp().request(url, {}, { ...env, SANDBOX_HOSTS: '' });
  expect([deployed.status, deployed.headers.get('Server-Timing')]).toEqual([200, null]);
});
