import type { Problem } from './problem.ts';
import type { V1Context } from './request-context.ts';

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
