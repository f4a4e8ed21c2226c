import * as z from 'zod';
import { APIS } from './apis.ts';
import { type Answer, type Api, API_IDS, METHODS, type Operation, type Routes } from './description.ts';

/** A request, as far as the check of its answer needs it. */
export interface AskedFor {
  readonly method: string;
  /** Without trailing slashes, and without `.json` and `.xml`, as routes are matched. */
  readonly path: string;
}

/** An answer whose body has been read; `text` is undefined where it is not JSON. */
export interface Given {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string | undefined;
}

/**
 * Returns what an answer has that its description does not, or undefined where it is as described. A request of no API,
 * such as one for a picture, is never wrong.
 */
export function findMismatch(request: AskedFor, given: Given): string | undefined {
  const found = findOperation(request);
  if (found === undefined) return undefined;
  const { api, operation } = found;
  const answers = operation?.answers ?? api.elsewhere;
  const name = `${api.id} ${operation?.id ?? 'elsewhere'}: ${request.method} ${request.path} answered ${given.status}`;
  const answer = answers[given.status];
  if (answer === undefined) return `${name}, which is not described. ${given.text ?? ''}`;
  const wrong = request.method === 'HEAD' ? undefined : findWrong(answer, given);
  return wrong === undefined ? undefined : `${name}: ${wrong}\n${given.text ?? ''}`;
}

function findWrong(
  { body, exact = body, contentTypes = ['application/json'] }: Answer,
  given: Given,
): string | undefined {
  if (exact === undefined) return given.text ? 'It has a body, and none is described.' : undefined;
  const contentType = given.contentType?.split(';')[0] ?? '';
  if (!contentTypes.includes(contentType)) return `Its type is ${contentType}, and not ${contentTypes.join(' or ')}.`;
  if (given.text === undefined) return undefined;
  const parsed = z.safeParse(exact, JSON.parse(given.text));
  return parsed.success ? undefined : parsed.error.message;
}

/** An operation that a request is for; undefined where the API has none for it. */
interface Found {
  readonly api: Api;
  readonly operation: Operation | undefined;
}

/** Finds the operation of a request; undefined where it is for none of the APIs. */
export function findOperation({ method, path }: AskedFor): Found | undefined {
  for (const { pattern, operations, api } of TABLE) {
    if (!pattern.test(path)) continue;
    const asked = METHODS.find((name) => name === (method === 'HEAD' ? 'GET' : method));
    return { api, operation: asked && operations[asked] };
  }
  return undefined;
}

/** Every path under every base, and after them all other paths of an API, in the order in which they are tried. */
const TABLE: readonly { readonly pattern: RegExp; readonly operations: Routes[string]; readonly api: Api }[] =
  API_IDS.flatMap((id) => {
    const api = APIS[id];
    return api.bases.flatMap((base) => [
      ...Object.entries(api.routes).map(([path, operations]) => ({
        pattern: toPattern(base.path + path),
        operations,
        api,
      })),
      ...(base.path === '' ? [] : [{ pattern: toPattern(`${base.path}/*`), operations: {}, api }]),
    ]);
  });

function toPattern(path: string): RegExp {
  const source = path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+').replace(/\/\*$/, '(?:/.*)?');
  return new RegExp(`^${source}$`);
}
