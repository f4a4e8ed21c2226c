import { cutUrl, type CutPath } from './cut-path.ts';
import { readCutQuery } from './cut-signature.ts';
import type { GatewayDeps } from './gateway.ts';
import { negotiate } from './negotiate.ts';
import { refusal } from './responses.ts';

/** Answers a name in a cut's folder: checks its signature where it has one, and asks the cached entrypoint. */
export async function deliverCut(
  deps: Pick<GatewayDeps, 'signingKeys' | 'isAvifEnabled' | 'cachedPictures'>,
  path: CutPath,
  request: Request,
): Promise<Response> {
  const signed = await readCutQuery(new URL(request.url).searchParams, path, deps.signingKeys);
  if (signed === 'wrong') return refusal(403, 'The signature of this URL is wrong.');
  // The original is one thing to every client.
  const format = path.cut === 'orig' ? 'plain' : negotiate(request.headers.get('Accept'), deps.isAvifEnabled);
  const headers = new Headers();
  const ifNoneMatch = request.headers.get('If-None-Match');
  if (ifNoneMatch !== null) headers.set('If-None-Match', ifNoneMatch);
  const answer = await deps.cachedPictures.fetch(new Request(cutUrl({ path, format, signed }), { headers }));
  const response = new Response(answer.body, answer);
  if (path.cut !== 'orig') response.headers.set('Vary', 'Accept');
  return response;
}
