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

/** What reading an object has shown: its SHA-256, or that its bytes cannot be had. */
export type ReadBytes = { readonly sha256: string } | 'unreadable' | 'not-read';

/** Something that is wrong in the bucket. */
export interface BucketFinding {
  readonly check: string;
  readonly place: string;
  readonly detail: string;
  readonly advice: string;
  readonly canBeMended: boolean;
  readonly isMended: boolean;
}

/**
 * What is done about a fault: bytes that are lost are kept from new uploads, which mends nothing; a wrong size in the
 * database is corrected; a copy is made again.
 */
export type Mend = 'set-aside' | 'correct-size' | 'remake-render-source';

/** A fault of an object, and how it is mended. */
export interface FileFault {
  readonly finding: BucketFinding;
  readonly mend: Mend;
}

const AGAIN = 'With --repair equal bytes are not taken for these any more: then upload the picture again';
const LOST = `${AGAIN}, or delete the images that show it.`;
const CHANGED = `${AGAIN}.`;

/** Returns what is wrong with the object that a blob names, or undefined where it is as it should be. */
export function checkFile(
  named: NamedObject,
  file: CheckedFile | undefined,
  read: ReadBytes = 'not-read',
): FileFault | undefined {
  const fault = (check: string, detail: string, advice: string, mend: Mend): FileFault => {
    const canBeMended = mend !== 'set-aside';
    return { finding: { check, place: named.key, detail, advice, canBeMended, isMended: false }, mend };
  };
  if (named.kind === 'render-source') {
    if (file !== undefined) return undefined;
    return fault(
      'render-sources',
      'no size can be made without it',
      'It is made again from the original.',
      'remake-render-source',
    );
  }
  if (file === undefined) return fault('originals', 'it is not in the bucket', LOST, 'set-aside');
  if (read === 'unreadable') {
    return fault(
      'originals',
      'it is listed, but its bytes cannot be read',
      `Check again; if it stays so: ${LOST}`,
      'set-aside',
    );
  }
  const sha256 = read === 'not-read' ? file.sha256 : read.sha256;
  const isKnownToBeSame = sha256 !== undefined && named.sha256.endsWith(sha256);
  if (sha256 !== undefined && !isKnownToBeSame) {
    return fault('original-hashes', 'its SHA-256 is another', CHANGED, 'set-aside');
  }
  if (file.byteCount === named.byteCount) return undefined;
  const detail = `it has ${file.byteCount} bytes in place of ${named.byteCount}`;
  return isKnownToBeSame
    ? fault(
        'original-sizes',
        `${detail}; its SHA-256 is right`,
        'The database takes the size of the bytes.',
        'correct-size',
      )
    : fault('original-sizes', detail, CHANGED, 'set-aside');
}
