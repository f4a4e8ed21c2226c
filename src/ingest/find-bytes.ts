/** Returns where a pattern begins in bytes, at or after `from`; -1 where it is not there. */
export function findBytes(bytes: Uint8Array, pattern: Uint8Array, from = 0): number {
  const [first = 0] = pattern;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (at + pattern.length > bytes.length) return -1;
    if (beginsAt(bytes, pattern, at)) return at;
  }
  return -1;
}

function beginsAt(bytes: Uint8Array, pattern: Uint8Array, at: number): boolean {
  for (let index = 1; index < pattern.length; index += 1) {
    if (bytes[at + index] !== pattern[index]) return false;
  }
  return true;
}
