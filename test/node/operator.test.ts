import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { created, upload } from './support/api.ts';
import { COMPILED, operator as runOperator } from './support/operator.ts';
import { signUrl } from '../../client/src/sign-url.ts';

const origin = inject('origin');

/** Runs the operator's tool on the state of the running service, and returns what it prints. */
async function operator(...args: string[]): Promise<string> {
  const env = { ...process.env, STATE_DIR: inject('stateDir'), PORT: new URL(origin).port, ...COMPILED };
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/operator.ts', ...args], { env });
  return stdout.trim();
}

/** Runs the tool where it must fail, with status 1, or 2 where it is called wrongly, and returns its message. */
async function refusal(...args: string[]): Promise<string> {
  const error: unknown = await operator(...args).catch((reason: unknown) => reason);
  const isFailure = typeof error === 'object' && error !== null && 'stderr' in error && 'code' in error;
  return isFailure && (error.code === 1 || error.code === 2) ? String(error.stderr) : `went through: ${String(error)}`;
}

const list = async (hash: string, token: string): Promise<number> =>
  (await fetch(`${origin}/stores/${hash}/v3/catalog/products/1/images`, { headers: { 'X-Auth-Token': token } })).status;

describe('the operator’s tool', () => {
  it('creates a store and tokens that work at once, shows a token once, and revokes it at once', async () => {
    expect(await operator('store', 'create', 'acme', '--name', "O'Brien's; DROP TABLE stores")).toContain(
      'Created store acme',
    );
    expect(await refusal('store', 'create', 'acme')).toContain('There is a store acme already.');
    const [head = '', token = ''] = (await operator('token', 'create', 'acme', '--scope', 'read')).split('\n');
    expect(await list('acme', token)).toBe(200);
    expect(await list('demo', token)).toBe(403);
    expect(await operator('store', 'list')).toContain(
      "acme  O'Brien's; DROP TABLE stores  0 images in shop galleries  1 tokens",
    );
    const listed = await operator('token', 'list', 'acme');
    const id = /[0-9a-f]{12}/.exec(head)?.[0] ?? '';
    expect(listed).toContain(`${id}  read  live`);
    expect(listed).not.toContain(token);
    await operator('token', 'revoke', id);
    expect(await list('acme', token)).toBe(401);
    expect(await operator('token', 'list', 'acme')).toContain(`${id}  read  revoked`);
    expect(await refusal('token', 'revoke', id)).toContain('There is no live token');
  });

  it('creates tokens for some of the APIs, and lists what each works for', async () => {
    await operator('store', 'create', 'apis');
    const [head, token = ''] = (await operator('token', 'create', 'apis', '--apis', 'store, v2')).split('\n');
    expect(head).toContain('(write; v2, store) of apis');
    expect(await list('apis', token)).toBe(403);
    const headers = { Authorization: `Basic ${btoa(`apis:${token}`)}` };
    expect((await fetch(`${origin}/v1.3/media/`, { headers })).status).toBe(200);
    await operator('token', 'create', 'apis', '--scope', 'read');
    const listed = await operator('token', 'list', 'apis');
    expect(listed).toMatch(/^[0-9a-f]{12} {2}write {2}live {2}v2,store {2}/m);
    expect(listed).toMatch(/^[0-9a-f]{12} {2}read {2}live {2}all {2}/m);
    expect(await refusal('token', 'create', 'apis', '--apis', 'v2,v4')).toContain(
      'v1, v3, v2, shoptet, store, by comma; v4',
    );
    expect(await refusal('token', 'create', 'apis', '--apis', '')).toContain('v1, v3, v2, shoptet, store, by comma.');
  });

  it('says until when a token works', async () => {
    await operator('store', 'create', 'expiring');
    const head = await operator('token', 'create', 'expiring', '--expires-in-days', '3');
    const until = /\(write; all APIs; until (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\)/.exec(head)?.[1] ?? '';
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(2.9 * 24 * 60 * 60 * 1000);
    expect(await operator('token', 'list', 'expiring')).toContain(`write  live until ${until}  all`);
  });

  it('registers products for a store that accepts no others', async () => {
    await operator('store', 'create', 'strict');
    await operator('store', 'configure', 'strict', '--settings', '{"registeredProductsOnly":true}');
    const token = (await operator('token', 'create', 'strict')).split('\n')[1] ?? '';
    expect(await list('strict', token)).toBe(404);
    const guid = '0b5e1b0a-5d3c-4d3e-8f4e-1f0f5a3b2c1d';
    expect(await operator('product', 'register', 'strict', '1', '--guid', guid)).toContain(guid);
    expect(await list('strict', token)).toBe(200);
    expect(await operator('product', 'list', 'strict')).toContain(`1  ${guid}  0 images`);
  });

  it.each([
    [['tokens', 'create'], 'There is no command tokens create. npm run operator -- help shows them.'],
    [['frobnicate'], 'There is no command frobnicate. npm run operator -- help shows them.'],
    [['token'], 'There is no command token. npm run operator -- help shows them.'],
    [['--bogus'], 'There is no option --bogus. npm run operator -- help shows them.'],
    [['store', 'list', '-x'], 'There is no option -x. npm run operator -- help shows them.'],
    [['store', 'list', '--size=3x3'], 'store list has no option --size.'],
    [['store', 'list', 'demo'], 'store list does not take demo.'],
    [['token', 'revoke', 'a', 'b'], 'token revoke does not take b.'],
    [['token', 'create', 'demo', '--label', '-x'], '--label needs a value; one that begins with a dash is --label=-x.'],
    [['token', 'create', 'demo', '--label'], '--label needs a value.'],
    [['store', 'list', '--remote=yes'], '--remote takes no value.'],
    [['store', 'configure', 'demo', '--settings', 'quota'], '--settings must be a JSON object.'],
    [['product', 'list', 'nobody'], 'There is no store nobody.'],
    [['token', 'list', 'nobody'], 'There is no store nobody.'],
    [['sign', 'cup'], 'That is no picture URL of this service.'],
    [['sweep', '--url', 'http://127.0.0.1:1/'], 'http://127.0.0.1:1 does not answer. Is it running?'],
    [['import', 'demo', '/no/such/folder'], 'There is no folder /no/such/folder that can be read.'],
  ])('refuses %j in one sentence', async (args, sentence) => {
    expect(await refusal(...args)).toBe(`${sentence}\n`);
  });

  const picture = 'http://a.test/s-demo/products/1/images/1/cup__12345.1.10.10.png';
  it.each([
    [['store', 'create', 'No'], 'A store hash is 1 to 32 of a-z and 0-9.'],
    [['token', 'create', 'demo', '--scope', 'all'], '--scope is read, write, admin.'],
    [['token', 'create', 'demo', '--apis', 'v9'], '--apis is a list of'],
    [['token', 'create', 'demo', '--expires-in-days', '0'], '--expires-in-days is a whole number from 1, and not 0.'],
    [['token', 'revoke', 'x'], 'A token id is the 12 hex digits'],
    [['store', 'configure', 'demo', '--settings', '[]'], '--settings must be a JSON object.'],
    [['store', 'configure', 'demo', '--settings', '{"registeredProductsOnly":3}'], 'Nothing was changed.'],
    [['signing', 'set', 'demo', 'maybe'], 'Signing is off, accepted or required.'],
    [['product', 'register', 'demo', 'x'], 'A product id is a whole number from 1.'],
    [['product', 'register', 'demo', '9', '--guid', 'x'], 'A GUID is a UUID in lower case.'],
    [
      ['sign', picture, '--size', '9x'],
      'A size is WIDTHxHEIGHT or WIDTH in pixels, 12000 at most, with .cover or .pad-RRGGBB after it, or original.',
    ],
    [
      ['sign', picture, '--size', '12001x9'],
      'A size is WIDTHxHEIGHT or WIDTH in pixels, 12000 at most, with .cover or .pad-RRGGBB after it, or original.',
    ],
    [['sweep', '--url', 'pictures'], '--url is the origin of a service'],
    [['sweep', '--url', 'http://a.test/api'], '--url is the origin of a service'],
    [['import', 'demo'], 'Which folder?'],
  ])('ends with 2 where %j is called with a wrong value', async (args, sentence) => {
    const { code, text } = await runOperator({ origin, stateDir: inject('stateDir') }, ...args);
    expect([code, text]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it.each([['--help'], ['-h'], ['token', 'create', '--help'], ['help']])(
    'shows its commands with %j',
    async (...args) => {
      expect(await operator(...args)).toContain('token create HASH');
    },
  );

  it('takes a value that begins with a dash', async () => {
    expect(await operator('token', 'create', 'demo', '--label=-x')).toContain('(write; all APIs) of demo');
    expect(await operator('token', 'list', 'demo')).toContain('  -x');
  });

  it('writes no setting that the service could not read', async () => {
    expect(await refusal('store', 'configure', 'demo', '--settings', '{"registeredProductsOnly":"maybe"}')).toContain(
      'It has to be true or false, and is a text.',
    );
    expect(await refusal('store', 'configure', 'demo', '--settings', '{"presets":{"zoom":{"widthPx":0}}}')).toContain(
      'presets',
    );
    expect(await list('demo', 'demo-token')).toBe(200);
  });

  it('gives a store signing keys that work at once, shows them once, and sets the signing mode', async () => {
    await operator('store', 'create', 'signed');
    const token = (await operator('token', 'create', 'signed')).split('\n')[1] ?? '';
    const status = async (query = ''): Promise<number> => {
      const headers = { Authorization: `Basic ${btoa(`signed:${token}`)}` };
      return (await fetch(`${origin}/v1.3/media/${query}`, { headers })).status;
    };
    expect(await status()).toBe(200);
    expect(await operator('signing', 'rotate', 'signed')).toMatch(
      /private key {2}[0-9a-f]{64}\n {2}secret {7}[0-9a-f]{64}$/,
    );
    expect(await operator('signing', 'set', 'signed', 'required')).toMatch(
      /"signing":"required".*\n.*--apis v1,v3,v2,shoptet/,
    );
    expect(await status()).toBe(401);
    const now = new Date().toISOString();
    expect(await status(`?signature=a&fingerprint=b&timestamp=${now}`)).toBe(401);
    await operator('signing', 'set', 'signed', 'off');
    expect(await status()).toBe(200);
    expect(await refusal('signing', 'set', 'signed', 'sometimes')).toContain('off, accepted or required');
    expect(await refusal('signing', 'rotate', 'nobody')).toContain('There is no store nobody.');
  });

  it('signs URLs of other sizes and of originals', async () => {
    const bytes = readFileSync('samples/cup-landscape.jpg');
    const image = await created(await upload(origin, 4301, bytes));
    expect((await fetch(await operator('sign', image.url_tiny, '--size', '300x300'))).status).toBe(200);
    const original = await fetch(await operator('sign', image.url_tiny, '--size', 'original', '--expires-in', '60'));
    expect(Buffer.from(await original.arrayBuffer()).equals(bytes)).toBe(true);
    expect(await refusal('sign', `${origin}/elsewhere.jpg`)).toContain('no picture URL');
  });

  it('makes keys with which a store signs by itself, lists and revokes them [V1-74]', async () => {
    const image = await created(await upload(origin, 9, readFileSync('samples/cup-landscape.jpg')));
    const made = await operator('signing-key', 'create', 'demo', '--label', 'storefront');
    const [, id = '', secret = ''] = /id +(\S+)\n +secret +(\S+)/.exec(made) ?? [];
    const options = { key: { id, secret }, expiresAtS: Math.floor(Date.now() / 1000) + 60, width: 300, height: 301 };
    expect((await fetch(await signUrl(image.url_tiny, options))).status).toBe(200);
    expect(await operator('signing-key', 'list', 'demo')).toMatch(new RegExp(`^${id} .* storefront$`, 'm'));
    expect(await operator('signing-key', 'revoke', 'demo', id)).toContain('Revoked');
    expect(await operator('signing-key', 'list', 'demo')).not.toContain(id);
    expect(await refusal('signing-key', 'revoke', 'demo', id)).toContain('has no signing key');
  });

  it('has the service empty the edge cache', async () => {
    expect(await operator('purge')).toBe('The edge cache is empty.');
  });

  it('has the service sweep', async () => {
    const report = await operator('sweep', '--dry-run');
    expect(report).toMatch(/\d+ objects looked at, 0 rows of journal and trash were too old/);
    expect(report).toMatch(/behind by \d+ s \(dropped keys\), \d+ s \(walk\)/);
  });

  it.each([
    ['store', 'create', 'Not A Hash'],
    ['token', 'create', 'demo', '--scope', 'everything'],
    ['product', 'register', 'demo', '-1'],
  ])('refuses %s %s %s', async (...args) => {
    expect(await refusal(...args)).not.toContain('went through');
  });

  it('prints its help', async () => {
    expect(await operator('help')).toContain('store create HASH');
  });
});
