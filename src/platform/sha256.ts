/**
 * SHA-256 and HMAC at once, without a promise. The platform's own takes a promise and a key object for each text, which
 * costs more than the text: a list of fifty images has 250 signatures. For files and for what is compared with a secret
 * the platform's is used. The tests compare both.
 */

const BLOCK_BYTES = 64;

/** The fractional parts of the cube roots of the first 64 primes. */
const ROUND_CONSTANTS = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

/** The fractional parts of the square roots of the first eight primes. */
const INITIAL: State = Int32Array.from([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/** Eight words. */
type State = Int32Array<ArrayBuffer>;

/** A key of HMAC-SHA-256: the states after the blocks that each text begins with. */
export interface HmacKey {
  readonly inner: State;
  readonly outer: State;
}

const schedule = new Int32Array(64);
const padded = new Uint8Array(BLOCK_BYTES * 2);

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** Mixes the 64 bytes from `at` into the state. */
function compress(state: State, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i += 1) {
    const from = at + i * 4;
    schedule[i] =
      ((bytes[from] ?? 0) << 24) |
      ((bytes[from + 1] ?? 0) << 16) |
      ((bytes[from + 2] ?? 0) << 8) |
      (bytes[from + 3] ?? 0);
  }
  for (let i = 16; i < 64; i += 1) {
    const before = schedule[i - 15] ?? 0;
    const last = schedule[i - 2] ?? 0;
    const small = rotate(before, 7) ^ rotate(before, 18) ^ (before >>> 3);
    const large = rotate(last, 17) ^ rotate(last, 19) ^ (last >>> 10);
    schedule[i] = ((schedule[i - 16] ?? 0) + small + (schedule[i - 7] ?? 0) + large) | 0;
  }
  // By index: taking a typed array apart goes through an iterator, which costs more than the rounds.
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let i = 0; i < 64; i += 1) {
    const sumE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sumE + choice + (ROUND_CONSTANTS[i] ?? 0) + (schedule[i] ?? 0)) | 0;
    const sumA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sumA + majority) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
}

/** Returns the state after all bytes, their padding and their length; `bytesBefore` are in `from` already. */
function finish(from: State, bytes: Uint8Array, bytesBefore: number): State {
  const state = from.slice();
  const whole = bytes.length - (bytes.length % BLOCK_BYTES);
  for (let at = 0; at < whole; at += BLOCK_BYTES) compress(state, bytes, at);
  const rest = bytes.length - whole;
  const end = rest < BLOCK_BYTES - 8 ? BLOCK_BYTES : BLOCK_BYTES * 2;
  padded.fill(0);
  padded.set(bytes.subarray(whole));
  padded[rest] = 0x80;
  const bits = (bytesBefore + bytes.length) * 8;
  for (let i = 1; i <= 4; i += 1) padded[end - i] = bits >>> (8 * (i - 1));
  for (let at = 0; at < end; at += BLOCK_BYTES) compress(state, padded, at);
  return state;
}

/** Returns the bytes of a state, 32 of them. */
function toBytes(state: State): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1) bytes[i] = (state[i >> 2] ?? 0) >>> (24 - 8 * (i & 3));
  return bytes;
}

/** Returns the SHA-256 of bytes, of which there may be 500 MB at most. */
export const sha256 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => toBytes(finish(INITIAL, bytes, 0));

/** Prepares a secret for HMAC-SHA-256, so that each text costs two blocks less. */
export function hmacKey(secret: Uint8Array): HmacKey {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(secret.length > BLOCK_BYTES ? sha256(secret) : secret);
  const after = (byte: number): State => {
    const state = INITIAL.slice();
    compress(
      state,
      block.map((of) => of ^ byte),
      0,
    );
    return state;
  };
  return { inner: after(0x36), outer: after(0x5c) };
}

/** Returns the HMAC-SHA-256 of bytes. */
export const hmacSha256 = ({ inner, outer }: HmacKey, bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  toBytes(finish(outer, toBytes(finish(inner, bytes, BLOCK_BYTES)), BLOCK_BYTES));
