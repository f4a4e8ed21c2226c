/** The longest origin, in characters: a host name has 253 at most. */
const MAX_ORIGIN_CHARACTERS = 270;

/** Scheme, host and optionally a port; what looks like a pattern, such as `https://*.shop.example`, is none. */
const ORIGIN = /^https?:\/\/(?:[a-z\d._-]+|\[[\da-f:]+\])(?::\d{1,5})?$/;

/**
 * Returns whether a text is a web origin in the spelling in which browsers send it in `Origin`: `http` or `https`, the
 * host in lower case, the port where it is not that of the scheme, and nothing else.
 */
export function isWebOrigin(text: string): boolean {
  return text.length <= MAX_ORIGIN_CHARACTERS && ORIGIN.test(text) && URL.parse(text)?.origin === text;
}
