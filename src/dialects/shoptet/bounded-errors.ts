import { MAX_PROBLEMS, moreProblems } from '../../http/quoted.ts';
import type { WireError } from './envelope.ts';
import { INVALID_REQUEST_DATA } from './errors.ts';

/**
 * Returns the first errors, and after them one that says how many more there are, so that a small request cannot cause a
 * large answer.
 *
 * @param count how many errors there are in all.
 */
export function boundedErrors(
  errors: readonly WireError[],
  count: number,
  maxErrors: number = MAX_PROBLEMS,
): readonly WireError[] {
  if (count <= maxErrors) return errors;
  const message = moreProblems(count - maxErrors);
  return [...errors.slice(0, maxErrors), { errorCode: INVALID_REQUEST_DATA, message, instance: 'unknown' }];
}
