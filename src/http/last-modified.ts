/**
 * The time for Last-Modified, in whole seconds since 1970; undefined until a full second has passed since the change,
 * for another change in that second would look the same (contract: BigCommerce section 2).
 */
export function lastModifiedSeconds(changedAtMs: number | undefined, nowMs: number): number | undefined {
  if (changedAtMs === undefined || nowMs - changedAtMs < 1000) return undefined;
  return Math.floor(changedAtMs / 1000);
}

/** True where If-Modified-Since names that time or a later one. */
export function isUnmodifiedSince(request: Headers, modifiedSeconds: number | undefined): boolean {
  const header = request.get('If-Modified-Since');
  if (header === null || modifiedSeconds === undefined) return false;
  return Date.parse(header) >= modifiedSeconds * 1000;
}
