import type { Problem } from './problem.ts';
import type { V1Context } from './request-context.ts';

/** A problem as it is written, without the headers of an answer of its own; it may have been kept since. */
export interface WritableProblem extends Pick<Problem, 'kind' | 'title' | 'detail' | 'members'> {
  readonly status: number;
  readonly errors?: Problem['errors'] | undefined;
}

/** Returns the members of a problem as they are written, in an answer of its own or within another one. */
export function toWireProblem(c: V1Context, { kind, status, title, detail, members, errors }: WritableProblem): object {
  const type = `${c.get('service').origin}/docs/errors#${kind}`;
  const { requestId } = c.get('trace');
  return { type, title, status, detail, requestId, ...members, ...(errors === undefined ? {} : { errors }) };
}

/** Writes a problem as a response. */
export function problemResponse(c: V1Context, problem: Problem): Response {
  const headers = { ...problem.headers, 'Content-Type': 'application/problem+json' };
  return new Response(JSON.stringify(toWireProblem(c, problem)), { status: problem.status, headers });
}
