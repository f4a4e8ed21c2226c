/** Longer than any name and key that we issue. */
const MAX_HEADER_CHARACTERS = 1024;

/** What an Authorization header of the scheme Basic holds. */
export interface BasicCredentials {
  readonly userName: string;
  readonly password: string;
}

/** Reads HTTP Basic (RFC 7617), in UTF-8; undefined where there is none that can be read. */
export function readBasic(header: string | undefined): BasicCredentials | undefined {
  const base64 = /^basic +([\w+/-]+={0,2})$/i.exec(header?.trim() ?? '')?.[1];
  if (base64 === undefined || base64.length > MAX_HEADER_CHARACTERS) return undefined;
  const text = decode(base64);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 1) return undefined;
  return { userName: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decode(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}
