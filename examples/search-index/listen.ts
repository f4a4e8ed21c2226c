import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { verifyWebhook, WebhookError } from 'vitrine-client';
import { SearchIndex } from './search-index.ts';

const [path = 'index.json', port = '8080'] = process.argv.slice(2);
const secret = process.env['VITRINE_WEBHOOK_SECRET'] ?? '';
const index = await SearchIndex.open(path);
/** Deliveries are dealt with one after another, for they write the same file. */
let last: Promise<unknown> = Promise.resolve();

createServer((request, response) => {
  last = last.then(() => receive(request, response));
}).listen(Number(port), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${port}/`));

/** Takes in a delivery, and answers when it is kept: what is not answered well is sent again. */
async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const event = await verifyWebhook(request.headers, await text(request), secret);
    index.apply(event);
    await index.save();
    console.log(`${event.seq} ${event.type} ${event.productId ?? ''}`);
    response.writeHead(204).end();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    response.writeHead(error instanceof WebhookError ? 400 : 500).end();
  }
}
