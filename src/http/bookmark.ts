/** The headers that carry the credentials of the dialects. */
const CREDENTIALS = ['Authorization', 'X-Auth-Token', 'Shoptet-Access-Token', 'Shoptet-Private-API-Token'];

/**
 * Returns whether an answer may carry the database's bookmark (REQ-7): only one to a caller that was let in. Every
 * dialect answers 401 or 403 before anything else to others, and its own errors may come before it knows.
 */
export function mayShowBookmark(request: Headers, status: number): boolean {
  return status !== 401 && status !== 403 && status < 500 && CREDENTIALS.some((name) => request.has(name));
}
