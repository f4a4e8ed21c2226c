/**
 * SHA-256 and HMAC at once, without a promise. The platform's own takes a promise and a key object for each text, which
 * costs more than the text: a list of fifty images has 250 signatures. For files and for what is compared with a secret
 * the platform's is used. The tests compare both.
 */

const BLOCK_BYTES = 64;

/** The first 64 primes. */
const PRIMES = Array.from({ length: 312 }, (_, number) => number).filter(isPrime);

/** The first 32 bits of the fractional parts of their cube roots: 600 bytes less than to write them out. */
const ROUND_CONSTANTS = Int32Array.from(PRIMES, (prime) => Math.floor((Math.cbrt(prime) % 1) * 2 ** 32));

/** The same of the square roots of the first eight. */
const INITIAL: State = Int32Array.from(PRIMES.slice(0, 8), (prime) => Math.floor((Math.sqrt(prime) % 1) * 2 ** 32));

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
  mix(state);
}

/** Mixes the first 16 words of the schedule into the state. */
function mix(state: State): void {
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
export const hmacSha256 = (key: HmacKey, bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  toBytes(hmacSha256Words(key, bytes));

/** Returns the HMAC-SHA-256 of bytes as eight words of 32 bits. */
export function hmacSha256Words({ inner, outer }: HmacKey, bytes: Uint8Array): State {
  const state = outer.slice();
  // One block: the inner hash, a one and zeros, and the length in bits with the block of the key.
  schedule.set(finish(inner, bytes, BLOCK_BYTES));
  schedule[8] = 0x80000000;
  schedule.fill(0, 9, 15);
  schedule[15] = (BLOCK_BYTES + 32) * 8;
  mix(state);
  return state;
}

function isPrime(number: number): boolean {
  for (let factor = 2; factor * factor <= number; factor += 1) if (number % factor === 0) return false;
  return number > 1;
}
