import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { applyLocalMigrations } from '../../../scripts/local-migrations.ts';
import { demoSql, LOCAL_SECRETS_KEYS, LOCAL_SIGNING_KEYS } from '../../../scripts/demo-store.ts';
import { databaseFiles, withLocalDatabase } from '../../../scripts/local-state.ts';
import { type LocalRuntime, startLocalRuntime } from '../../../scripts/local-runtime.ts';
import { runWrangler } from '../../../scripts/wrangler.ts';
import { takeBuilt } from '../support/built-state.ts';
import { freePort } from '../support/ports.ts';
import { newStateDir } from '../support/service.ts';

/** Asks the shared service under a name, as a browser would whose name server leads there. */
const askAs = (
  name: string,
  path = '/healthz',
): Promise<{ readonly status: number | undefined; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(inject('origin'));
    const onward = request({ host: '127.0.0.1', port, path, headers: { Host: name }, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    onward.once('error', reject).end();
  });

describe('the local service', () => {
  it.each([
    'localhost',
    'LOCALHOST:8787',
    'localhost:8787',
    '127.0.0.1',
    '[::1]:80',
    'shop.localhost',
    'api.bigcommerce.com',
  ])('answers to %s [RUN-7]', async (name) => {
    expect((await askAs(name)).status).toBe(200);
  });

  it.each([
    'rebound.example',
    'localhost.evil.example',
    'evillocalhost',
    '127.0.0.1.nip.io',
    '192.168.0.7',
    '10.0.0.1:8787',
  ])('does not answer to %s, and says what to set [RUN-7]', async (name) => {
    for (const path of ['/healthz', '/v1/products', '/docs/', '/cdn-cgi/local/scheduled?cron=*+*+*+*+*']) {
      const { status, text } = await askAs(name, path);
      expect(status).toBe(421);
      expect(text).toContain('SANDBOX_HOSTS names others');
    }
  });

  it('lays its state out as wrangler dev does [RUN-2]', () => {
    const folders = [
      'd1/miniflare-D1DatabaseObject',
      'r2/miniflare-R2BucketObject',
      'do/vitrine-ProductGallery',
      'do/vitrine-StoreRunner',
    ];
    for (const folder of folders) expect(existsSync(join(inject('stateDir'), 'v3', folder))).toBe(true);
  });

  it('has one database of its own, whose migrations Wrangler finds applied [RUN-2]', async () => {
    const state = await newStateDir();
    applyLocalMigrations(state.path);
    const files = databaseFiles(state.path);
    const output = await runWrangler(['d1', 'migrations', 'apply', 'vitrine', '--local', '--persist-to', state.path]);
    expect(output).toContain('No migrations to apply');
    expect(databaseFiles(state.path)).toEqual(files);
    await state.remove();
  });
});

it('says which port is in use where another program has taken it since it was looked at', async () => {
  const state = await newStateDir();
  takeBuilt(state.path);
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const start = startLocalRuntime({ workerDir: join(state.path, 'worker'), stateDir: state.path, port, vars: {} });
  await expect(start).rejects.toThrow(new Error(`Port ${port} is in use. PORT=${port + 1} npm start uses another.`));
  other.close();
  await state.remove();
});

describe('a local service whose name server is under the test’s control', () => {
  let state: Awaited<ReturnType<typeof newStateDir>>;
  let runtime: LocalRuntime;
  const questions: string[] = [];

  beforeAll(async () => {
    state = await newStateDir();
    takeBuilt(state.path);
    applyLocalMigrations(state.path);
    const sql = await demoSql();
    withLocalDatabase(state.path, (database) => database.exec(sql));
    runtime = await startLocalRuntime({
      workerDir: join(state.path, 'worker'),
      stateDir: state.path,
      port: 0,
      vars: { LOCAL_SANDBOX: 'true', SIGNING_KEYS: LOCAL_SIGNING_KEYS, SECRETS_KEYS: LOCAL_SECRETS_KEYS },
      resolve: (name) => {
        questions.push(name);
        return Promise.resolve([
          { address: name.startsWith('six') ? '::1' : '127.0.0.1', family: name.startsWith('six') ? 6 : 4 },
        ]);
      },
    });
  });

  afterAll(async () => {
    await runtime.dispose();
    await state.remove();
  });

  async function create(url: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const headers = { 'X-Auth-Token': 'demo-token', 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ image_url: url }) };
    const response = await fetch(`${runtime.origin}/stores/demo/v3/catalog/products/1/images`, init);
    return { status: response.status, body: await response.json() };
  }

  it.each([['pictures.example'], ['six.pictures.example'], ['pictures.example.']])(
    'refuses %s, which leads to this machine, as it refuses the address itself [RUN-8]',
    async (name) => {
      const { status, body } = await create(`http://${name}/cup.jpg`);
      const literal = await create('http://127.0.0.1/cup.jpg');
      expect([status, literal.status]).toEqual([422, 422]);
      expect(body).toMatchObject({
        errors: {
          image_url: `The host is not on the public internet. In this sandbox INGEST_ALLOWED_HOSTS=${name}:80 allows it.`,
        },
      });
      expect(questions).toContain(name);
    },
  );
});
