import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { fetchTransport, Management } from '@aligent/bigcommerce-api';
import { describe, expect, inject, it } from 'vitest';

/** The part of the client's interface that the tests use. */
interface V3Client {
  get(path: string, params: object): Promise<unknown>;
  list(path: string, params: object): AsyncIterable<{ id: number; sort_order: number }>;
  post(path: string, params: object): Promise<unknown>;
  put(path: string, params: object): Promise<unknown>;
  delete(path: string, params: object): Promise<unknown>;
  send(requestLine: string, params: object): Promise<unknown>;
}

/** Opens the npm package @aligent/bigcommerce-api, changed only in its base URL. */
function client(token = 'demo-token'): V3Client {
  const transport = fetchTransport({
    baseUrl: `${inject('origin')}/stores/demo/v3`,
    headers: { 'X-Auth-Token': token },
    agent: new Agent(),
    retry: false,
  });
  return new Management.V3.Client(transport);
}

const IMAGES = '/catalog/products/{product_id}/images';
const IMAGE = '/catalog/products/{product_id}/images/{image_id}';
const header = { 'Content-Type': 'application/json' };
const pictures = `http://${inject('pictureHost')}/pictures`;

describe('@aligent/bigcommerce-api, V3', () => {
  it('creates by URL, gets, updates, lists all pages to their end and deletes [BC3-17]', async () => {
    const bc = client();
    const path = { product_id: 3101 };
    for (const name of ['cup-landscape.jpg', 'cup-palette.png', 'mug-alpha.webp']) {
      const body = { image_url: `${pictures}/${name}`, product_id: 3101 };
      expect(await bc.post(IMAGES, { path, header, body })).toMatchObject({ product_id: 3101 });
    }
    const listed = [];
    for await (const image of bc.list(IMAGES, { path, query: { limit: 2 } })) listed.push(image);
    expect(listed.map(({ sort_order }) => sort_order)).toEqual([0, 1, 2]);
    const last = listed.at(-1)?.id ?? 0;
    const one = { product_id: 3101, image_id: last };
    expect(await bc.put(IMAGE, { path: one, header, body: { sort_order: 0, is_thumbnail: true } })).toMatchObject({
      id: last,
      sort_order: 0,
      is_thumbnail: true,
    });
    expect(await bc.get(IMAGE, { path: one })).toMatchObject({ id: last, sort_order: 0 });
    expect(await bc.delete(IMAGE, { path: one })).toBeNull();
    expect(await bc.get(IMAGE, { path: one })).toBeNull();
  });

  it('uploads a file as its README shows, as an unchanged multipart body', async () => {
    const file = readFileSync('samples/cup-landscape.jpg');
    const head = '--b\r\nContent-Disposition: form-data; name="image_file"; filename="cup.jpg"\r\n\r\n';
    const body = Buffer.concat([Buffer.from(head), file, Buffer.from('\r\n--b--\r\n')]);
    const response = await client().send(`POST ${IMAGES}`, {
      path: { product_id: 3102 },
      header: { 'Content-Type': 'multipart/form-data; boundary=b' },
      body,
    });
    expect(response).toMatchObject({ status: 200, body: { data: { product_id: 3102, is_thumbnail: true } } });
  });

  it('receives errors with their status and body [BC3-35]', async () => {
    const path = { product_id: 3103 };
    const body = { image_url: 'ftp://example.com/a.jpg', product_id: 3103 };
    await expect(client().post(IMAGES, { path, header, body })).rejects.toThrow(/422 .*Invalid field\(s\): image_url/);
    await expect(client('nobody').post(IMAGES, { path, header, body })).rejects.toThrow(/401 .*Unauthorized/);
    await expect(client().delete(IMAGE, { path: { product_id: 3103, image_id: 5 } })).rejects.toThrow(/404/);
  });
});
