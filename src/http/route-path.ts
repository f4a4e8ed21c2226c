import { trimEndOf } from '../platform/trim.ts';

/** A suffix of the path that requests the answer in this form. */
export type PathSuffix = 'json' | 'xml';

/** A path without its suffix, and the suffix. */
export interface RoutePath {
  readonly path: string;
  readonly suffix: PathSuffix | undefined;
}

/** Clients of both BigCommerce versions send either suffix; V3 answers in JSON in any case. */
const SUFFIX = /^\/(?:stores\/[^/]+|api)\/v[23]\/.*\.(json|xml)$/;

/**
 * Returns the path that routes are matched against: without trailing slashes, and for the BigCommerce APIs without
 * `.json` and `.xml`. Real clients send all of these (BC-17).
 */
export function routePath(pathname: string): RoutePath {
  const path = trimEndOf(pathname, '/') || '/';
  const suffix = SUFFIX.exec(path)?.[1];
  if (suffix !== 'json' && suffix !== 'xml') return { path, suffix: undefined };
  return { path: path.slice(0, -1 - suffix.length), suffix };
}
