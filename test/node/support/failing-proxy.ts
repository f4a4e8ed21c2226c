import { createServer, type IncomingMessage, request as requestTo, type ServerResponse } from 'node:http';

/** What the proxy does with one request instead of passing it on. */
export type Failure =
  /** Cuts the line before the service hears of the request. */
  | 'cut-request'
  /** Passes the request on, and cuts the line in the middle of the answer. */
  | 'cut-answer'
  /** Never answers. */
  | 'hang'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** A request that has reached the proxy. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A server on loopback between a client and the service, which fails as it is told. */
export interface FailingProxy {
  readonly url: string;
  /** What has come so far. */
  readonly passed: Passed[];
  /** Lets the next requests fail, one after another. */
  fail(...failures: readonly Failure[]): void;
  /** Passes on to another service from now on. */
  lead(origin: string): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port. */
export async function startFailingProxy(origin: string): Promise<FailingProxy> {
  const failures: Failure[] = [];
  const passed: Passed[] = [];
  let target = origin;
  const server = createServer((request, response) => {
    passed.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
    const failure = failures.shift();
    if (failure === 'cut-request') request.socket.destroy();
    else if (failure === 'hang') request.resume();
    else if (failure === undefined || failure === 'cut-answer')
      passOn(target, request, response, failure !== undefined);
    else answer(request, response, failure);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    passed,
    fail: (...next) => void failures.push(...next),
    lead: (to) => void (target = to),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers once the request was read, as a server does that refuses it. */
function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers = {}, body = '' }: Exclude<Failure, string>,
): void {
  request.resume();
  request.once('end', () => response.writeHead(status, headers).end(body));
}

function passOn(target: string, request: IncomingMessage, response: ServerResponse, isCut: boolean): void {
  const { hostname, port } = new URL(target);
  const headers = { ...request.headers, host: `${hostname}:${port}` };
  const onward = requestTo({ hostname, port, method: request.method, path: request.url, headers }, (incoming) => {
    response.writeHead(incoming.statusCode ?? 502, incoming.headers);
    if (!isCut) return incoming.pipe(response);
    incoming.once('data', (chunk: Buffer) => {
      response.write(chunk.subarray(0, chunk.length / 2), () => request.socket.destroy());
    });
    return undefined;
  });
  onward.once('error', () => request.socket.destroy());
  request.pipe(onward);
}
