import { phpSerialize } from './php-serialize.ts';
import { canonicalize, utf8ByteLength } from './canonicalize.ts';

/** The secrets that a store shares with its client. */
export interface SigningSecrets {
  readonly privateKey: string;
  readonly secret: string;
}

/** The content that one call signs. */
export interface SignedMessage {
  /** As the client wrote it. */
  readonly timestamp: string;
  /** The path, without trailing slash. */
  readonly route: string;
  /** The query of a GET or DELETE, the body of a POST or PUT. */
  readonly fields: object;
  /** Empty for the handshake. */
  readonly serverSignature: string;
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/**
 * Returns whether `fingerprint`, in hex, is the HMAC of the message. `crypto.subtle.verify` compares in constant time.
 */
export async function isFingerprintOf(
  fingerprint: string,
  secrets: SigningSecrets,
  message: SignedMessage,
): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/i.test(fingerprint)) return false;
  const mac = Uint8Array.from({ length: 32 }, (_, index) =>
    Number.parseInt(fingerprint.slice(2 * index, 2 * index + 2), 16),
  );
  const key = await crypto.subtle.importKey('raw', toLatin1(secrets.privateKey), HMAC, false, ['verify']);
  const matches = await Promise.all(
    messageBytes(secrets, message).map((bytes) => crypto.subtle.verify('HMAC', key, mac, bytes)),
  );
  return matches.includes(true);
}

/**
 * Returns the bytes that are signed, in two variants that differ for text beyond ASCII. A client that works in UTF-8
 * serializes the lengths in bytes and then converts to latin1, while one that works in latin1 counts characters. Both
 * are accepted, because both prove the same.
 */
function messageBytes(
  { privateKey, secret }: SigningSecrets,
  { timestamp, route, fields, serverSignature }: SignedMessage,
): readonly Uint8Array[] {
  const canonical = canonicalize(fields);
  return [utf8ByteLength, (text: string) => Array.from(text).length].map((lengthOf) =>
    toLatin1(privateKey + timestamp + secret + route + phpSerialize(canonical, lengthOf) + serverSignature),
  );
}

/** Converts to latin1, one byte per character; characters that it does not have become `?`. */
function toLatin1(text: string): Uint8Array {
  return Uint8Array.from(text.toWellFormed(), (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 256 ? code : '?'.charCodeAt(0);
  });
}
