import { isAscii } from '../platform/latin.ts';

/** The user and the password of HTTP Basic authentication. */
export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * Parses an Authorization header (RFC 7617); undefined for another scheme, wrong base64 or UTF-8, or a missing colon.
 */
export function parseBasicCredentials(header: string): BasicCredentials | undefined {
  const encoded = /^basic +([a-z0-9+/]+={0,2}) *$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const binary = atob(encoded);
    const text = isAscii(binary) ? binary : UTF_8.decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)));
    const colon = text.indexOf(':');
    return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    return undefined;
  }
}
