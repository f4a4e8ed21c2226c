import type { V1Context } from './request-context.ts';
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
  readonly members?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to an unexpected error. It says nothing of the cause. */
export const INTERNAL_ERROR: Problem = {
  kind: 'internal-error',
  status: 500,
  title: 'Something went wrong on our side',
  detail: 'The request is not at fault. The operator finds the cause by the request id.',
};

/** Returns the members of a problem as they are written, in an answer of its own or within another one. */
export function toWireProblem(c: V1Context, { kind, status, title, detail, members, errors }: Problem): object {
  const type = `${c.var.service.origin}/docs/errors#${kind}`;
  const { requestId } = c.var.trace;
  return { type, title, status, detail, requestId, ...members, ...(errors === undefined ? {} : { errors }) };
}

/** Writes a problem as a response. */
export function problemResponse(c: V1Context, problem: Problem): Response {
  const headers = { ...problem.headers, 'Content-Type': 'application/problem+json' };
  return new Response(JSON.stringify(toWireProblem(c, problem)), { status: problem.status, headers });
}
