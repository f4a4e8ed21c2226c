import { afterEach, vi } from 'vitest';

/** The host that tests serve pictures from; INGEST_ALLOWED_HOSTS names it. */
export const REMOTE = 'http://pictures.test:8080';

/** Replaces the network for the service's fetches: maps each path to its answer. Other fetches fail. */
export function serveRemote(routes: Readonly<Record<string, () => Response | Promise<Response>>>): {
  readonly asked: string[];
} {
  const asked: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    asked.push(url.pathname);
    const route = url.origin === REMOTE ? routes[url.pathname] : undefined;
    if (route === undefined) throw new TypeError('connection refused');
    return await route();
  });
  return { asked };
}

afterEach(() => vi.restoreAllMocks());
