import { env, exports } from 'cloudflare:workers';
import { Hono } from 'hono';
import * as z from 'zod';
import { executeChange, productIdForChange } from '../../src/catalogue/product-writes.ts';
import { jsonBodyStep } from '../../src/dialects/v1/json-body-step.ts';
import { authorizeProductWrite } from '../../src/dialects/v1/product-access.ts';
import type { Handler } from '../../src/dialects/v1/request-context.ts';
import { type Routes, v1 } from '../../src/dialects/v1/routes.ts';
import { replayHeader } from '../../src/http/idempotency.ts';
import type { AppEnv } from '../../src/http/service.ts';
import { runWrite } from '../../src/http/write-pipeline.ts';
import { ok } from '../../src/platform/result.ts';
import { openService } from '../../src/worker/open-service.ts';
import { withRequestLog } from '../../src/worker/request-log.ts';
import type { TestStore } from './stores.ts';
import { v1Request } from './v1.ts';

const bodySchema = z.strictObject({
  variants: z.array(z.strictObject({ variant: z.string(), imageId: z.int().nullable() })).max(100),
});

/** A write as a route of this API does it. */
const setVariants: Handler = async (c) =>
  await runWrite(c.req, {
    authorize: () => authorizeProductWrite(c),
    ...jsonBodyStep(bodySchema),
    execute: async ({ target, body, conditions }) => {
      const { ports, products } = c.var.service;
      const assigning = { products, nowMs: () => ports.nowMs() };
      const productId = await productIdForChange(assigning, target, conditions);
      const command = { kind: 'set-variant-references', references: body.variants } as const;
      return await executeChange(ports, target, productId, conditions, command);
    },
    answer: (executed) => ok(Response.json({}, { headers: replayHeader(executed) })),
  });

const ROUTES: Routes = { '/products/:product/variants': { PUT: setVariants } };

const app = new Hono<AppEnv>()
  .use(withRequestLog, async (c, next) => {
    c.set('service', openService(c.env, exports.CachedPictures, c.req.raw));
    await next();
  })
  .route('/v1', v1(ROUTES));

/** Sends a request to Vitrine's own API, which has that write here. */
export const v1WithWrites = async (request: Request): Promise<Response> => await app.request(request, undefined, env);

interface Init {
  readonly json?: unknown;
  readonly headers?: Record<string, string>;
  readonly token?: string | null;
}

/** Sets variants of product 7, or of another one; without a body, variant `a` to image 1. */
export async function putVariants(store: TestStore, init: Init = {}, path = '/products/7/variants'): Promise<Response> {
  const json = { variants: [{ variant: 'a', imageId: 1 }] };
  return await v1WithWrites(v1Request(store, 'PUT', path, { json, ...init }));
}
