import { queryOf } from '../../../platform/url-parts.ts';
import { fail, ok, type Result } from '../../../platform/result.ts';
import type { ProtocolFault } from '../faults.ts';

/** The deepest nesting of brackets that is parsed; a name with more stays as it is. */
const MAX_DEPTH = 8;

/** The most parameters of a query (ST-46), far more than any real call has. */
const MAX_PARAMETERS = 500;

/** A number as a name, which PHP keeps as an integer: without leading zeros. */
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;

interface NestedFields {
  [name: string]: string | NestedFields;
}

/** One level of fields while they are set, with what makes setting another one cheap. */
interface Level {
  readonly fields: NestedFields;
  /** The levels of those fields that are nested. */
  readonly levels: Map<string, Level>;
  /** The number that the next field without a name takes. */
  nextNumber: number;
}

/** Reads the parameters of a URL. Fault: parameters-too-many (ST-46). */
export function readParameters(url: string): Result<URLSearchParams, ProtocolFault> {
  const parameters = new URLSearchParams(queryOf(url));
  return parameters.size > MAX_PARAMETERS
    ? fail({ kind: 'parameters-too-many', maxParameters: MAX_PARAMETERS })
    : ok(parameters);
}

/**
 * Parses a query as PHP does, because that is what its clients sign: `a[b]=c` makes a nested field, and `a[]=c` takes
 * the number after the largest one in it. The time is linear in the length of the query.
 */
export function parsePhpQuery(parameters: URLSearchParams): object {
  const root = emptyLevel();
  for (const [name, value] of parameters) setField(root, splitName(name), value);
  return root.fields;
}

/**
 * Returns the parameters whose values are texts, as they are signed: when a name comes twice, the last value counts.
 * Calls must be answered by these parameters. Otherwise somebody could put a parameter in front of a signed query, and
 * it would be used instead of the signed one. Nested fields are only recognized here, not parsed, because this is done
 * before the caller's token has been looked up.
 */
export function textParameters(parameters: URLSearchParams): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of parameters) {
    const [first = '', ...inner] = splitName(name);
    if (inner.length === 0) texts.set(first, value);
    else texts.delete(first);
  }
  return texts;
}

const emptyLevel = (): Level => ({
  fields: Object.create(null) as NestedFields,
  levels: new Map(),
  nextNumber: 0,
});

function splitName(name: string): readonly string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name);
  if (match?.[1] === undefined || match[2] === undefined) return [name];
  const inner = match[2].slice(1, -1).split('][');
  return inner.length > MAX_DEPTH ? [name] : [match[1], ...inner];
}

/** Sets the field at a path; an empty name in it stands for the next number. */
function setField(level: Level, [first = '', ...rest]: readonly string[], value: string): void {
  const name = first === '' ? String(level.nextNumber) : first;
  if (WHOLE_NUMBER.test(name)) level.nextNumber = Math.max(level.nextNumber, Number(name) + 1);
  if (rest.length === 0) {
    level.fields[name] = value;
    level.levels.delete(name);
    return;
  }
  const next = level.levels.get(name) ?? emptyLevel();
  level.levels.set(name, next);
  level.fields[name] = next.fields;
  setField(next, rest, value);
}
