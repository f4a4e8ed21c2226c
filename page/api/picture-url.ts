/** The scheme and host that a URL begins with. */
const ORIGIN = /^https?:\/\/[^/]+/;

/**
 * Returns a URL of a picture on the origin of this page. Every host of a service has all of its pictures, and the page
 * loads nothing from another origin, whatever the public address of the pictures is.
 */
export const ownUrl = (url: string): string => url.replace(ORIGIN, '');

/** The same for the value of a `srcset`, whose URLs all have one origin. A thousand of them are read for one gallery. */
export function ownSrcset(srcset: string): string {
  const origin = ORIGIN.exec(srcset)?.[0];
  return origin === undefined ? srcset : srcset.replaceAll(`${origin}/`, '/');
}
