import type { Context, MiddlewareHandler } from 'hono';
import type { RequestFault } from '../catalogue/faults.ts';
import type { AppEnv } from './service.ts';

/** The fault of every write during maintenance. */
export const IN_MAINTENANCE: Extract<RequestFault, { kind: 'in-maintenance' }> = {
  kind: 'in-maintenance',
  retryAfterSeconds: 60,
};

const isReading = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

/**
 * Middleware that answers every write with `answer` while the service is in maintenance, before it is known whose it is.
 */
export function refuseWritesInMaintenance<E extends AppEnv>(answer: (c: Context<E>) => Response): MiddlewareHandler<E> {
  return async (c, next) => {
    if (isReading(c.req.method) || !c.get('service').config.isInMaintenance) return await next();
    return answer(c);
  };
}
