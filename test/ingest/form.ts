/** One part of a test form, its header lines as they go on the wire. */
export interface TestPart {
  readonly headers: readonly string[];
  readonly content: string | Uint8Array;
}

const encoder = new TextEncoder();

/** Joins texts (as UTF-8) and bytes. */
export function bytesOf(...pieces: readonly (string | Uint8Array)[]): Uint8Array {
  const encoded = pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece));
  const joined = new Uint8Array(encoded.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of encoded) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}

/** A text part, as browsers and curl send it. */
export function text(name: string, content: string | Uint8Array): TestPart {
  return { headers: [`Content-Disposition: form-data; name="${name}"`], content };
}

/** A file part. */
export function file(name: string, content: string | Uint8Array, fileName = 'shoe.png', type = 'image/png'): TestPart {
  const disposition = `Content-Disposition: form-data; name="${name}"; filename="${fileName}"`;
  return { headers: [disposition, `Content-Type: ${type}`], content };
}

/** A whole form, closed. */
export function form(boundary: string, parts: readonly TestPart[]): Uint8Array {
  const pieces = parts.flatMap(({ headers, content }) => [
    `--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`,
    content,
    '\r\n',
  ]);
  return bytesOf(...pieces, `--${boundary}--\r\n`);
}
