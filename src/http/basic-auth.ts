/** What HTTP Basic carries. */
export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

/** Parses the header of RFC 7617; undefined for another scheme, and where base64, UTF-8 or the colon is missing. */
export function parseBasicCredentials(header: string): BasicCredentials | undefined {
  const encoded = /^basic +([a-z0-9+/]+={0,2}) *$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
    const colon = text.indexOf(':');
    return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    return undefined;
  }
}
