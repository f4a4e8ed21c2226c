import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

/** A request that the stand-in got. */
export interface Call {
  readonly method: string;
  /** Behind `/client/v4/accounts/{id}`, with its query. */
  readonly path: string;
}

/** The version of the Worker that was uploaded last: what its metadata says. */
export interface Upload {
  readonly keepsBindings: readonly string[];
  /** Bindings by name; secrets with their text. */
  readonly bindings: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly scriptBytes: number;
  /** How its assets are served. */
  readonly assetsConfig: Readonly<Record<string, unknown>>;
}

/** An account on this machine that answers what deploying asks of Cloudflare's API. */
export interface StandIn {
  /** The base URL of the API, as CLOUDFLARE_API_BASE_URL takes it. */
  readonly apiUrl: string;
  /** Where the deployed Worker would answer. */
  readonly workerUrl: string;
  readonly calls: Call[];
  readonly databases: Map<string, { readonly uuid: string; readonly database: DatabaseSync; readonly mode?: string }>;
  readonly buckets: Set<string>;
  readonly uploads: Upload[];
  /** The paths of the files that the Worker serves as assets, by the digests under which the account keeps them. */
  readonly assets: Map<string, string>;
  /** The secrets of the Worker, which outlive uploads. */
  readonly secrets: Map<string, string>;
  close(): Promise<void>;
}

export const ACCOUNT_ID = '0123456789abcdef0123456789abcdef';

interface Reply {
  readonly status?: number;
  readonly result: unknown;
  readonly code?: number;
  readonly info?: object;
}

const ok = (result: unknown, info?: object): Reply => ({ result, ...(info === undefined ? {} : { info }) });
const missing = (code: number): Reply => ({ status: 404, result: null, code });

