import { exports } from 'cloudflare:workers';
import { Hono } from 'hono';
import { errorResponse, toWireError } from './dialects/bigcommerce-v3/errors.ts';
import { bigcommerceV3 } from './dialects/bigcommerce-v3/routes.ts';
import { shoptet } from './dialects/shoptet/routes.ts';
import { deliver } from './delivery/gateway.ts';
import type { AppEnv } from './http/app-env.ts';
import { routePath } from './http/route-path.ts';
import { openService } from './http/service.ts';
import { toServerTiming } from './storage/cost.ts';

/** The whole service: delivery on its own path, the dialects on theirs. */
export function createApp(): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ getPath: (request) => routePath(new URL(request.url).pathname) });
  app.use(async (c, next) => {
    const service = openService({ env: c.env, cachedPictures: exports.CachedPictures }, c.req.raw);
    c.set('service', service);
    await next();
    const headers = c.res.headers;
    const bookmark = service.bookmark();
    if (bookmark !== null && !c.req.path.startsWith('/s-')) c.res.headers.set('x-d1-bookmark', bookmark);
    if (service.config.isLocalSandbox && !headers.has('Server-Timing')) {
      c.res.headers.set('Server-Timing', toServerTiming(service.cost));
    }
    if (!headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'private, no-store');
  });
  app.get('/healthz', (c) => c.text('ok'));
  app.all('/:store{s-[^/]+}/*', (c) => deliver(c.var.service.gateway, c.req.raw));
  app.route('/stores/:store/v3', bigcommerceV3());
  app.route('/api', shoptet());
  app.notFound(() => errorResponse(toWireError({ kind: 'route-not-found' })));
  return app;
}
