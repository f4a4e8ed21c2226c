import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, inject, it } from 'vitest';
import { created, listAll, upload } from '../support/api.ts';

const picture = readFileSync('samples/cup-large.jpg');

/**
 * Sends the head of an upload and a part of its body, and returns what the service answered until the connection ended.
 */
async function sendPart(productId: number, declaredBytes: number, end: 'hang up' | 'half close'): Promise<string> {
  const { hostname, port } = new URL(inject('origin'));
  const socket = connect(Number(port), hostname);
  const head = '--b\r\nContent-Disposition: form-data; name="image_file"; filename="a.jpg"\r\n\r\n';
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(
    `POST /stores/demo/v3/catalog/products/${productId}/images HTTP/1.1\r\nHost: ${hostname}\r\nX-Auth-Token: demo-token\r\n` +
      `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${declaredBytes}\r\nConnection: close\r\n\r\n${head}`,
  );
  await new Promise((resolve) => socket.write(picture.subarray(0, 50_000), resolve));
  if (end === 'hang up') socket.destroy();
  else socket.end();
  await closed;
  return answer;
}

it.each(['hang up', 'half close'] as const)(
  'a client that disconnects during an upload (%s) leaves nothing, and affects no other request',
  async (end) => {
    const origin = inject('origin');
    const productId = end === 'hang up' ? 4201 : 4202;
    const answer = await sendPart(productId, picture.length + 200, end);
    expect(answer).not.toContain(' 200 ');
    expect((await listAll(origin, productId)).images).toEqual([]);
    const image = await created(await upload(origin, productId, picture));
    expect((await listAll(origin, productId)).images.map(({ id }) => id)).toEqual([image.id]);
  },
);

it('a file over 8 MB is answered, without a broken connection', async () => {
  const response = await upload(inject('origin'), 4203, new Uint8Array(9 * 1024 * 1024));
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ code: 10001 });
});

it('an upload without a token is answered with 401, however large it is', async () => {
  const url = `${inject('origin')}/stores/demo/v3/catalog/products/4204/images`;
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(8 * 1024 * 1024) });
  expect(response.status).toBe(401);
});

/** Sends the head of an upload and nothing of its body. Returns the socket, and the first line of the answer. */
function sendHead(token: string, productId: number): { readonly status: Promise<string>; readonly end: () => void } {
  const { hostname, port } = new URL(inject('origin'));
  const socket = connect(Number(port), hostname);
  const status = new Promise<string>((resolve) => {
    socket.once('data', (chunk: Buffer) => resolve(chunk.toString().slice(0, 12)));
    socket.once('close', () => resolve('closed'));
  });
  socket.write(
    `POST /stores/demo/v3/catalog/products/${productId}/images HTTP/1.1\r\nHost: ${hostname}\r\nX-Auth-Token: ${token}\r\n` +
      `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${8 * 1024 * 1024}\r\n\r\n`,
  );
  return { status, end: () => socket.destroy() };
}

it('a wrong token hears its 401 although its body never comes [IMG-29]', async () => {
  const { status, end } = sendHead('wrong', 4205);
  expect(await status).toBe('HTTP/1.1 401');
  end();
}, 8_000);

it('idle connections that declare 8 MB keep nobody from uploading, writing or seeing a size [IMG-28]', async () => {
  const origin = inject('origin');
  const idle = Array.from({ length: 12 }, () => sendHead('demo-token', 4206));
  const image = await created(await upload(origin, 4207, picture));
  const url = `${origin}/stores/demo/v3/catalog/products/4207/images/${image.id}`;
  const headers = { 'X-Auth-Token': 'demo-token', 'Content-Type': 'application/json' };
  const written = await fetch(url, { method: 'PUT', headers, body: '{"description":"new"}' });
  expect(written.status).toBe(200);
  expect((await fetch(image.url_tiny)).status).toBe(200);
  for (const { end } of idle) end();
});

it('an upload that stops hears why, in the form of its API [IMG-28]', async () => {
  const { status, end } = sendHead('demo-token', 4208);
  expect(await status).toMatch(/^HTTP\/1\.1 4\d\d$/);
  end();
}, 30_000);
