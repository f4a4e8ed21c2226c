/** A key of a store, as `POST /v1/signing-keys` answers it. The secret is for servers only. */
export interface SigningSecret {
  readonly id: string;
  readonly secret: string;
}

/** What a picture is to be opened as: another size of it, or the original. Without any of it, the size of the URL. */
export interface SigningOptions {
  readonly key: SigningSecret;
  /** The end of validity, in Unix seconds. */
  readonly expiresAtS: number;
  /** In pixels; alone at the picture's own proportions. */
  readonly width?: number;
  readonly height?: number;
  /** How the picture is put into width and height; `contain` where it is not given. */
  readonly fit?: 'contain' | 'cover' | 'pad';
  /** The colour around a picture of the fit `pad`, such as `#ffffff`. */
  readonly background?: string;
  /** True: the file as it was uploaded. */
  readonly original?: boolean;
  /** True: browsers store it as a file. */
  readonly download?: boolean;
}

/** The longest side of a picture, in pixels. */
const MAX_SIDE_PX = 12_000;

/** The last second that a URL has room for; times in milliseconds are beyond it. */
const MAX_EXPIRES_AT_S = 999_999_999_999;

/** The end of a picture's path: its size and its extension. */
const SIZE_AND_EXTENSION = /\.(?:\d+\.\d+(?:\.cover|\.pad-[0-9a-f]{6})?|original)(\.[a-z]{2,5})$/;

/**
 * Signs a picture URL of Vitrine with a key of the store, without asking the service. Runs where there is WebCrypto:
 * Node.js, Workers, Deno, Bun.
 *
 * The signature is the HMAC-SHA256, in base64url without padding, of three lines: the path of the URL, the id of the
 * key, and the end of validity. Its key is the secret as it is written, character by character.
 *
 * @param url of the picture in any size, as the APIs answer it.
 * @throws a TypeError where the URL is none of a picture, and a RangeError where a number cannot be what it should.
 */
export async function signUrl(url: string, options: SigningOptions): Promise<string> {
  const { key, expiresAtS, download = false } = options;
  if (!Number.isInteger(expiresAtS) || expiresAtS > MAX_EXPIRES_AT_S) {
    throw new RangeError('expiresAtS is a time in whole Unix seconds.');
  }
  const { origin, pathname: path } = new URL(withSize(url, sizeOf(options)));
  const signature = await hmac(key.secret, `${path}\n${key.id}\n${expiresAtS}`);
  return `${origin}${path}?k=${key.id}&e=${expiresAtS}&s=${signature}${download ? '&download=1' : ''}`;
}

/**
 * Returns the URL of a picture in another size, as paths have it; undefined leaves it as it is.
 *
 * @throws a TypeError where the URL is none of a picture.
 */
export function withSize(url: string, size: string | undefined): string {
  const parsed = new URL(url);
  const extension = SIZE_AND_EXTENSION.exec(parsed.pathname)?.[1];
  if (extension === undefined) throw new TypeError(`This is no URL of a picture: ${url}`);
  if (size !== undefined) parsed.pathname = parsed.pathname.replace(SIZE_AND_EXTENSION, `.${size}${extension}`);
  return parsed.href;
}

/** Returns the size as paths have it; undefined: that of the URL. */
function sizeOf({
  width,
  height = 0,
  fit = 'contain',
  background = '#ffffff',
  original,
}: SigningOptions): string | undefined {
  if (original === true) return 'original';
  if (width === undefined && height !== 0) throw new RangeError('A height comes with a width.');
  if (width === undefined) return undefined;
  if (!isSide(width) || (height !== 0 && !isSide(height))) {
    throw new RangeError(`width and height are whole pixels, from 1 to ${MAX_SIDE_PX}.`);
  }
  if (fit === 'contain') return `${width}.${height}`;
  if (height === 0) throw new RangeError('A width alone is at the picture’s own proportions: it has no fit.');
  if (!/^#[0-9a-f]{6}$/i.test(background)) throw new RangeError('A background is # and six hex digits.');
  const suffix = fit === 'cover' ? 'cover' : `pad-${background.slice(1).toLowerCase()}`;
  return `${width}.${height}.${suffix}`;
}

const isSide = (px: number): boolean => Number.isInteger(px) && px >= 1 && px <= MAX_SIDE_PX;

async function hmac(secret: string, message: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(message));
  const text = btoa(String.fromCharCode(...new Uint8Array(mac)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
