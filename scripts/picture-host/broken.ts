import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** A valid picture of one pixel. */
export const TINY_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** After this many bytes an endless answer ends, where the client has not closed the connection. */
const ENDLESS_BYTES = 256 * 1024 * 1024;

/** How long a dripping answer lasts; it sends one byte every DRIP_MS. */
const DRIP_TOTAL_MS = 60_000;
const DRIP_MS = 50;

const PAGE = '<!DOCTYPE html>\n<html><head><title>Not found</title></head><body>No such picture.</body></html>';

/** 64 MB of zeros, gzipped to 64 kB; made for the first request. */
let bomb: Buffer | undefined;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The part of the path after the variant's name. */
  readonly argument: string;
}

type Variant = (exchange: Exchange) => void;

function send(response: ServerResponse, headers: Record<string, string | number>, body: Buffer | string): void {
  response.writeHead(200, { 'Content-Type': 'image/png', ...headers });
  response.end(body);
}

function redirect(response: ServerResponse, location: string | undefined, status = 302): void {
  response.writeHead(status, location === undefined ? {} : { Location: location });
  response.end('moved');
}

/** The broken answers by their name in `/broken/{name}` or `/broken/{name}/{argument}`. */
export const VARIANTS: Readonly<Record<string, Variant>> = {
  status: ({ response, argument }) => {
    response.writeHead(/^[2-5]\d\d$/.test(argument) ? Number(argument) : 404, { 'Content-Type': 'image/png' });
    response.end();
  },
  html: ({ response }) => send(response, { 'Content-Type': 'text/html; charset=utf-8' }, PAGE),
  'html-as-jpeg': ({ response }) => send(response, { 'Content-Type': 'image/jpeg' }, `\ufeff\n ${PAGE}`),
  'picture-as-html': ({ response }) => send(response, { 'Content-Type': 'text/html' }, TINY_PNG),
  empty: ({ response }) => send(response, {}, ''),
  'empty-chunked': ({ response }) => void response.writeHead(200).end(),
  truncated: ({ response }) => send(response, {}, TINY_PNG.subarray(0, 40)),
  silent: () => undefined,
  'silent-body': ({ response }) => {
    response.writeHead(200, { 'Content-Length': 1_000 });
    response.write(TINY_PNG);
  },
  drip: ({ response }) => drip(response),
  endless: ({ response }) => endless(response),
  'long-length': ({ response }) => {
    response.writeHead(200, { 'Content-Length': 1_000 });
    response.write(TINY_PNG, () => response.socket?.end());
  },
  'short-length': ({ response }) => raw(response, 'Content-Length: 40\r\n'),
  'huge-length': ({ response }) => {
    response.writeHead(200, { 'Content-Length': 9_000_000_000 });
    response.write(TINY_PNG);
  },
  'length-not-a-number': ({ response }) => raw(response, 'Content-Length: many\r\n'),
  'cut-chunked': ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'image/png' });
    response.write(TINY_PNG.subarray(0, 40), () => response.socket?.destroy());
  },
  reset: ({ request }) => void request.socket.resetAndDestroy(),
  garbage: ({ response }) => void response.socket?.end('This is no HTTP at all.\r\n\r\n'),
  gzip: ({ response }) => send(response, { 'Content-Encoding': 'gzip' }, gzipSync(TINY_PNG)),
  'gzip-bomb': ({ response }) => {
    bomb ??= gzipSync(Buffer.alloc(64 * 1024 * 1024));
    send(response, { 'Content-Encoding': 'gzip', 'Content-Length': bomb.length }, bomb);
  },
  'gzip-broken': ({ response }) => send(response, { 'Content-Encoding': 'gzip' }, 'this is not gzip'),
  named: ({ response }) => send(response, { 'Content-Disposition': 'attachment; filename="Red Shoe.png"' }, TINY_PNG),
  redirects: ({ response, argument }) => {
    const left = Number.parseInt(argument, 10);
    redirect(response, left > 1 ? `/broken/redirects/${left - 1}` : '../../tiny.png', 307);
  },
  'redirect-loop': ({ response }) => redirect(response, '/broken/redirect-loop'),
  'redirect-to': ({ response, argument }) => redirect(response, decodeURIComponent(argument)),
  'redirect-nowhere': ({ response }) => redirect(response, undefined, 301),
};

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'image/png' });
  const drops = setInterval(() => response.write('.'), DRIP_MS);
  const end = setTimeout(() => response.destroy(), DRIP_TOTAL_MS);
  response.once('close', () => {
    clearInterval(drops);
    clearTimeout(end);
  });
}

function endless(response: ServerResponse): void {
  const block = Buffer.alloc(64 * 1024);
  let sentBytes = 0;
  const writeMore = (): void => {
    while (sentBytes < ENDLESS_BYTES && !response.destroyed) {
      sentBytes += block.length;
      if (!response.write(block)) return void response.once('drain', writeMore);
    }
    response.destroy();
  };
  response.writeHead(200, { 'Content-Type': 'image/png' });
  writeMore();
}

/** Writes header lines that contradict the body to the socket itself, because Node would refuse to send them. */
function raw(response: ServerResponse, headerLines: string): void {
  const { socket } = response;
  socket?.write(`HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n${headerLines}Connection: close\r\n\r\n`);
  socket?.end(TINY_PNG);
}
