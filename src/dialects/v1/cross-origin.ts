import type { MiddlewareHandler } from 'hono';
import { allowReading, isPreflight, preflightResponse, type Readers } from '../../http/cross-origin.ts';
import type { AppEnv } from '../../http/service.ts';
import { isWebOrigin } from '../../model/web-origin.ts';
import type { V1Context } from './request-context.ts';
import { readersOfUploadPath } from './upload-file.ts';

/**
 * Middleware that answers preflights, and says of every other answer whose pages may read it: those of the origins that
 * the store of the token names (decision 053). Whether a request is carried out is up to its token alone.
 */
export const withCrossOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  const origin = c.req.header('Origin');
  if (origin !== undefined && isPreflight(c.req.raw)) {
    c.res = preflightResponse(origin, await readersBefore(c, origin));
    return;
  }
  await next();
  c.res.headers.append('Vary', 'Origin');
  if (origin === undefined) return;
  allowReading(c.res.headers, origin, c.get('readers') ?? (await readersBefore(c, origin)));
};

/**
 * Returns who may read an answer while no store is known: pages of an origin that any store of the service names, or those
 * that the upload URL of the path is for.
 */
async function readersBefore(c: V1Context, origin: string): Promise<Readers> {
  try {
    const readers = await readersOfUploadPath(c);
    if (readers !== undefined) return readers;
    return isWebOrigin(origin) && (await c.get('service').origins.isNamed(origin)) ? [origin] : [];
  } catch (error) {
    // The answer stands without it: a browser then shows its page an error of the network.
    console.error({ event: 'origin-look-up-failed', requestId: c.get('trace').requestId, message: String(error) });
    return [];
  }
}
