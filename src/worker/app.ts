import { createRouter, type Router } from '../http/router.ts';
import { deliver } from '../delivery/gateway.ts';
import { basicScheme, tokenScheme } from '../dialects/bigcommerce-v2/auth-scheme.ts';
import { bigcommerceV2 } from '../dialects/bigcommerce-v2/routes.ts';
import { bigcommerceV3 } from '../dialects/bigcommerce-v3/routes.ts';
import { toAccessError } from '../dialects/bigcommerce/access-errors.ts';
import { errorResponse, internalErrorResponse } from '../dialects/bigcommerce/object-error.ts';
import { shoptet } from '../dialects/shoptet/routes.ts';
import { storeApi } from '../dialects/store/routes.ts';
import { v1 } from '../dialects/v1/routes.ts';
import { mayShowBookmark } from '../http/bookmark.ts';
import { rateLimitHeaders } from '../http/rate-limit-headers.ts';
import { logRequestFailure } from '../http/request-trace.ts';
import { routePath } from '../http/route-path.ts';
import { drainUnreadBody } from '../ingest/request-body.ts';
import { toServerTiming } from '../platform/cost.ts';
import { pathnameOf } from '../platform/url-parts.ts';
import { serveLocalSite } from './local-site.ts';
import { leadToPage } from './lead-to-page.ts';
import { openService } from './open-service.ts';
import { healthRoutes } from './health-routes.ts';
import { operatorRoutes } from './operator-routes.ts';
import { withRequestLog } from './request-log.ts';
import { countRequest } from './usage-tally.ts';
import { wakeToTell } from './wake-to-tell.ts';

/** Creates the app that serves every request: delivery, the dialects, and the operator's routes. */
export function createApp(): Router {
  const app = createRouter((request) => routePath(pathnameOf(request.url)).path);
  app.use(withRequestLog, async (c, next) => {
    const service = openService(c.env, c.req.raw);
    c.set('service', service);
    await next();
    // Of several shards, another one may still want the body.
    if (c.env.SHARD === undefined) await drainUnreadBody(c.req.raw);
    wakeToTell(c);
    countRequest(c);
    const headers = c.res.headers;
    const bookmark = c.req.path.startsWith('/s-') ? null : service.bookmark();
    if (bookmark !== null && mayShowBookmark(c.req.raw.headers, c.res.status)) {
      headers.set('x-d1-bookmark', bookmark);
    }
    // The entrypoint behind the edge cache says what its own answers cost, wherever it runs.
    if (!service.isSandbox) headers.delete('Server-Timing');
    else if (!headers.has('Server-Timing')) headers.set('Server-Timing', toServerTiming(service.cost));
    for (const [name, value] of Object.entries(rateLimitHeaders(service.limiter))) headers.set(name, value);
    // The local server marks an answer without a Content-Type as gzip; clients then fail to decompress an empty body.
    if (service.config.isLocalSandbox && !headers.has('Content-Type')) headers.set('Content-Encoding', 'identity');
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store');
  });
  app.route('/', healthRoutes());
  app.all('/:store{s-[^/]+}/*', (c) => deliver(c.get('service').gateway, c.req.raw));
  app.get('/', leadToPage);
  app.get('/docs/*', serveLocalSite);
  app.get('/admin/*', serveLocalSite);
  app.route('/stores/:store/v3', bigcommerceV3());
  app.route('/stores/:store/v2', bigcommerceV2(tokenScheme));
  app.route('/api/v2', bigcommerceV2(basicScheme));
  app.route('/api', shoptet());
  app.route('/v1', v1());
  app.route('/', storeApi());
  app.route('/operator', operatorRoutes());
  app.onError((error, c) => {
    logRequestFailure(c.get('trace'), error);
    return internalErrorResponse();
  });
  app.notFound(() => errorResponse(toAccessError({ kind: 'route-not-found' })));
  return app;
}
