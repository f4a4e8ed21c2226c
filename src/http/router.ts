import type { Env } from 'hono';
import { HonoBase } from 'hono/hono-base';
import { TrieRouter } from 'hono/router/trie-router';
import type { AppEnv } from './service.ts';

/** Routes with their handlers. */
export type Router<E extends Env = AppEnv> = HonoBase<E>;

/**
 * Creates a router that walks a path piece by piece. The framework's smallest preset would ignore the one that it is
 * given, and compare the path with each of more than a hundred routes.
 *
 * @param getPath returns the path that is matched; absent: that of the URL.
 */
export const createRouter = <E extends Env = AppEnv>(getPath?: (request: Request) => string): Router<E> =>
  new HonoBase<E>({ router: new TrieRouter(), ...(getPath && { getPath }) });
