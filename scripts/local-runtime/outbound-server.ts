import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request as requestHttp,
  type RequestOptions,
  type ServerResponse,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { ADDRESS_REFUSED_HEADER, hostAndPort } from '../../src/ingest/url-rules.ts';
import { isPublicAddress } from './public-address.ts';

/** Returns all addresses of a name. @throws where it has none. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/** Who may be asked, and how names are resolved. */
interface OutboundRules {
  /** Entries `host:port` that may be asked although their addresses are not public. */
  readonly allowedHosts: readonly string[];
  readonly resolve?: Resolve | undefined;
}

/** The way out of the local service. */
export interface OutboundServer {
  /** `127.0.0.1:{port}` */
  readonly address: string;
  /** What a request has to carry to be let out, so that no other program of the machine can use it. */
  readonly keyHeader: { readonly name: string; readonly value: string };
  close(): void;
}

const KEY_HEADER = 'Vitrine-Outbound-Key';

/** The key, the host, which the URL says, and headers of one connection, which say nothing of the next one (RFC 9110, 7.6.1). */
const LEFT_OUT: ReadonlySet<string> = new Set([
  KEY_HEADER.toLowerCase(),
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  // The mark of this server, which no other may set.
  ADDRESS_REFUSED_HEADER.toLowerCase(),
]);

/**
 * Starts the server that all requests of the local service to others go through, which a Worker in the cloud leaves to
 * the platform: it resolves the name, refuses it where an address of it is not public, and connects to the addresses
 * that it has checked, so that a second answer of the name server changes nothing. Bytes, statuses and headers pass
 * unchanged both ways; a server that cannot be reached, or that breaks off, is a broken connection to the service, too.
 */
export async function startOutboundServer({
  allowedHosts,
  resolve = systemResolve,
}: OutboundRules): Promise<OutboundServer> {
  const key = randomBytes(24).toString('hex');
  // The runtime names the host in the URL alone, as clients of proxies may.
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    const url = hasKey(request, key) ? URL.parse(request.url ?? '') : null;
    if (url === null) response.writeHead(403).end();
    else void passOn({ url, request, response, allowedHosts, resolve }).catch(() => request.socket.destroy());
  });
  // The runtime keeps its connections for its next requests, and none must be closed beneath one of these.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The way out has no port.');
  return {
    address: `127.0.0.1:${address.port}`,
    keyHeader: { name: KEY_HEADER, value: key },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function hasKey(request: IncomingMessage, key: string): boolean {
  const [given, wanted] = [Buffer.from(String(request.headers[KEY_HEADER.toLowerCase()])), Buffer.from(key)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

interface Passing {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly allowedHosts: readonly string[];
  readonly resolve: Resolve;
}

async function passOn({ url, request, response, allowedHosts, resolve }: Passing): Promise<void> {
  const addresses = await addressesOf(url, resolve);
  const isRefused =
    !allowedHosts.includes(hostAndPort(url)) && !addresses.every(({ address }) => isPublicAddress(address));
  if (isRefused) {
    request.resume();
    return void response.writeHead(403, { [ADDRESS_REFUSED_HEADER]: 'true' }).end();
  }
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const onward = send({
    ...targetOf(url, addresses),
    method: request.method,
    headers: headersFor(request.rawHeaders, ['Host', url.host]),
  });
  onward.once('error', () => request.socket.destroy());
  onward.once('response', (answer) => {
    // A status or a header that cannot be passed on is a broken answer.
    if (passHead(answer, response)) {
      answer.once('error', () => request.socket.destroy());
      answer.pipe(response);
    } else onward.destroy(new Error('The answer is broken.'));
  });
  // Also where the service has given up, or has its answer: what comes after that is for nobody.
  response.once('close', () => onward.destroy());
  request.pipe(onward);
}

/** Passes status and headers on. Returns false where they cannot be written. */
function passHead(answer: IncomingMessage, response: ServerResponse): boolean {
  try {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headersFor(answer.rawHeaders));
    return true;
  } catch {
    return false;
  }
}

/** Resolves the host of a URL, unless it is an address itself. @throws where the name has no address. */
async function addressesOf(url: URL, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const host = bareHost(url);
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (addresses.length === 0) throw new Error(`${host} has no address.`);
  return addresses;
}

const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Returns where to connect to. `lookup` answers with what was checked, in place of asking the name server again. */
function targetOf(url: URL, addresses: readonly LookupAddress[]): RequestOptions & { readonly servername?: string } {
  const host = bareHost(url);
  return {
    host,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port,
    path: `${url.pathname}${url.search}`,
    agent: false,
    setHost: false,
    ...(isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {}),
    lookup: (_hostname, { all = false }, callback) => {
      const [first] = addresses;
      if (all || first === undefined) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    },
  };
}

/** Returns headers as they came, in a list of names and values, with `own` in place of those of the connection and the key. */
function headersFor(rawHeaders: readonly string[], own: readonly string[] = []): string[] {
  const left = rawHeaders.flatMap((name, index) =>
    index % 2 === 1 || LEFT_OUT.has(name.toLowerCase()) ? [] : [name, rawHeaders[index + 1] ?? ''],
  );
  return [...own, ...left];
}
