/** An object that a blob names. */
export interface NamedObject {
  readonly key: string;
  readonly kind: 'original' | 'render-source';
  /** The key of the blob's original. */
  readonly originalKey: string;
  readonly storeHash: string;
  /** The size and the SHA-256 of the original; the latter is marked where it was set aside, see `setAside`. */
  readonly byteCount: number;
  readonly sha256: string;
}

/** An object as the bucket has it. */
export interface CheckedFile {
  readonly key: string;
  readonly byteCount: number;
  readonly uploadedAtMs: number;
  /** undefined: the bucket was not told when it was stored. */
  readonly sha256: string | undefined;
}

/** Something that is wrong in the bucket. */
export interface BucketFinding {
  readonly check: string;
  readonly place: string;
  readonly detail: string;
  readonly advice: string;
  readonly canBeMended: boolean;
  readonly isMended: boolean;
}

const AGAIN = 'With --repair equal bytes are not taken for these any more: then upload the picture again';
const LOST = `${AGAIN}, or delete the images that show it.`;
const CHANGED = `${AGAIN}.`;

/** Returns what is wrong with the object that a blob names, or undefined where it is as it should be. */
export function checkFile(named: NamedObject, file: CheckedFile | undefined): BucketFinding | undefined {
  const finding = (check: string, detail: string, advice: string, canBeMended = false): BucketFinding => ({
    check,
    place: named.key,
    detail,
    advice,
    canBeMended,
    isMended: false,
  });
  if (named.kind === 'render-source') {
    return file === undefined
      ? finding('render-sources', 'no size can be made without it', 'It is made again from the original.', true)
      : undefined;
  }
  if (file === undefined) return finding('originals', 'it is not in the bucket', LOST);
  if (file.byteCount !== named.byteCount) {
    return finding('original-sizes', `it has ${file.byteCount} bytes in place of ${named.byteCount}`, CHANGED);
  }
  return file.sha256 === undefined || named.sha256.endsWith(file.sha256)
    ? undefined
    : finding('original-hashes', 'its SHA-256 is another', CHANGED);
}
