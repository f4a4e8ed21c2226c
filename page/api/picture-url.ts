/**
 * Returns a URL of a picture on the origin of this page. Every host of a service has all of its pictures, and the page
 * loads nothing from another origin, whatever the public address of the pictures is.
 */
export function ownUrl(url: string): string {
  const { pathname, search } = new URL(url, location.origin);
  return `${pathname}${search}`;
}

/** The same for the value of a `srcset`. */
export const ownSrcset = (srcset: string): string =>
  srcset
    .split(', ')
    .map((candidate) => {
      const [url = '', width = ''] = candidate.split(' ');
      return `${ownUrl(url)} ${width}`;
    })
    .join(', ');
