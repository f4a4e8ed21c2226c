import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_ID, startStandIn, type Call, type StandIn } from './stand-in.ts';

let standIn: StandIn;
let folder: string;

beforeAll(async () => {
  standIn = await startStandIn();
  folder = await mkdtemp(join(tmpdir(), 'vitrine-deploy-'));
});

afterAll(async () => {
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  readonly status: number;
  readonly output: string;
  /** What the account was asked during the run. */
  readonly calls: readonly Call[];
}

/** Runs the script of `npm run deploy` on the stand-in. */
async function deploy(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return await run('scripts/deploy.ts', ['--url', standIn.workerUrl, ...args], env);
}

async function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  standIn.calls.length = 0;
  const all = {
    ...process.env,
    CLOUDFLARE_API_BASE_URL: standIn.apiUrl,
    CLOUDFLARE_API_TOKEN: 'token-of-the-stand-in',
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID,
    DEPLOY_DIR: folder,
    // What the machine that runs the tests may have.
    SIGNING_KEYS: '',
    SECRETS_KEYS: '',
    OPERATOR_TOKEN: '',
    ...env,
  };
  const ended = await promisify(execFile)(process.execPath, [script, ...args], { env: all }).then(
    ({ stdout, stderr }) => ({ status: 0, output: stdout + stderr }),
    (error: unknown) => ({ status: 1, output: JSON.stringify(error) }),
  );
  return { ...ended, calls: [...standIn.calls] };
}

/** What a run has created: POSTs to lists, not those by which Wrangler asks or uploads. */
const creations = ({ calls }: Run): readonly string[] =>
  calls
    .filter(({ method, path }) => method === 'POST' && /^\/(?:d1\/database|r2\/buckets)$/.test(path))
    .map(({ path }) => path);

const text = async (name: string): Promise<string> => await readFile(join(folder, name), 'utf8');

