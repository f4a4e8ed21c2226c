/** Levels of brackets that are followed; deeper ones stay part of the last name. */
const MAX_BRACKETS = 8;

interface Level {
  [name: string]: string | Level;
}

/** A query as PHP sees it, which is what its clients sign: `a[b]=c` is a level, `a[]=c` the next number in it. */
export function queryFields(parameters: URLSearchParams): object {
  const fields: Level = newLevel();
  for (const [name, value] of parameters) put(fields, pathOf(name), value);
  return fields;
}

/**
 * The parameters as they are signed, those that are texts: of a name that comes twice the last one counts. A call has
 * to be answered by these, or what somebody puts before a signed query would be obeyed instead of it.
 */
export function plainParameters(parameters: URLSearchParams): URLSearchParams {
  const plain = new URLSearchParams();
  for (const [name, value] of Object.entries(queryFields(parameters))) {
    if (typeof value === 'string') plain.set(name, value);
  }
  return plain;
}

const newLevel = (): Level => Object.create(null) as Level;

function pathOf(name: string): readonly string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name);
  if (match?.[1] === undefined || match[2] === undefined) return [name];
  const inner = match[2].slice(1, -1).split('][');
  return inner.length > MAX_BRACKETS ? [name] : [match[1], ...inner];
}

function put(level: Level, [first = '', ...rest]: readonly string[], value: string): void {
  const name = first === '' ? String(Object.keys(level).filter((key) => /^\d+$/.test(key)).length) : first;
  if (rest.length === 0) {
    level[name] = value;
    return;
  }
  const before = level[name];
  const next = typeof before === 'object' ? before : newLevel();
  level[name] = next;
  put(next, rest, value);
}
