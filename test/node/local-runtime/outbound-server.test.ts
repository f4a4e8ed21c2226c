import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type OutboundServer,
  type Resolve,
  startOutboundServer,
} from '../../../scripts/local-runtime/outbound-server.ts';

/** What the host behind the way out was asked. */
interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const GZIPPED = gzipSync('a text');

let host: Server;
let port: number;
let asked: Asked[];
let outbound: OutboundServer | undefined;
let onHangUp: (() => void) | undefined;

beforeEach(async () => {
  asked = [];
  host = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      asked.push({ method: incoming.method, url: incoming.url, headers: incoming.headers, body });
      if (incoming.url === '/redirect') outgoing.writeHead(302, { Location: 'http://127.0.0.1/' }).end();
      else if (incoming.url === '/gzip')
        outgoing
          .writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': GZIPPED.length, 'X-Own': 'a, b' })
          .end(GZIPPED);
      else if (incoming.url === '/short')
        outgoing.writeHead(200, { 'Content-Length': 100 }).write('half', () => outgoing.destroy());
      else if (incoming.url === '/status') outgoing.socket?.end('HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n');
      else if (incoming.url === '/trailer')
        outgoing.socket?.end(
          'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTrailer: X-A\r\nVitrine-Address-Refused: true\r\n\r\nabc',
        );
      else if (incoming.url === '/endless') {
        outgoing.write('first');
        outgoing.once('close', () => onHangUp?.());
      } else outgoing.end('here');
    });
  });
  await new Promise<void>((listening) => host.listen(0, '127.0.0.1', listening));
  const address = host.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterEach(async () => {
  outbound?.close();
  host.closeAllConnections();
  await new Promise((closed) => host.close(closed));
});

/** Starts a way out on which names resolve as told. */
async function start(resolve?: Resolve, allowedHosts: readonly string[] = []): Promise<OutboundServer> {
  outbound = await startOutboundServer({ allowedHosts, resolve });
  return outbound;
}

/** Asks for a URL as the runtime does. */
function ask(url: string, { key, method = 'GET', body = '' }: { key?: string; method?: string; body?: string } = {}) {
  const { address, keyHeader } = outbound ?? expect.fail('no way out');
  const [hostname, ownPort] = address.split(':');
  return new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { [keyHeader.name]: key ?? keyHeader.value, 'Accept-Encoding': 'identity', 'X-Sent': 'as it is' };
    request({ hostname, port: ownPort, method, path: url, headers, agent: false }, resolve)
      .once('error', reject)
      .end(body);
  });
}

async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const toLoopback: Resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);

describe('the way out refuses', () => {
  it.each([
    ['a private address', [{ address: '192.168.0.1', family: 4 }]],
    ['a mapped one', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['one behind NAT64', [{ address: '64:ff9b::7f00:1', family: 6 }]],
    [
      'one beside a public one',
      [
        { address: '8.8.8.8', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    ],
  ])('a name that leads to %s [RUN-8]', async (_what, addresses) => {
    await start(() => Promise.resolve(addresses));
    const answer = await ask(`http://pictures.example:${port}/`);
    expect([answer.statusCode, answer.headers['vitrine-address-refused']]).toEqual([403, 'true']);
    expect(asked).toEqual([]);
  });

  it.each(['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1'])(
    '%s, as this machine resolves it [RUN-8]',
    async (name) => {
      await start();
      const answer = await ask(`http://${name}:${port}/`);
      expect([answer.statusCode, answer.headers['vitrine-address-refused']]).toEqual([403, 'true']);
      expect(asked).toEqual([]);
    },
  );

  it('whoever does not have its key [RUN-8]', async () => {
    await start(toLoopback, [`127.0.0.1:${port}`]);
    expect((await ask(`http://127.0.0.1:${port}/`, { key: 'another' })).statusCode).toBe(403);
    expect(asked).toEqual([]);
  });
});

describe('the way out passes on', () => {
  it('to the address that it has checked, with one question to the name server [RUN-9]', async () => {
    const questions: string[] = [];
    await start(
      (name) => {
        questions.push(name);
        // Whoever asked twice would be led elsewhere.
        const address = questions.length === 1 ? '127.0.0.1' : '192.0.2.1';
        return Promise.resolve([{ address, family: 4 }]);
      },
      [`pictures.example:${port}`],
    );
    const answer = await ask(`http://pictures.example:${port}/a?b=c`, { method: 'POST', body: 'sent' });
    expect((await bytesOf(answer)).toString()).toBe('here');
    expect(questions).toEqual(['pictures.example']);
    expect(asked).toMatchObject([{ method: 'POST', url: '/a?b=c', body: 'sent' }]);
    expect(asked[0]?.headers).toMatchObject({
      host: `pictures.example:${port}`,
      'x-sent': 'as it is',
      'accept-encoding': 'identity',
    });
    expect(Object.keys(asked[0]?.headers ?? {})).not.toContain('vitrine-outbound-key');
  });

  it('bytes and headers as they came, compressed ones too [RUN-10]', async () => {
    await start(undefined, [`127.0.0.1:${port}`]);
    const answer = await ask(`http://127.0.0.1:${port}/gzip`);
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(GZIPPED.length),
      'x-own': 'a, b',
    });
    expect(await bytesOf(answer)).toEqual(GZIPPED);
  });

  it('redirects, which it does not follow [RUN-10]', async () => {
    await start(undefined, [`127.0.0.1:${port}`]);
    const answer = await ask(`http://127.0.0.1:${port}/redirect`);
    expect([answer.statusCode, answer.headers.location]).toEqual([302, 'http://127.0.0.1/']);
  });

  it('what breaks off as broken, and what cannot be reached as no answer [RUN-10]', async () => {
    await start(undefined, [`127.0.0.1:${port}`, '127.0.0.1:1', 'no.such.name.example:80']);
    await expect(ask(`http://127.0.0.1:${port}/short`).then(bytesOf)).rejects.toThrow('aborted');
    await expect(ask('http://127.0.0.1:1/')).rejects.toThrow('hang up');
    await expect(ask('http://no.such.name.example:80/')).rejects.toThrow('hang up');
  });

  it('an answer that cannot be passed on as a broken one, and none that speaks for the way out itself [RUN-10]', async () => {
    await start(undefined, [`127.0.0.1:${port}`]);
    await expect(ask(`http://127.0.0.1:${port}/status`)).rejects.toThrow('hang up');
    const answer = await ask(`http://127.0.0.1:${port}/trailer`);
    expect([answer.statusCode, answer.headers['vitrine-address-refused']]).toEqual([200, undefined]);
    expect((await bytesOf(answer)).toString()).toBe('abc');
  });

  it('that the service has hung up [RUN-10]', async () => {
    const { promise: hungUp, resolve } = Promise.withResolvers<void>();
    onHangUp = resolve;
    await start(undefined, [`127.0.0.1:${port}`]);
    const answer = await ask(`http://127.0.0.1:${port}/endless`);
    answer.once('data', () => answer.destroy());
    await expect(hungUp).resolves.toBeUndefined();
  });
});