describe('npm run deploy', () => {
  let first: Run;
  let config: string;
  let secrets: string;

  it('makes nothing in a dry run', async () => {
    const dry = await deploy(['--dry-run']);
    expect(dry.output).toContain('would be created');
    expect(dry.calls.every(({ method }) => method === 'GET')).toBe(true);
    expect(standIn.databases.size + standIn.buckets.size + standIn.uploads.length).toBe(0);
  });

  it('makes the database and the bucket of wrangler.toml in an empty account', async () => {
    first = await deploy(['--var', 'PUBLIC_BASE_URL:https://pictures.example']);
    expect(first.output).toContain('is ready');
    expect(first.status).toBe(0);
    expect([...standIn.databases.keys()]).toEqual(['vitrine']);
    expect([...standIn.buckets]).toEqual(['vitrine']);
  });

  it('applies the migrations before it uploads, and the schema is whole', () => {
    const migrated = first.calls.findLastIndex(({ path }) => path.endsWith('/query'));
    const uploaded = first.calls.findIndex(
      ({ method, path }) => method === 'PUT' && path.startsWith('/workers/scripts/vitrine?'),
    );
    expect(migrated).toBeGreaterThan(0);
    expect(uploaded).toBeGreaterThan(migrated);
    const database = standIn.databases.get('vitrine')?.database;
    expect(database?.prepare('SELECT name FROM d1_migrations').all()).toEqual([{ name: '0001_schema.sql' }]);
    const triggers = database?.prepare(`SELECT count(*) AS count FROM sqlite_schema WHERE type = 'trigger'`).get();
    expect(triggers?.['count']).toBeGreaterThan(20);
  });

  it('uploads the secrets with the code, so that no request is served without them', async () => {
    const [upload] = standIn.uploads;
    const sent = ['SIGNING_KEYS', 'SECRETS_KEYS', 'OPERATOR_TOKEN'].map((name) => upload?.bindings.get(name));
    expect(sent.map((secret) => secret?.['type'])).toEqual(['secret_text', 'secret_text', 'secret_text']);
    const [signing, sealing, operator] = sent.map((secret) => String(secret?.['text']));
    for (const keys of [signing, sealing]) expect(keys).toMatch(/^k1:[\w-]{43}$/);
    expect(operator).toMatch(/^[\w-]{43}$/);
    expect(new Set([signing?.slice(3), sealing?.slice(3), operator]).size).toBe(3);
    expect(first.calls.some(({ method, path }) => method !== 'GET' && path.includes('/secrets'))).toBe(false);
    expect(JSON.parse(await text('secrets.json'))).toEqual(Object.fromEntries(standIn.secrets));
    for (const secret of standIn.secrets.values()) expect(first.output).not.toContain(secret);
  });

  it('keeps the secrets in a file that only its owner reads, and no other', async () => {
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
    await expect(stat(join(folder, 'upload.json'))).rejects.toThrow('ENOENT');
  });

  it('binds the database by its id, keeps variables, and uploads the minified build', async () => {
    const [upload] = standIn.uploads;
    expect(upload?.bindings.get('DB')?.['id']).toBe(standIn.databases.get('vitrine')?.uuid);
    expect(upload?.bindings.get('PUBLIC_BASE_URL')).toMatchObject({
      type: 'plain_text',
      text: 'https://pictures.example',
    });
    expect(upload?.keepsBindings).toEqual(expect.arrayContaining(['plain_text', 'json', 'secret_text']));
    expect(upload?.scriptBytes).toBeGreaterThan(100_000);
    expect(upload?.scriptBytes).toBeLessThan(600_000);
    expect(JSON.parse(await text('wrangler.json'))).toMatchObject({ account_id: ACCOUNT_ID });
    expect(await readFile('wrangler.toml', 'utf8')).not.toContain(standIn.databases.get('vitrine')?.uuid);
  });

  it('uploads the site of /docs and the page, which the Worker is not asked for [DOC-9, PAGE-4]', () => {
    const paths = [...standIn.assets.values()];
    expect(paths).toEqual(
      expect.arrayContaining(['/docs/index.html', '/docs/404.html', '/docs/errors.html', '/admin/index.html']),
    );
    expect(paths.filter((path) => !/^\/(?:docs|admin)\//.test(path))).toEqual([]);
    const [upload] = standIn.uploads;
    expect(upload?.assetsConfig['run_worker_first']).toEqual(['/*', '!/docs', '!/docs/*', '!/admin', '!/admin/*']);
    expect(String(upload?.assetsConfig['_headers'])).toContain("frame-ancestors 'none'");
    expect(upload?.assetsConfig['_redirects']).toContain('/admin/* /admin/ 200');
  });

  it('lists what is switched on by hand, and what of it the account shows', () => {
    expect(first.output).toMatch(/not visible +paid plan of Workers/);
    expect(first.output).toMatch(/off +Images/);
    expect(first.output).toMatch(/off +custom domain/);
  });

  it('changes nothing the second time but the upload of the same code', async () => {
    [config, secrets] = await Promise.all([text('wrangler.json'), text('secrets.json')]);
    const ids = [...standIn.databases.values()].map(({ uuid }) => uuid);
    const second = await deploy();
    expect(second.status).toBe(0);
    expect(creations(first)).toHaveLength(2);
    expect(creations(second)).toEqual([]);
    expect([...standIn.databases.values()].map(({ uuid }) => uuid)).toEqual(ids);
    expect(second.output).toContain('No migrations to apply');
    expect(second.output).not.toMatch(/ (?:created|made)$/m);
    const [one, two] = standIn.uploads;
    expect(two?.scriptBytes).toBe(one?.scriptBytes);
    const sent = [...(two?.bindings.keys() ?? [])];
    expect(sent.filter((name) => standIn.secrets.has(name) || name === 'PUBLIC_BASE_URL')).toEqual([]);
    expect(two?.keepsBindings).toContain('plain_text');
    expect([await text('wrangler.json'), await text('secrets.json')]).toEqual([config, secrets]);
  });

  it('makes what has gone meanwhile, and nothing else', async () => {
    standIn.buckets.delete('vitrine');
    standIn.secrets.delete('OPERATOR_TOKEN');
    const third = await deploy();
    expect(third.status).toBe(0);
    expect(creations(third)).toEqual(['/r2/buckets']);
    // The secret is the one that this machine has made before.
    expect(standIn.secrets.get('OPERATOR_TOKEN')).toBe(
      (JSON.parse(secrets) as Record<string, string>)['OPERATOR_TOKEN'],
    );
  });

  it('leaves a configuration with which the operator’s tool reaches the database', async () => {
    const { output } = await run('scripts/operator.ts', ['store', 'create', 'acme', '--name', "O'Brien", '--remote']);
    expect(output).toContain('Created store acme');
    const database = standIn.databases.get('vitrine')?.database;
    expect(database?.prepare('SELECT hash, name FROM stores').all()).toEqual([{ hash: 'acme', name: "O'Brien" }]);
  });

  it('switches read replication on, once [SHARD-20]', () => {
    expect(first.output).toMatch(/replicas +vitrine +switched on/);
    expect(standIn.databases.get('vitrine')?.mode).toBe('auto');
  });

  it('makes as many databases as are asked for, with bindings and the whole schema [SHARD-19]', async () => {
    const sharded = await deploy(['--databases', '2']);
    expect(sharded.output).toMatch(/database +vitrine +there[\s\S]*database +vitrine-2 +created/);
    expect([...standIn.databases.keys()]).toEqual(['vitrine', 'vitrine-2']);
    const upload = standIn.uploads.at(-1);
    for (const [binding, name] of Object.entries({ DB: 'vitrine', DB_2: 'vitrine-2' })) {
      expect(upload?.bindings.get(binding)?.['id']).toBe(standIn.databases.get(name)?.uuid);
      const migrations = standIn.databases.get(name)?.database.prepare('SELECT name FROM d1_migrations').all();
      expect(migrations).toEqual([{ name: '0001_schema.sql' }]);
      expect(standIn.databases.get(name)?.mode).toBe('auto');
    }
  });

  it('gives a store to the database that is asked for, with a number of its own [SHARD-17]', async () => {
    const made = await run('scripts/operator.ts', ['store', 'create', 'other', '--database', 'DB_2', '--remote']);
    expect(made.output).toContain('Created store other in DB_2');
    const stores = (name: string): unknown =>
      standIn.databases.get(name)?.database.prepare('SELECT id, hash FROM stores').all();
    expect([stores('vitrine'), stores('vitrine-2')]).toEqual([[{ id: 1, hash: 'acme' }], [{ id: 2, hash: 'other' }]]);
    const listed = await run('scripts/operator.ts', ['store', 'list', '--remote']);
    expect(listed.output).toMatch(/DB \(0\.\d MB\):[\s\S]*acme[\s\S]*DB_2 \(0\.\d MB\):[\s\S]*other/);
  });

  it('never takes a database away, whatever a machine knows of it [SHARD-19]', async () => {
    await rm(join(folder, 'wrangler.json'));
    expect((await deploy(['--config-only'])).status).toBe(0);
    expect(JSON.parse(await text('wrangler.json'))).toMatchObject({
      d1_databases: [{ binding: 'DB' }, { binding: 'DB_2', database_name: 'vitrine-2' }],
    });
  });

  it.each([
    ['OPERATOR_TOKEN:in-the-history-of-a-shell', 'OPERATOR_TOKEN is a secret: set it in the environment'],
    ['PUBLIC_URL:https://x', 'There is no variable PUBLIC_URL'],
  ])('refuses the variable %s before anything is touched', async (variable, sentence) => {
    const refused = await deploy(['--var', variable]);
    expect([refused.status, refused.calls]).toEqual([1, []]);
    expect(refused.output).toContain(sentence);
  });

  it('says in a sentence what the account refuses', async () => {
    const refused = await deploy([], { CLOUDFLARE_API_BASE_URL: `${standIn.workerUrl}/elsewhere` });
    expect(refused.status).toBe(1);
    expect(refused.output).toMatch(/\/d1\/database: 404 stand-in/);
    expect(refused.output).not.toContain('    at ');
  });
});
