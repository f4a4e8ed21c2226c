import type { SiteFiles } from './bundle-assets.ts';

/**
 * What the page at /admin may load and do: everything from its own origin, no script or style that stands in the HTML,
 * pictures that it has itself (`blob:`, `data:`), no frame, and no text that becomes a script.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** What a browser could offer that the page does not use. A camera takes files through a field for files without it. */
const UNUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

const PERMISSIONS_POLICY = ['clipboard-write=(self)', ...UNUSED_FEATURES.map((name) => `${name}=()`)].join(', ');

/** The headers of every answer under /admin. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': PERMISSIONS_POLICY,
};

/** The header of a script or style of the page, whose name changes with what is in it. */
export const IMMUTABLE: Readonly<Record<string, string>> = { 'Cache-Control': 'public, max-age=31536000, immutable' };

/** True for the path of a script or style of the page, whether it is there or not. */
export const isPageAsset = (path: string): boolean => path.startsWith('/admin/assets/');

/** A path of `_headers`, and the headers of its answers. */
export type HeadersRule = readonly [string, Readonly<Record<string, string>>];

/**
 * Returns the rules of the page for `_headers`. Each script and style has its own: a rule for their folder would count
 * for its 404s as well, and leave a browser that asks while a deployment spreads without its script for a year.
 */
export function toPageRules(files: SiteFiles): readonly HeadersRule[] {
  const assets = [...files.keys()].map((path) => `/${path}`).filter(isPageAsset);
  return [['/admin', PAGE_HEADERS], ['/admin/*', PAGE_HEADERS], ...assets.map((path) => [path, IMMUTABLE] as const)];
}
