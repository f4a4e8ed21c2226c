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
