/**
 * The main module of the local Worker, in front of the one that is deployed and in the same isolate: requests to names that are
 * not this machine's are refused, because a web page whose name was led to 127.0.0.1 could otherwise ask the service
 * (DNS rebinding), and the schedule is triggered by a request, as it is under `wrangler dev`.
 */
import worker from '../../src/worker/index.ts';
import { isNamed, isOwnName, MISDIRECTED } from './local-names.ts';
import { SCHEDULED_PATH } from './scheduled-path.ts';

export * from '../../src/worker/index.ts';

type IncomingRequest = Request<unknown, IncomingRequestCfProperties>;

export default {
  async fetch(request: IncomingRequest, env: Cloudflare.Env, context: ExecutionContext) {
    const url = URL.parse(request.url);
    if (url === null) return new Response('The Host of this request is no name.\n', { status: 400 });
    const { hostname, pathname, searchParams } = url;
    if (!isOwnName(hostname) && !isNamed(hostname, { SANDBOX_HOSTS: '', PUBLIC_BASE_URL: '', ...env }))
      return new Response(`${hostname} ${MISDIRECTED}\n`, { status: 421 });
    if (pathname !== SCHEDULED_PATH) {
      const answer = await worker.fetch(request, env, context);
      return /^\/(?:docs|admin)\//.test(pathname) ? compressed(request, answer) : answer;
    }
    await worker.scheduled({ cron: searchParams.get('cron') ?? '', scheduledTime: Date.now() }, env);
    return new Response('ok');
  },
};

/** What is worth compressing of the site. */
const TEXT = /^(?:text\/|application\/(?:json|javascript))/;

/** Has a file of the site compressed where the client understands it, as the edge does with assets. */
function compressed(request: Request, answer: Response): Response {
  const isUnderstood = /\bgzip\b/.test(request.headers.get('Accept-Encoding') ?? '');
  if (!isUnderstood || answer.body === null || !TEXT.test(answer.headers.get('Content-Type') ?? '')) return answer;
  const packed = new Response(answer.body, answer);
  packed.headers.delete('Content-Length');
  // The runtime compresses what says that it is.
  packed.headers.set('Content-Encoding', 'gzip');
  return packed;
}
