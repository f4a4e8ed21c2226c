import { env } from 'cloudflare:workers';
import { afterEach, vi } from 'vitest';
import { readConfig } from '../../src/http/config.ts';

/** The host that tests serve pictures from; INGEST_ALLOWED_HOSTS names it. */
export const REMOTE = 'http://pictures.test:8080';

/**
 * Replaces the network for the service's fetches: maps each path to its answer. Other fetches fail, save those of the
 * local Images service.
 */
export function serveRemote(routes: Readonly<Record<string, () => Response | Promise<Response>>>): {
  readonly asked: string[];
} {
  const asked: string[] = [];
  const { fetch } = globalThis;
  const { localImagesUrl } = readConfig(env);
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (url.origin === localImagesUrl?.origin) return await fetch(input, init);
    asked.push(url.pathname);
    const route = url.origin === REMOTE ? routes[url.pathname] : undefined;
    if (route === undefined) throw new TypeError('connection refused');
    return await route();
  });
  return { asked };
}

afterEach(() => vi.restoreAllMocks());
