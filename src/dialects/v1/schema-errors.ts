import { fail, ok, type Result } from '../../platform/result.ts';
import type * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { MAX_PROBLEMS, moreProblems, quoted } from '../../http/quoted.ts';
import type { ValueError } from './faults.ts';

/**
 * Parses a value by its schema, as the body of a request or a part of it. Fault: body-invalid.
 *
 * @param at the path to the value in the body.
 */
export function parseBody<Body>(
  schema: z.ZodMiniType<Body>,
  value: unknown,
  at: readonly PropertyKey[] = [],
): Result<Body, V1Fault> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return ok(parsed.data);
  const errors = toFoundErrors(parsed.error).map(({ path, detail }) => ({
    pointer: toPointer([...at, ...path]),
    detail,
  }));
  return fail({ kind: 'body-invalid', errors });
}

type Issue = z.core.$ZodIssue;

/** A problem that a schema has found, by the path to the value. */
export interface FoundError {
  readonly path: readonly PropertyKey[];
  readonly detail: string;
}

/**
 * Returns an error for each problem that a schema has found, and one for each field that it does not know. Beyond
 * MAX_PROBLEMS the last one says how many more there are, so that a small request cannot cause a large answer.
 */
export function toFoundErrors({ issues }: z.core.$ZodError): readonly FoundError[] {
  const count = issues.reduce((sum, issue) => sum + problemCount(issue), 0);
  return firstErrors(issues.slice(0, MAX_PROBLEMS).flatMap(toErrors), count);
}

/** Returns the first of the errors, and how many more of `count` there are. */
export function firstErrors(found: readonly FoundError[], count = found.length): readonly FoundError[] {
  const errors = found.slice(0, MAX_PROBLEMS);
  return count > errors.length ? [...errors, { path: [], detail: moreProblems(count - errors.length) }] : errors;
}

/** Returns errors of a body by the pointers to their values. */
export const toBodyErrors = (found: readonly FoundError[]): readonly ValueError[] =>
  found.map(({ path, detail }) => ({ pointer: toPointer(path), detail }));

/** Returns a JSON pointer (RFC 6901) to the value at `path`. */
export function toPointer(path: readonly PropertyKey[]): string {
  const escape = (key: PropertyKey): string => quoted(String(key)).replaceAll('~', '~0').replaceAll('/', '~1');
  return path.map((key) => `/${escape(key)}`).join('');
}

const problemCount = (issue: Issue): number => (issue.code === 'unrecognized_keys' ? issue.keys.length : 1);

function toErrors(issue: Issue): readonly FoundError[] {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.slice(0, MAX_PROBLEMS);
    return keys.map((key) => ({ path: [...issue.path, key], detail: 'There is no such field.' }));
  }
  const isMissing = issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
  return [{ path: issue.path, detail: isMissing ? 'It is missing.' : issue.message }];
}
