/** What a path may end in to say in which form it is answered. */
export type PathSuffix = 'json' | 'xml';

/** A path as it is routed, and what it said of the form of the answer. */
export interface RoutePath {
  readonly path: string;
  readonly suffix: PathSuffix | undefined;
}

/** Both BigCommerce versions take either suffix from their clients; V3 knows one form and answers in it. */
const SUFFIX = /^\/(?:stores\/[^/]+|api)\/v[23]\/.*\.(json|xml)$/;

/**
 * The path that routes are matched against: without a trailing slash, and for the BigCommerce APIs without `.json` and
 * `.xml`, all of which real clients send (BC-17).
 */
export function routePath(pathname: string): RoutePath {
  const path = pathname.replace(/\/+$/, '') || '/';
  const suffix = SUFFIX.exec(path)?.[1];
  if (suffix !== 'json' && suffix !== 'xml') return { path, suffix: undefined };
  return { path: path.slice(0, -1 - suffix.length), suffix };
}
