import { type Problem, VitrineProblem, wordOf } from 'vitrine-client';
import { t } from '../text/language.ts';

/** Returns what went wrong in plain words, in the language of the page. */
export function describeFailure(error: unknown): string {
  if (error instanceof VitrineProblem) {
    return error.problem === undefined ? t.value.problems.unreachable : describeProblem(error.problem);
  }
  return t.value.problems.unreachable;
}

/** Returns what a problem says in plain words: ours where the page has some, else the words of the service. */
export function describeProblem(problem: Problem): string {
  const known: Readonly<Record<string, string | undefined>> = t.value.problems.byWord;
  const ours = known[wordOf(problem)];
  const places = (problem.errors ?? []).map(({ detail }) => detail).join(' ');
  // What is said of the values says all.
  return ours ?? (places === '' ? problem.detail : places);
}
