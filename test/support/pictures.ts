import { env } from 'cloudflare:workers';

const decode = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** A valid PNG of one pixel. */
export const TINY_PNG = decode(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
);

/** Returns a picture of the folder samples. */
export function sample(name: string): Uint8Array {
  const base64 = env.SAMPLES[name];
  if (base64 === undefined) throw new Error(`There is no sample ${name}.`);
  return decode(base64);
}
