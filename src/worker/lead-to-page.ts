import type { Context, Next } from 'hono';
import type { AppEnv } from '../http/service.ts';

/** Leads a browser from `/` to the page. Programs, which do not ask for HTML, are answered as on any unknown path. */
export async function leadToPage(c: Context<AppEnv>, next: Next): Promise<Response | void> {
  if (c.req.header('Accept')?.includes('text/html') !== true) return await next();
  return c.body(null, 302, { Location: '/admin/', Vary: 'Accept' });
}
