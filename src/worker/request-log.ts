import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { newRequestTrace } from '../http/request-trace.ts';
import type { AppEnv } from '../http/service.ts';
import type { ApiName } from '../model/access.ts';

/** What answers the routes that begin with a path; the first that fits counts. */
const PARTS: readonly (readonly [string, ApiName | 'delivery' | 'operator' | 'health'])[] = [
  ['/stores/:store/v3', 'v3'],
  ['/stores/:store/v2', 'v2'],
  ['/api/v2', 'v2'],
  ['/api', 'shoptet'],
  ['/v1/', 'v1'],
  ['/:store{', 'delivery'],
  ['/operator', 'operator'],
  ['/healthz', 'health'],
  ['/readyz', 'health'],
  ['/', 'store'],
];

/** The id that Cloudflare gives a request, under which its own logs have it. */
const RAY = /^[0-9a-f]{16}(?:-[A-Z]{3})?$/;

/** The store in the path of a picture, which is public. */
const PICTURE_STORE = /^\/s-([a-z0-9]{1,32})\//;

/**
 * Middleware around all others: adds `X-Request-Id` to the answer, and logs one line of JSON about the request
 * (docs/decisions/040-one-line-a-request.md). The line has the pattern of the route in place of the URL, and so neither
 * tokens nor signatures nor queries.
 */
export const withRequestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const startedAtMs = Date.now();
  const trace = newRequestTrace();
  c.set('trace', trace);
  await next();
  c.res.headers.set('X-Request-Id', trace.requestId);
  // A malformed variable fails the request before there is a service.
  if (c.get('service') === undefined || c.get('service').config.logsRequests) {
    console.log(JSON.stringify(toLogLine(c, Date.now() - startedAtMs)));
  }
};

function toLogLine(c: Context<AppEnv>, ms: number): object {
  const trace = c.get('trace');
  const service = c.get('service');
  const ray = c.req.header('cf-ray') ?? '';
  const route = toRoute(c);
  const dialect = PARTS.find(([path]) => route?.startsWith(path))?.[1];
  const cost: Partial<typeof service.cost> = service === undefined ? {} : service.cost;
  return {
    event: 'request',
    requestId: trace.requestId,
    ...(RAY.test(ray) ? { ray } : {}),
    store: dialect === 'delivery' ? PICTURE_STORE.exec(c.req.path)?.[1] : trace.store?.hash,
    dialect,
    method: c.req.method,
    route,
    status: c.res.status,
    ms,
    rowsRead: cost.d1RowsRead,
    rowsWritten: cost.d1RowsWritten,
  };
}

/** Returns the pattern of the route that answered; undefined where none did, and only middleware was left. */
function toRoute(c: Context<AppEnv>): string | undefined {
  const path = routePath(c);
  return path === '/*' ? undefined : path;
}
