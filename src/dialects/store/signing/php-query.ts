/** The deepest nesting of brackets that is parsed; a name with more stays as it is. */
const MAX_DEPTH = 8;

interface NestedFields {
  [name: string]: string | NestedFields;
}

/**
 * Parses a query as PHP does, because that is what its clients sign: `a[b]=c` makes a nested field, and `a[]=c` takes
 * the next number in it.
 */
export function parsePhpQuery(parameters: URLSearchParams): object {
  const fields: NestedFields = emptyFields();
  for (const [name, value] of parameters) setField(fields, splitName(name), value);
  return fields;
}

/**
 * Returns the parameters whose values are texts, as they are signed: when a name comes twice, the last value counts.
 * Calls must be answered by these parameters. Otherwise somebody could put a parameter in front of a signed query, and
 * it would be used instead of the signed one.
 */
export function textParameters(parameters: URLSearchParams): URLSearchParams {
  const plain = new URLSearchParams();
  for (const [name, value] of Object.entries(parsePhpQuery(parameters))) {
    if (typeof value === 'string') plain.set(name, value);
  }
  return plain;
}

const emptyFields = (): NestedFields => Object.create(null) as NestedFields;

function splitName(name: string): readonly string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name);
  if (match?.[1] === undefined || match[2] === undefined) return [name];
  const inner = match[2].slice(1, -1).split('][');
  return inner.length > MAX_DEPTH ? [name] : [match[1], ...inner];
}

/** Sets the field at a path; an empty name in it stands for the next number. */
function setField(level: NestedFields, [first = '', ...rest]: readonly string[], value: string): void {
  const name = first === '' ? String(Object.keys(level).filter((key) => /^\d+$/.test(key)).length) : first;
  if (rest.length === 0) {
    level[name] = value;
    return;
  }
  const before = level[name];
  const next = typeof before === 'object' ? before : emptyFields();
  level[name] = next;
  setField(next, rest, value);
}
