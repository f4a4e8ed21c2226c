import type { Context } from 'hono';
import type { AppEnv } from '../http/service.ts';

/**
 * Answers a request under /docs or /admin as assets do in a deployment (wrangler.toml), from the server of files that `npm start`
 * runs. There are no assets in front of the local Worker, because they make its every answer a fifth slower
 * (docs/decisions/067-docs-site.md).
 */
export async function serveLocalSite(c: Context<AppEnv>): Promise<Response> {
  const site = c.get('service').config.localSiteUrl;
  if (site === undefined) return await c.notFound();
  const { pathname } = new URL(c.req.url);
  const known = c.req.header('If-None-Match');
  const answer = await fetch(new URL(pathname, site), {
    method: c.req.method === 'HEAD' ? 'HEAD' : 'GET',
    headers: known === undefined ? {} : { 'If-None-Match': known },
    redirect: 'manual',
  });
  return new Response(answer.body, answer);
}
