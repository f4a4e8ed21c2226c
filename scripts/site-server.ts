import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { headersOf } from '../site/headers.ts';
import { IMMUTABLE, isPageAsset } from '../site/page-headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Serves the files of the site on loopback, by the rules of Cloudflare's assets that wrangler.toml sets: a page has no
 * extension in its URL, what does not exist is answered with 404.html, and every address under /admin/ with its page.
 *
 * @param isWritten answers wait for it, because the service answers before its site is made.
 * @returns its origin. It ends with this process.
 */
export async function serveSite(folder: string, isWritten: Promise<void> = Promise.resolve()): Promise<string> {
  const server = createServer((request, response) => {
    void isWritten.then(() => respond(folder, request, response));
  });
  // The runtime keeps its connections for its next requests, and none must be closed beneath one of these.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return originOf(server);
}

function respond(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = answer(folder, URL.parse(request.url ?? '/', 'http://site')?.pathname ?? '/');
  const isKnown = status === 200 && request.headers['if-none-match']?.includes(headers['ETag'] ?? '-') === true;
  response.writeHead(isKnown ? 304 : status, headers);
  response.end(isKnown || request.method === 'HEAD' ? undefined : body);
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server of the site has no port.');
  return `http://127.0.0.1:${address.port}`;
}

function answer(folder: string, path: string): Answer {
  if (path === '/admin' || path.startsWith('/admin/')) return answerPage(folder, path);
  if (path === '/docs') return redirect(path, '/docs/');
  if (path.endsWith('.html')) return redirect(path, path.replace(/(?:(?<=\/)index)?\.html$/, ''));
  const candidates = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`];
  const found = candidates.find((name) => isFile(join(folder, name)));
  return file(path, join(folder, found ?? 'docs/404.html'), found === undefined ? 404 : 200);
}

/** Answers for the page at /admin, as site/redirects.ts has it: its scripts and styles, and else its HTML. */
function answerPage(folder: string, path: string): Answer {
  if (path === '/admin') return redirect(path, '/admin/');
  if (!isPageAsset(path)) return file(path, join(folder, 'admin/index.html'), 200);
  const name = join(folder, path);
  return isFile(name) ? file(path, name, 200) : { status: 404, headers: headersOf(path), body: new Uint8Array() };
}

/** True for a file inside the site; the URL has been normalized, so no path leads out of its folder. */
const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

const redirect = (path: string, location: string): Answer => ({
  status: 307,
  headers: { ...headersOf(path), Location: location },
  body: new Uint8Array(),
});

function file(path: string, name: string, status: number): Answer {
  const body = readFileSync(name);
  const headers = {
    'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
    'Cache-Control': 'public, max-age=0, must-revalidate',
    ETag: `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`,
    ...headersOf(path),
    ...(isPageAsset(path) ? IMMUTABLE : {}),
  };
  return { status, headers, body };
}
