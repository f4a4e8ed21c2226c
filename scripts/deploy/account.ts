import * as z from 'zod';
import { runWrangler } from '../wrangler.ts';

/** How long one request to the account may take. */
const REQUEST_TIMEOUT_MS = 30_000;

const answerSchema = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number(), message: z.string() })).default([]),
  result: z.unknown(),
});

const authSchema = z.union([z.object({ token: z.string() }), z.object({ key: z.string(), email: z.string() })]);

/** A Cloudflare account, by its API. */
export interface Account {
  readonly id: string;
  /** Reads what lies behind a path of the account; undefined where there is nothing. @throws what the API refuses. */
  find(path: string): Promise<unknown>;
  /** Creates something. @throws what the API refuses. */
  create(path: string, body: object): Promise<unknown>;
  /** Sets something of what lies behind a path. @throws what the API refuses. */
  update(path: string, body: object): Promise<unknown>;
}

/** The account's API refused a request, or did not answer. */
export class AccountError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Opens the account that CLOUDFLARE_ACCOUNT_ID names, or the only one that the caller has, with CLOUDFLARE_API_TOKEN or
 * what `wrangler login` left. @throws with a sentence where there is neither, or several accounts.
 */
export async function openAccount(): Promise<Account> {
  const headers = await readCredentials();
  const id = process.env['CLOUDFLARE_ACCOUNT_ID'] ?? (await findOnlyAccount(headers));
  return {
    id,
    find: async (path) => await send(headers, 'GET', `/accounts/${id}${path}`),
    create: async (path, body) => await send(headers, 'POST', `/accounts/${id}${path}`, body),
    update: async (path, body) => await send(headers, 'PUT', `/accounts/${id}${path}`, body),
  };
}

async function readCredentials(): Promise<Readonly<Record<string, string>>> {
  const token = process.env['CLOUDFLARE_API_TOKEN'];
  if (token !== undefined) return { Authorization: `Bearer ${token}` };
  const output = await runWrangler(['auth', 'token', '--json']).catch((error: unknown) => {
    throw new Error('Nobody is logged in: run npx wrangler login, or set CLOUDFLARE_API_TOKEN.', { cause: error });
  });
  const auth = authSchema.parse(JSON.parse(output.slice(output.indexOf('{'))));
  return 'token' in auth
    ? { Authorization: `Bearer ${auth.token}` }
    : { 'X-Auth-Key': auth.key, 'X-Auth-Email': auth.email };
}

const accountsSchema = z.array(z.object({ id: z.string(), name: z.string() }));

async function findOnlyAccount(headers: Readonly<Record<string, string>>): Promise<string> {
  const accounts = accountsSchema.parse(await send(headers, 'GET', '/accounts'));
  const [first] = accounts;
  if (first === undefined) throw new Error('These credentials have no account: set CLOUDFLARE_ACCOUNT_ID.');
  if (accounts.length === 1) return first.id;
  const names = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new Error(`There are several accounts: set CLOUDFLARE_ACCOUNT_ID to one of\n${names}`);
}

/** Sends a request; undefined for a GET of what is not there. */
async function send(
  headers: Readonly<Record<string, string>>,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
): Promise<unknown> {
  const base = process.env['CLOUDFLARE_API_BASE_URL'] ?? 'https://api.cloudflare.com/client/v4';
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new AccountError(0, `${method} ${path}: no answer (${String(error)}).`);
  });
  if (method === 'GET' && response.status === 404) return undefined;
  const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
  if (answer.success && answer.data.success) return answer.data.result;
  const reasons = answer.success ? answer.data.errors.map(({ code, message }) => `${message} (${code})`) : [];
  throw new AccountError(response.status, `${method} ${path}: ${response.status} ${reasons.join(', ')}`.trim());
}
