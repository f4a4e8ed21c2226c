/** A file: a Blob or File, which a request may send again, or a stream, which it sends once. */
export type FileSource = Blob | ReadableStream<Uint8Array>;

/** A part of a form. */
export type Part =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly file: FileSource; readonly fileName: string | undefined };

/** A body of `multipart/form-data`. */
export interface Multipart {
  readonly contentType: string;
  /** All of it, not yet read; undefined where a part is a stream. */
  readonly blob: Blob | undefined;
  /** Reads it: again and again where there is a blob, else once. */
  stream(): ReadableStream<Uint8Array>;
}

/**
 * Writes a form. We do it ourselves because nothing tells the length of a FormData's body, which progress needs, and
 * because its files cannot be streams.
 */
export function toMultipart(parts: readonly Part[]): Multipart {
  const boundary = `vitrine-${crypto.randomUUID()}`;
  const pieces = [
    ...parts.flatMap((part) => [
      `--${boundary}\r\n${headOf(part)}\r\n\r\n`,
      'file' in part ? part.file : part.text,
      '\r\n',
    ]),
    `--${boundary}--\r\n`,
  ];
  const whole = pieces.filter((piece): piece is string | Blob => !(piece instanceof ReadableStream));
  const blob = whole.length === pieces.length ? new Blob(whole) : undefined;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    blob,
    stream: () => blob?.stream() ?? concatenate(pieces.map(toStream)),
  };
}

function headOf(part: Part): string {
  const head = `Content-Disposition: form-data; name="${escaped(part.name)}"`;
  if (!('file' in part)) return head;
  const { file } = part;
  const fileName = part.fileName ?? (file instanceof File ? file.name : 'image');
  const type = (file instanceof Blob && file.type) || 'application/octet-stream';
  return `${head}; filename="${escaped(fileName)}"\r\nContent-Type: ${type}`;
}

/** Escapes a name as browsers do. */
const escaped = (name: string): string => name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const toStream = (piece: string | FileSource): ReadableStream<Uint8Array> =>
  piece instanceof ReadableStream ? piece : new Blob([piece]).stream();

function concatenate(streams: readonly ReadableStream<Uint8Array>[]): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const pipeAll = async (): Promise<void> => {
    for (const stream of streams) await stream.pipeTo(writable, { preventClose: true });
    await writable.close();
  };
  // A stream that breaks has aborted `writable` already, so the request fails with the same reason.
  pipeAll().catch(() => undefined);
  return readable;
}
