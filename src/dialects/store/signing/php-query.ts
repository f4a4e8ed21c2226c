/** Levels of brackets that are followed; deeper ones stay part of the last name. */
const MAX_DEPTH = 8;

interface NestedFields {
  [name: string]: string | NestedFields;
}

/** A query as PHP sees it, which is what its clients sign: `a[b]=c` is a level, `a[]=c` the next number in it. */
export function parsePhpQuery(parameters: URLSearchParams): object {
  const fields: NestedFields = emptyFields();
  for (const [name, value] of parameters) setField(fields, splitName(name), value);
  return fields;
}

/**
 * The parameters as they are signed, those that are texts: of a name that comes twice the last one counts. A call has
 * to be answered by these, or what somebody puts before a signed query would be obeyed instead of it.
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