/** Starts the stand-in on a free port of loopback. Its account is empty. */
export async function startStandIn(): Promise<StandIn> {
  const state = {
    calls: new Array<Call>(),
    databases: new Map<string, { uuid: string; database: DatabaseSync; mode?: string }>(),
    buckets: new Set<string>(),
    uploads: new Array<Upload>(),
    assets: new Map<string, string>(),
    secrets: new Map<string, string>(),
  };
  const server = createServer((request, response) => {
    void readAll(request).then(async (body) => {
      const url = new URL(request.url ?? '/', 'http://stand-in');
      if (url.pathname === '/readyz') return response.end('ok');
      const path = url.pathname.replace(`/client/v4/accounts/${ACCOUNT_ID}`, '');
      const method = request.method ?? 'GET';
      state.calls.push({ method, path: path + url.search });
      const reply = await answer(state, { method, path, query: url.searchParams, body, headers: request.headers });
      const { status = 200, result, code, info } = reply;
      const errors = code === undefined ? [] : [{ code, message: `stand-in: ${code}` }];
      response.writeHead(status, { 'Content-Type': 'application/json' });
      return response.end(
        JSON.stringify({ success: code === undefined, errors, messages: [], result, result_info: info }),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...state,
    apiUrl: `http://127.0.0.1:${port}/client/v4`,
    workerUrl: `http://127.0.0.1:${port}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly headers: IncomingMessage['headers'];
}

type State = Pick<StandIn, 'databases' | 'buckets' | 'uploads' | 'assets' | 'secrets'>;

async function answer(state: State, asked: Asked): Promise<Reply> {
  const [, kind = '', ...rest] = asked.path.split('/');
  if (kind === 'd1') return answerD1(state, asked, rest);
  if (kind === 'r2') return answerR2(state, asked, rest);
  if (kind === 'workers') return await answerWorkers(state, asked, rest);
  // Plans are not for every token.
  return kind === 'subscriptions' ? { status: 403, result: null, code: 10000 } : missing(7003);
}

function answerD1({ databases }: State, { method, query, body }: Asked, [, id, action]: readonly string[]): Reply {
  const list = [...databases].map(([name, { uuid, mode = 'disabled' }]) => ({
    name,
    uuid,
    read_replication: { mode },
  }));
  if (id === undefined) {
    if (method === 'GET') return ok(list.filter(({ name }) => name.includes(query.get('name') ?? '')));
    const { name } = JSON.parse(body.toString()) as { name: string };
    databases.set(name, { uuid: randomUUID(), database: new DatabaseSync(':memory:') });
    return ok({ name, uuid: databases.get(name)?.uuid });
  }
  const found = list.find(({ name, uuid }) => name === id || uuid === id);
  const database = found && databases.get(found.name)?.database;
  if (database === undefined) return missing(7404);
  if (method === 'PUT' && found !== undefined) {
    const { read_replication: replication } = JSON.parse(body.toString()) as { read_replication: { mode: string } };
    databases.set(found.name, { uuid: found.uuid, database, mode: replication.mode });
  }
  if (action !== 'query') return ok(found);
  const { sql, params = [] } = JSON.parse(body.toString()) as { sql: string; params?: string[] };
  const statements = sql.includes('CREATE') ? [sql] : sql.split(';\n');
  const meta = { duration: 0, size_after: 400_000 };
  return ok(statements.map((each) => ({ success: true, results: run(database, each, params), meta })));
}

/** Runs one statement and returns its rows, or several and returns none. */
function run(database: DatabaseSync, sql: string, params: readonly string[]): unknown[] {
  const hasRows = /^\s*(?:SELECT|PRAGMA|WITH)\b|\bRETURNING\b/i.test(sql);
  if (hasRows) return database.prepare(sql).all(...params);
  database.exec(sql);
  return [];
}

function answerR2({ buckets }: State, { method, body }: Asked, [, name]: readonly string[]): Reply {
  if (method === 'POST') {
    const created = JSON.parse(body.toString()) as { name: string };
    buckets.add(created.name);
    return ok(created);
  }
  if (name === undefined) return ok({ buckets: [...buckets].map((bucket) => ({ name: bucket })) });
  return buckets.has(name) ? ok({ name }) : missing(10006);
}

async function answerWorkers(state: State, asked: Asked, rest: readonly string[]): Promise<Reply> {
  const { uploads, secrets } = state;
  const path = rest.join('/');
  const isDeployed = uploads.length > 0;
  if (path === 'services/vitrine') {
    if (!isDeployed) return missing(10090);
    const script = { tag: 'tag', tags: [], last_deployed_from: 'wrangler' };
    return ok({ default_environment: { environment: 'production', script } });
  }
  if (path === 'scripts/vitrine/secrets') {
    if (!isDeployed) return missing(10007);
    return ok([...secrets.keys()].map((name) => ({ name, type: 'secret_text' })));
  }
  const isUpload =
    (asked.method === 'PUT' && path === 'scripts/vitrine') || asked.method + path === 'POSTscripts/vitrine/versions';
  if (isUpload) {
    const upload = await readUpload(asked);
    uploads.push(upload);
    for (const [name, { type, text }] of upload.bindings) if (type === 'secret_text') secrets.set(name, String(text));
    const id = randomUUID();
    return ok({ id, deployment_id: id.replaceAll('-', ''), startup_time_ms: 1, resources: { script: { etag: id } } });
  }
  if (path === 'scripts/vitrine/assets-upload-session') return openAssetsSession(state, asked);
  if (path === 'assets/upload') return { status: 201, result: { jwt: ASSETS_TOKEN } };
  if (path === 'scripts/vitrine/settings') {
    return isDeployed ? ok({ bindings: [...(uploads.at(-1)?.bindings.values() ?? [])] }) : missing(10007);
  }
  if (path === 'scripts/vitrine/deployments') {
    return asked.method === 'POST' ? ok({ id: randomUUID() }) : ok({ deployments: [] });
  }
  if (path === 'workers/vitrine')
    return ok({ id: 'vitrine', name: 'vitrine', subdomain: { enabled: true, previews_enabled: true } });
  if (path === 'subdomain') return ok({ subdomain: 'stand-in' });
  if (path === 'domains') return ok([]);
  return ok({});
}

/** A token of which Wrangler reads the end of validity, and nothing else. */
const ASSETS_TOKEN = `e30.${Buffer.from('{"exp":9999999999}').toString('base64url')}.e30`;

/** Takes the list of the assets' files, and asks for those that the account does not have. */
function openAssetsSession({ assets }: State, { body }: Asked): Reply {
  const { manifest } = JSON.parse(body.toString()) as { manifest: Record<string, { hash: string }> };
  const wanted = Object.values(manifest).filter(({ hash }) => !assets.has(hash));
  for (const [path, { hash }] of Object.entries(manifest)) assets.set(hash, path);
  return ok({ jwt: ASSETS_TOKEN, buckets: wanted.length === 0 ? [] : [wanted.map(({ hash }) => hash)] });
}

async function readUpload({ body, headers }: Asked): Promise<Upload> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'Content-Type': headers['content-type'] ?? '' },
  }).formData();
  const metadata = form.get('metadata');
  const text = typeof metadata === 'string' ? metadata : ((await metadata?.text()) ?? '{}');
  const {
    bindings = [],
    keep_bindings: keepsBindings = [],
    assets,
  } = JSON.parse(text) as {
    bindings?: Record<string, unknown>[];
    keep_bindings?: string[];
    assets?: { config?: Record<string, unknown> };
  };
  const script = form.get('index.js');
  return {
    keepsBindings,
    assetsConfig: assets?.config ?? {},
    bindings: new Map(bindings.map((binding) => [String(binding['name']), binding])),
    scriptBytes: typeof script === 'string' ? script.length : (script?.size ?? 0),
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
