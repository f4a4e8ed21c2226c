import type { Problem } from './api-types.ts';
import { VitrineProblem } from './problem.ts';

/** An answer whose body has come in full. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What reading an answer gives: its body, and the ETag where it has one. */
export interface Answer<Body> {
  readonly body: Body;
  readonly etag: string;
}

/** Returns the problem of an answer; undefined where it is a success, or has results for each thing. */
export function problemOf({ status, headers, text }: Reply): VitrineProblem | undefined {
  const type = headers.get('Content-Type') ?? '';
  if (status < 300) return undefined;
  if (type.startsWith('application/problem+json')) return new VitrineProblem(status, parseProblem(text));
  // Where every image of several is bad, the status says so, and the body has results as ever.
  if (type.startsWith('application/json') && text.includes('"results"')) return undefined;
  return new VitrineProblem(status, undefined);
}

/** Reads an answer. @throws VitrineProblem where it is one. */
export function readReply<Body>(reply: Reply): Answer<Body> {
  const problem = problemOf(reply);
  if (problem !== undefined) throw problem;
  const body: Body = reply.text === '' ? undefined : JSON.parse(reply.text);
  return { body, etag: reply.headers.get('ETag') ?? '' };
}

function parseProblem(text: string): Problem | undefined {
  try {
    const problem: Problem = JSON.parse(text);
    return problem;
  } catch {
    return undefined;
  }
}
