import { findMismatch } from '../../reference/check.ts';
import { routePath } from '../../src/http/route-path.ts';
import worker from '../../src/worker/index.ts';

/** Where answers in this test differ from their descriptions. */
let mismatches: string[] = [];

/** The Worker as it is without the check, while it is checked. */
let unchecked: typeof worker.fetch | undefined;

/** Has every answer of the Worker checked against the descriptions in reference/; called once for each test file. */
export function checkAnswers(): void {
  if (unchecked !== undefined) return;
  const answer = worker.fetch;
  unchecked = answer;
  worker.fetch = async (...sent) => {
    const response = await answer(...sent);
    const mismatch = await mismatchOf(sent[0], response);
    if (mismatch !== undefined) mismatches.push(mismatch);
    return response;
  };
}

/** Returns what an answer has that its description does not; undefined where there is nothing. */
export async function mismatchOf({ method, url }: Request, response: Response): Promise<string | undefined> {
  const contentType = response.headers.get('Content-Type');
  const hasText = response.body === null || contentType?.includes('json') === true;
  const text = hasText ? await response.clone().text() : undefined;
  const { path } = routePath(new URL(url).pathname);
  return findMismatch({ method, path }, { status: response.status, contentType, text });
}

/** Fails a test that received an answer that is not as described; called after each test. */
export function refuseUndescribedAnswers(): void {
  const found = mismatches.splice(0);
  if (found.length > 0) throw new Error(`Answers that reference/ does not describe:\n${found.slice(0, 3).join('\n')}`);
}
