/**
 * Returns the file `_redirects`, which has Cloudflare's assets answer every address of the page with its HTML. The first
 * rule that fits counts, so that what is missing among its scripts stays missing.
 */
export const toRedirectsFile = (): string =>
  ['/admin/assets/* /admin/assets/:splat 200', '/admin/* /admin/ 200', ''].join('\n');
