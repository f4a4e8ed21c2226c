import { exports } from 'cloudflare:workers';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import type { TestStore } from './stores.ts';
import { ORIGIN } from './v3.ts';

/** The form of requests and answers in a test. */
export type Form = 'json' | 'xml';

/** The base of the paths that a test calls. */
export type Base = 'token' | 'basic';

/** The fields of a body, as JSON values. */
export type WireFields = Readonly<Record<string, string | number | boolean | null>>;

export interface V2Init {
  readonly base?: Base;
  readonly form?: Form;
  readonly fields?: WireFields;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
}

/** Returns the value of an Authorization header for HTTP Basic. */
export const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

/** Sends a request as a V2 client would, with a suffix that requests the form, and fields in that form. */
export async function v2(store: TestStore, method: string, path: string, init: V2Init = {}): Promise<Response> {
  const { base = 'token', form = 'json', token = store.token } = init;
  const [pathname = '', query] = path.split('?');
  const prefix = base === 'token' ? `/stores/${store.hash}/v2` : '/api/v2';
  const url = `${ORIGIN}${prefix}${pathname}.${form}${query === undefined ? '' : `?${query}`}`;
  const headers = new Headers(init.headers);
  if (base === 'token') headers.set('X-Auth-Token', token);
  else headers.set('Authorization', basic(store.hash, token));
  const body = init.fields === undefined ? init.body : encode(form, init.fields);
  if (init.fields !== undefined) headers.set('Content-Type', `application/${form}`);
  return await exports.default.fetch(new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }));
}

/** Formats fields as the body of a request. */
export function encode(form: Form, fields: WireFields): string {
  if (form === 'json') return JSON.stringify(fields);
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><image>${elements.join('')}</image>`;
}

const xmlText = (value: WireFields[string]): string =>
  value === null ? 'NULL' : String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Parses an answer's body; the values of XML are all texts. */
export async function read(response: Response, form: Form): Promise<unknown> {
  const text = await response.text();
  if (form === 'json') return JSON.parse(text) as unknown;
  const { root } = parseXml(text);
  if (root === null) throw new Error('no root element');
  return { [root.name]: toValue(root) };
}

const LISTS = new Set(['images', 'errors', 'fields']);

function toValue(element: XmlElement): unknown {
  const children = element.children.filter((child) => child instanceof XmlElement);
  if (LISTS.has(element.name) && children[0]?.name !== 'count') return children.map(toValue);
  if (children.length === 0) return element.text;
  return Object.fromEntries(children.map((child) => [child.name, toValue(child)]));
}

/**
 * Returns what an answer in `form` shows where JSON shows `value`: in XML within its root element, with texts as
 * values.
 */
export function shown(form: Form, root: string, value: unknown): unknown {
  return form === 'json' ? value : { [root]: asTexts(value) };
}

function asTexts(value: unknown): unknown {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asTexts(inner)]));
}
