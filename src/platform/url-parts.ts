/**
 * Parts of URLs that the runtime has parsed before, such as those of requests, by their text: to parse one again takes
 * many times as long, and is done several times a request otherwise.
 */

/** Returns where the path of a URL begins. */
const pathStartOf = (url: string): number => url.indexOf('/', url.indexOf('//') + 2);

/** Returns the origin of a request's URL. */
export const originOf = (url: string): string => url.slice(0, pathStartOf(url));

/** Returns the path of a request's URL, as `pathname` has it. */
export function pathnameOf(url: string): string {
  const path = url.slice(pathStartOf(url));
  const end = path.search(/[?#]/);
  return end === -1 ? path : path.slice(0, end);
}

/** Returns the query of a request's URL without its question mark; empty where it has none. */
export const queryOf = (url: string): string => /^[^?#]*\?([^#]*)/.exec(url)?.[1] ?? '';
