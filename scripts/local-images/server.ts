import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import { JobQueue } from './job-queue.ts';
import { parseOptions } from './options.ts';
import { transformPicture, type ImagesFault } from './transform-picture.ts';

/** More than the hosted service takes, which then is refused with its code. */
const MAX_BODY_BYTES = 21_000_000;
/** How many connections are accepted at a time. */
const MAX_CONNECTIONS = 64;

/** A running local Images service. */
export interface LocalImages {
  /** Where pictures are posted to (src/platform/images.ts), with a secret in its path. */
  readonly url: string;
  /** Closes all connections and stops. */
  close(): Promise<void>;
  /** Lets the process end although the service runs. */
  unref(): void;
}

/**
 * Starts the local Images service on a free port of loopback. Other users of the machine do not know its path, and so
 * cannot use it.
 */
export async function startLocalImages(): Promise<LocalImages> {
  // Pictures differ from request to request; what sharp would keep of them is of no use.
  sharp.cache(false);
  sharp.concurrency(1);
  const path = `/${randomBytes(16).toString('hex')}`;
  const queue = new JobQueue(availableParallelism());
  const server = createServer((request, response) => void answer(request, response, path, queue));
  server.maxConnections = MAX_CONNECTIONS;
  // The runtime keeps its connections for its next requests, and none must be closed beneath one of these.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The local Images service has no port.');
  return {
    url: `http://127.0.0.1:${address.port}${path}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
    unref: () => server.unref(),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  queue: JobQueue,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method !== 'POST' || url.pathname !== path) return sendStatus(response, 404);
    const bytes = await readBody(request);
    const options = parseOptions(jsonOf(url, 'transforms'), jsonOf(url, 'output'));
    if (options === undefined) return sendFault(response, 9401);
    if (bytes === undefined) return sendFault(response, 9413);
    const made = await queue.run(() => transformPicture(bytes, options));
    if (!made.ok) return sendFault(response, made.fault);
    const { contentType, bytes: body } = made.value;
    response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': body.length }).end(body);
  } catch {
    // The connection is gone, or a parameter is not JSON.
    sendStatus(response, 400);
  }
}

const jsonOf = (url: URL, name: string): unknown => JSON.parse(url.searchParams.get(name) ?? 'null');

/** Returns the body; undefined where it is too long, and is then read to its end without being kept. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    lengthBytes += chunk.length;
    if (lengthBytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return lengthBytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function sendFault(response: ServerResponse, code: ImagesFault): void {
  response.writeHead(422, { 'Content-Type': 'application/json' }).end(JSON.stringify({ code }));
}

function sendStatus(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status);
  response.end();
}
