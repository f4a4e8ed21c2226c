/**
 * The main module of the local Worker, in front of the one that is deployed and in the same isolate: requests to names that are
 * not this machine's are refused, because a web page whose name was led to 127.0.0.1 could otherwise ask the service
 * (DNS rebinding), and the schedule is triggered by a request, as it is under `wrangler dev`.
 */
import worker from '../../src/worker/index.ts';
import { answersTo, MISDIRECTED } from './local-names.ts';
import { SCHEDULED_PATH } from './scheduled-path.ts';

export * from '../../src/worker/index.ts';

export default {
  async fetch(request: Request, env: Cloudflare.Env, context: ExecutionContext) {
    const { hostname, pathname, searchParams } = new URL(request.url);
    if (!answersTo(hostname, { SANDBOX_HOSTS: '', PUBLIC_BASE_URL: '', ...env }))
      return new Response(`${hostname} ${MISDIRECTED}\n`, { status: 421 });
    if (pathname !== SCHEDULED_PATH) return await worker.fetch(request, env, context);
    await worker.scheduled({ cron: searchParams.get('cron') ?? '', scheduledTime: Date.now() }, env);
    return new Response('ok');
  },
};
