/** How long an operator's route may take: one round of a sweep, or 25 originals that are read. */
const TIMEOUT_MS = 120_000;

/**
 * Asks an operator's route of the running service, and returns the JSON that it answers.
 *
 * @throws with a sentence, where it does not answer, not in time, or refuses.
 */
export async function askService(origin: string, operatorToken: string, path: string): Promise<unknown> {
  const headers = { Authorization: `Bearer ${operatorToken}` };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`${origin}/operator/${path}`, { method: 'POST', headers, signal });
    const text = await response.text();
    if (!response.ok) throw new Error(explainRefusal(origin, response.status, text));
    const answer: unknown = JSON.parse(text);
    return answer;
  } catch (error) {
    if (signal.aborted) throw new Error(`${origin} did not answer within ${TIMEOUT_MS / 1000} s.`, { cause: error });
    if (error instanceof SyntaxError) throw new Error(`${origin} is no service of this build.`, { cause: error });
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`${origin} does not answer. Is it running?`, { cause: error });
  }
}

function explainRefusal(origin: string, status: number, text: string): string {
  if (status === 404) return `${origin} has no such route (404): is it Vitrine, and is OPERATOR_TOKEN right?`;
  const reason = status === 503 && text.length < 200 ? `: ${text.trim()}` : '. Its log says why.';
  return `${origin} answered ${status}${reason}`;
}
