import type { Problem, ProblemWord, ValueError } from './api-types.ts';

/** What the service answered to a request that it did not carry out (RFC 9457). */
export class VitrineProblem extends Error {
  override readonly name = 'VitrineProblem';
  /** The stable word for what is wrong; `unreadable` where the answer is not one of Vitrine, as that of a proxy. */
  readonly word: ProblemWord | 'unreadable';
  /** The HTTP status. */
  readonly status: number;
  /** What is wrong this time, and what helps. */
  readonly detail: string;
  /** The values that are wrong, with their places in the request. */
  readonly errors: readonly ValueError[];
  /** What to name when asking whoever runs the service. */
  readonly requestId: string | undefined;
  /** The whole problem, with the members that belong to one word, such as `currentVersion`. */
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined) {
    const detail = problem?.detail ?? `The answer has the status ${status} and says no more.`;
    const places = (problem?.errors ?? []).map((error) => `${nameOf(error)}: ${error.detail}`);
    super([detail, ...places].join(' '));
    this.status = status;
    this.problem = problem;
    this.detail = detail;
    this.errors = problem?.errors ?? [];
    this.requestId = problem?.requestId;
    this.word = problem === undefined ? 'unreadable' : wordOf(problem);
  }

  /** Whether it is this problem; a word that is none does not compile. */
  is(word: ProblemWord): boolean {
    return this.word === word;
  }
}

const nameOf = ({ pointer, parameter, header }: ValueError): string => pointer ?? parameter ?? header ?? 'a value';

/** Returns the word of a problem: that of an answer, or of one result among several. */
export function wordOf(problem: Problem): ProblemWord {
  // Words of a later version of the service are told as they are.
  return problem.type.slice(problem.type.lastIndexOf('#') + 1) as ProblemWord;
}
