/**
 * The library of schemas as all of `src` uses it: its functional half, of which only what is called is deployed
 * (docs/decisions/071). That half comes without the texts of its errors, which APIs and the operator's tool show, so this
 * module brings our own, and nothing else in `src` may import the library.
 */
import { config, type core } from 'zod/mini';

config({ localeError: messageOf });

export * from 'zod/mini';

const NOUNS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  undefined: 'missing',
};

function typeOf(value: unknown): string {
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'number' : Number.isFinite(value) ? 'a fraction' : 'too large';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
const nounOf = (type: string): string => NOUNS[type] ?? type;

/** What a value has so many of, by what it is; none: a number, which is as large itself. */
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };

/** Returns what is wrong with a value, in a sentence, for clients and the operator. */
function messageOf(issue: core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `It has to be ${nounOf(issue.expected)}, and is ${nounOf(typeOf(issue.input))}.`;
    case 'invalid_value':
      return `It has to be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}.`;
    case 'too_small':
      return sizeMessage(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return sizeMessage(issue.origin, 'at most', issue.maximum);
    case 'unrecognized_keys':
      return `It has fields that there are not: ${issue.keys.join(', ')}.`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return 'It is not valid.';
    default:
      return issue satisfies never;
  }
}

function sizeMessage(origin: string, bound: string, size: number | bigint): string {
  const unit = UNITS[origin];
  return unit === undefined ? `It has to be ${bound} ${size}.` : `It has to have ${bound} ${size}${unit}.`;
}
