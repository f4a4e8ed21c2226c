import type { Reply } from './reply.ts';

/** How much of a request was sent. */
export interface UploadProgress {
  readonly loadedBytes: number;
  /** Of the whole request, which is a little more than its files; undefined where a file is a stream. */
  readonly totalBytes: number | undefined;
}

export type OnProgress = (progress: UploadProgress) => void;

/** Returns a stream that tells how much of it was read. */
export function counted(
  stream: ReadableStream<Uint8Array>,
  totalBytes: number | undefined,
  onProgress: OnProgress,
): ReadableStream<Uint8Array> {
  let loadedBytes = 0;
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        loadedBytes += chunk.byteLength;
        onProgress({ loadedBytes, totalBytes });
      },
    }),
  );
}

/** What is sent, as `fetch` takes it. */
interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob;
  readonly signal: AbortSignal;
}

/** Sends with XMLHttpRequest: in browsers nothing else tells how much of a request has left. */
export async function sendWithProgress(url: string, sent: Sent, onProgress: OnProgress): Promise<Reply> {
  sent.signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(sent.method, url);
    for (const [name, value] of Object.entries(sent.headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress({ loadedBytes: loaded, totalBytes: total }),
    );
    request.addEventListener('load', () => {
      const lines = request.getAllResponseHeaders().trim().split(/\r\n/).filter(Boolean);
      const headers = new Headers(
        lines.map((line): [string, string] => {
          const at = line.indexOf(':');
          return [line.slice(0, at), line.slice(at + 1).trim()];
        }),
      );
      resolve({ status: request.status, headers, text: request.responseText });
    });
    request.addEventListener('error', () => reject(new TypeError('The request could not be sent.')));
    request.addEventListener('abort', () => reject(sent.signal.reason));
    sent.signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(sent.body);
  });
}
