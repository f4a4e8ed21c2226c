import { createServer } from 'node:http';

/** A received webhook. */
export interface Received {
  readonly body: string;
  readonly signature: string;
  /** Those of Standard Webhooks. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A server on loopback that receives webhooks. */
export interface WebhookHost {
  /** `127.0.0.1:{port}` */
  readonly host: string;
  /** Waits for the next webhook that was not returned yet. */
  next(): Promise<Received>;
  close(): Promise<void>;
}

/** Starts a receiver on a free port. */
export async function startWebhookHost(): Promise<WebhookHost> {
  const waiting: ((received: Received) => void)[] = [];
  const arrived: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.end();
      const standard = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
      const received = {
        body,
        signature: String(request.headers['shoptet-webhook-signature']),
        headers: Object.fromEntries(standard.map((name) => [name, String(request.headers[name])])),
      };
      const waiter = waiting.shift();
      if (waiter === undefined) arrived.push(received);
      else waiter(received);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    host: `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    next: async () =>
      arrived.shift() ??
      (await new Promise<Received>((resolve) => {
        waiting.push(resolve);
      })),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
