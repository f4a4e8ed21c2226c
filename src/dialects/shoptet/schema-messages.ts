import { MAX_PROBLEMS, quoted } from '../../http/quoted.ts';
import type * as z from '../../platform/schema.ts';
import { boundedErrors } from './bounded-errors.ts';
import type { WireError } from './envelope.ts';
import { INVALID_REQUEST_DATA } from './errors.ts';

type Issue = z.core.$ZodIssue;

/**
 * Returns one error for each problem that a schema has found, in the wording of the JSON-schema validator that
 * Shoptet's clients know. Beyond MAX_PROBLEMS the last error says how many more there are (SH-5).
 */
export function toSchemaErrors(error: z.core.$ZodError): readonly WireError[] {
  const issues = error.issues.filter((issue) => !isSafetyBound(issue));
  const count = issues.reduce((sum, issue) => sum + problemCount(issue), 0);
  return boundedErrors(issues.slice(0, MAX_PROBLEMS).flatMap(issueToErrors), count);
}

/** Returns how many errors an issue becomes. */
const problemCount = (issue: Issue): number => (issue.code === 'unrecognized_keys' ? issue.keys.length : 1);

/**
 * Returns whether an issue reports a number too large to be exact. The schema's own bound is reported too, and only
 * that helps the client.
 */
function isSafetyBound(issue: Issue): boolean {
  return (
    (issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER) ||
    (issue.code === 'too_small' && issue.minimum === Number.MIN_SAFE_INTEGER)
  );
}

/** Returns an error about the field of the body at `path`. */
export function toFieldError(message: string, path: readonly PropertyKey[]): WireError {
  return { errorCode: INVALID_REQUEST_DATA, message, instance: formatPath(path) };
}

/** Formats a path in the body, such as `data.images[0].name`. */
function formatPath(path: readonly PropertyKey[]): string {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return place.replace(/^\./, '') || 'unknown';
}

function issueToErrors(issue: Issue): readonly WireError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, MAX_PROBLEMS)
      .map((key) =>
        toFieldError(
          `The property ${quoted(key)} is not defined and the definition does not allow additional properties`,
          [...issue.path, quoted(key)],
        ),
      );
  }
  return [toFieldError(messageOf(issue), issue.path)];
}

function messageOf(issue: Issue): string {
  const isMissing = issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
  if (isMissing) return `The property ${String(issue.path.at(-1) ?? 'data')} is required`;
  if (issue.code === 'invalid_type') {
    return `${typeName(issue.input)} value found, but ${withArticle(issue.expected)} is required`;
  }
  if (issue.code === 'too_big') return maximumMessage(issue.origin, issue.maximum);
  if (issue.code === 'too_small') return minimumMessage(issue.origin, issue.minimum);
  if (issue.code !== 'invalid_value') return issue.message;
  return `Does not have a value in the enumeration ${JSON.stringify(issue.values)}`;
}

function maximumMessage(origin: string, maximum: number | bigint): string {
  if (origin === 'array') return `There must be a maximum of ${maximum} items in the array`;
  return origin === 'string' ? `Must be at most ${maximum} characters long` : `Must have a maximum value of ${maximum}`;
}

function minimumMessage(origin: string, minimum: number | bigint): string {
  if (origin === 'array') return `There must be a minimum of ${minimum} items in the array`;
  return origin === 'string'
    ? `Must be at least ${minimum} characters long`
    : `Must have a minimum value of ${minimum}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return 'Array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Double';
  const name = typeof value;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function withArticle(expected: string): string {
  // All numbers of this API are integers.
  const name = expected === 'int' || expected === 'number' ? 'integer' : expected;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}
