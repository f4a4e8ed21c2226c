/** Asks an operator's route of the running service. @throws with a sentence, where it does not answer or refuses. */
export async function askService(origin: string, operatorToken: string, path: string): Promise<unknown> {
  const headers = { Authorization: `Bearer ${operatorToken}` };
  const response = await fetch(`${origin}/operator/${path}`, { method: 'POST', headers }).catch((error: unknown) => {
    throw new Error(`${origin} does not answer. Is it running?`, { cause: error });
  });
  if (!response.ok)
    throw new Error(`${origin} answered ${response.status}. Is it running, and is OPERATOR_TOKEN right?`);
  const answer: unknown = await response.json();
  return answer;
}
