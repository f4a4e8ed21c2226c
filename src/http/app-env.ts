import type { Service } from './service.ts';

/** What Hono's context carries in this service. */
export interface AppEnv {
  Bindings: Cloudflare.Env;
  Variables: { service: Service };
}
