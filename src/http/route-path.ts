/**
 * The path that routes are matched against: without a trailing slash, and for the APIs without `.json`, both of which
 * real clients send (contract: BigCommerce section 4).
 */
export function routePath(pathname: string): string {
  const path = pathname.replace(/\/+$/, '') || '/';
  return path.startsWith('/stores/') ? path.replace(/\.json$/, '') : path;
}
