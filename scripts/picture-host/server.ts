import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import { TINY_PNG, VARIANTS } from './broken.ts';

/** How to start a picture host. */
export interface PictureHostOptions {
  /** 0: any free port. */
  readonly port: number;
  /** A folder whose files are served under `/pictures/{file name}`; its subfolders are not served. */
  readonly folder?: string;
}

/** A running picture host. */
export interface PictureHost {
  /** `127.0.0.1:{port}`, as INGEST_ALLOWED_HOSTS needs it. */
  readonly host: string;
  /** The paths and headers of the last MAX_SEEN requests, the latest last. */
  readonly seen: readonly SeenRequest[];
  /** Closes all connections and stops. */
  close(): Promise<void>;
}

interface SeenRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** How many connections are accepted at a time. */
const MAX_CONNECTIONS = 200;

/** How many requests are remembered. */
const MAX_SEEN = 1_000;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.bmp': 'image/bmp',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.wbmp': 'image/vnd.wap.wbmp',
  '.webp': 'image/webp',
  '.xbm': 'image/x-xbitmap',
};

/**
 * Starts a server of pictures on loopback, for tests and for integrators without a public host. `/tiny.png` is a good
 * picture, `/pictures/…` serves a folder, and `/broken/{variant}` gives the broken answers of broken.ts.
 */
export async function startPictureHost(options: PictureHostOptions): Promise<PictureHost> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (seen.push({ path, headers: request.headers }) > MAX_SEEN) seen.shift();
    const [, place = '', name = '', argument = ''] = path.split(/[/?]/);
    const variant = VARIANTS[name];
    if (place === 'tiny.png') sendPicture(response, 'image/png', TINY_PNG);
    else if (place === 'broken' && variant !== undefined) variant({ request, response, argument });
    else if (place === 'pictures') void sendFile(response, options.folder, name);
    else sendNothing(response);
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${portOf(server.address())}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { host, seen, close };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function sendFile(response: ServerResponse, folder: string | undefined, name: string): Promise<void> {
  if (folder === undefined) return sendNothing(response);
  try {
    // Only the base name is used, so that no path leads out of the folder.
    const file = basename(decodeURIComponent(name));
    const bytes = await readFile(join(folder, file));
    sendPicture(response, CONTENT_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream', bytes);
  } catch {
    sendNothing(response);
  }
}

function sendPicture(response: ServerResponse, contentType: string, bytes: Buffer): void {
  response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': bytes.length });
  response.end(bytes);
}

function sendNothing(response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain' });
  response.end('No such picture.\n');
}
