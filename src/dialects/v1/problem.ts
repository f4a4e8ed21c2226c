import type { ValueError } from './faults.ts';

/** A problem (RFC 9457) before it is written. Its type ends in `kind`. */
export interface Problem {
  readonly kind: string;
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 422 | 429 | 500 | 503;
  /** What is wrong, the same for all problems of a kind. */
  readonly title: string;
  /** What is wrong this time, and what helps. */
  readonly detail: string;
  readonly errors?: readonly ValueError[];
  /** Further members of some kinds. */
  readonly members?: Readonly<Record<string, string | number | readonly (string | number)[]>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to an unexpected error. It says nothing of the cause. */
export const INTERNAL_ERROR: Problem = {
  kind: 'internal-error',
  status: 500,
  title: 'Something went wrong on our side',
  detail: 'The request is not at fault. The operator finds the cause by the request id.',
};
