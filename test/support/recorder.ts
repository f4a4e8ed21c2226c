import { exports } from 'cloudflare:workers';
import { APIS } from '../../reference/apis.ts';
import { findOperation } from '../../reference/check.ts';
import type { ApiId } from '../../reference/description.ts';
import type { Example } from '../../reference/examples.ts';
import { routePath } from '../../src/http/route-path.ts';
import { steady, steadyText } from './steady-json.ts';
import type { TestStore } from './stores.ts';
import { ORIGIN } from './v3.ts';

type FormValue = string | Uint8Array | Readonly<Record<string, unknown>>;

/** A request that is to become an example. */
interface Sent {
  readonly title: string;
  readonly json?: unknown;
  /** The fields of a form; bytes are a file, and objects are JSON. */
  readonly form?: Readonly<Record<string, FormValue | readonly FormValue[]>>;
  readonly xml?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How callers of each API show who they are. */
const CREDENTIALS: Readonly<Record<ApiId, (store: TestStore) => Readonly<Record<string, string>>>> = {
  v1: ({ token }) => ({ Authorization: `Bearer ${token}` }),
  'bigcommerce-v3': ({ token }) => ({ 'X-Auth-Token': token }),
  'bigcommerce-v2': ({ token }) => ({ 'X-Auth-Token': token }),
  shoptet: ({ token }) => ({ 'Shoptet-Private-API-Token': token }),
  store: ({ hash, token }) => ({ Authorization: `Basic ${btoa(`${hash}:${token}`)}` }),
};

/** Sends requests of one API, and keeps them with their answers as the examples of its operations. */
export class Recorder {
  readonly #api: ApiId;
  readonly #store: TestStore;
  readonly #examples = new Map<string, Example[]>();

  constructor(api: ApiId, store: TestStore) {
    this.#api = api;
    this.#store = store;
  }

  /** Sends a request and returns the parsed answer; undefined where it has no body. */
  async send<Body = unknown>(method: string, path: string, { title, headers, ...sent }: Sent): Promise<Body> {
    const { body, contentType, shown } = toBody(sent);
    const init = { method, headers: { ...CREDENTIALS[this.#api](this.#store), ...contentType, ...headers } };
    const request = new Request(`${ORIGIN}${path}`, body === undefined ? init : { ...init, body });
    const type = sent.form === undefined ? contentType['Content-Type'] : 'multipart/form-data';
    const response = await exports.default.fetch(request);
    const text = await response.text();
    const isJson = response.headers.get('Content-Type')?.includes('json') === true;
    const parsed: unknown = isJson ? JSON.parse(text) : undefined;
    this.#keep(method, path, {
      title,
      request: {
        method,
        path: steadyText(path, this.#store),
        ...(type !== undefined && { contentType: type, body: steady(shown, this.#store) }),
      },
      answer: { status: response.status, ...(isJson && { body: steady(parsed, this.#store) }) },
    });
    return parsed as Body;
  }

  #keep(method: string, path: string, example: Example): void {
    const { path: routed } = routePath(new URL(path, ORIGIN).pathname);
    const found = findOperation({ method, path: routed });
    if (found?.operation === undefined) throw new Error(`${method} ${path} is not described.`);
    const { id } = found.operation;
    this.#examples.set(id, [...(this.#examples.get(id) ?? []), example]);
  }

  /** The text of each file of examples by its path; each operation has an example at least. */
  files(): ReadonlyMap<string, string> {
    const operations = Object.values(APIS[this.#api].routes).flatMap((methods) => Object.values(methods));
    const missing = operations.find(({ id }) => !this.#examples.has(id));
    if (missing !== undefined) throw new Error(`${missing.id} has no example.`);
    const files = [...this.#examples].map(([id, examples]) => {
      return [`../../reference/examples/${this.#api}/${id}.json`, `${JSON.stringify(examples, null, 2)}\n`] as const;
    });
    return new Map(files);
  }
}

interface SentBody {
  readonly body: BodyInit | undefined;
  readonly contentType: Readonly<Record<string, string>>;
  /** As the example shows it. */
  readonly shown: unknown;
}

function toBody({ json, form, xml }: Omit<Sent, 'title' | 'headers'>): SentBody {
  if (xml !== undefined) return { body: xml, contentType: { 'Content-Type': 'application/xml' }, shown: xml };
  if (form !== undefined) {
    const body = new FormData();
    for (const [name, value] of Object.entries(form)) append(body, name, value);
    const shown = Object.entries(form).map(([name, value]) => [name, toShown(value)]);
    return { body, contentType: {}, shown: Object.fromEntries(shown) };
  }
  if (json === undefined) return { body: undefined, contentType: {}, shown: undefined };
  return { body: JSON.stringify(json), contentType: { 'Content-Type': 'application/json' }, shown: json };
}

const isFile = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/** Appends a field: a list of files as so many parts, and everything else that is no text as JSON. */
function append(body: FormData, name: string, value: FormValue | readonly FormValue[]): void {
  const files = Array.isArray(value) ? value.filter(isFile) : [value].filter(isFile);
  if (files.length === 0) return body.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  for (const file of files) body.append(name, new File([file], 'cup.jpg'));
}

/** Shows files by their names. */
const toShown = (value: unknown): unknown => {
  if (isFile(value)) return 'cup.jpg';
  return Array.isArray(value) ? value.map(toShown) : value;
};
