import { isScope, type Scope, SCOPES } from '../../src/model/access.ts';
import { UsageError } from './arguments.ts';

/** Parses the value of --settings. @throws where it is no JSON object. */
export function parseSettings(json: string): object {
  const settings = readJson(json);
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new UsageError('--settings must be a JSON object.');
  }
  return settings;
}

/** Returns a parsed JSON text; undefined where it is not valid. */
function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Parses the value of --scope. @throws where it is none. */
export function parseScope(scope: string): Scope {
  if (!isScope(scope)) throw new UsageError(`--scope is ${SCOPES.join(', ')}.`);
  return scope;
}

/** Parses a whole number from 1 to 999999999, named as the caller wrote it; undefined stays so. @throws where it is another. */
export function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`${name} is a whole number from 1, and not ${text}.`);
  return Number(text);
}

/** Parses the number of a journal row or of a version, from 0; undefined stays so. @throws where it is another. */
export const numberFromZero = (name: string, text: string | undefined): number | undefined =>
  text === '0' ? 0 : wholeNumber(name, text);

/** Returns the origin of a service's URL. @throws where it is none, or has more than an origin. */
export function parseOrigin(text: string): string {
  const url = URL.parse(text);
  const isPlain =
    url !== null && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/' && url.search === '';
  if (!isPlain)
    throw new UsageError(`--url is the origin of a service, such as https://pictures.example.com; ${text} is none.`);
  return url.origin;
}
