import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import BigCommerce from 'node-bigcommerce';
import { describe, expect, inject, it } from 'vitest';
import { PlainAgent } from '../support/plain-agent.ts';

/**
 * Opens the npm package node-bigcommerce in its default version, V2, changed only in the address that it connects to.
 */
const agent = new PlainAgent(inject('origin'));
const pictures = `http://${inject('pictureHost')}/pictures`;
const client = (responseType: 'json' | 'xml', accessToken = 'demo-token'): BigCommerce =>
  new BigCommerce({ clientId: 'anyone', accessToken, storeHash: 'demo', responseType, agent });

interface Image {
  readonly id: number;
  readonly description: string | null;
  readonly sort_order: number;
  readonly image_file: string;
  readonly zoom_url: string;
}

/** Parses the text that the client returns for XML, which contains one image or several. */
function imagesOf(answer: unknown): Image[] {
  if (typeof answer !== 'string') return [answer].flat() as Image[];
  if (answer === '') return [];
  const { root } = parseXml(answer);
  const elements = root?.name === 'image' ? [root] : (root?.children ?? []);
  return elements.filter((element) => element instanceof XmlElement).map(toImage);
}

function toImage(element: XmlElement): Image {
  const texts = element.children.filter((child) => child instanceof XmlElement);
  const text = (name: string): string => texts.find((child) => child.name === name)?.text ?? '';
  const description = text('description');
  return {
    id: Number(text('id')),
    description: description === 'NULL' ? null : description,
    sort_order: Number(text('sort_order')),
    image_file: text('image_file'),
    zoom_url: text('zoom_url'),
  };
}

const oneOf = (answer: unknown): Image => {
  const [image] = imagesOf(answer);
  if (image === undefined) throw new Error('no image');
  return image;
};

describe.each([
  ['json', 2001],
  ['xml', 2101],
] as const)('node-bigcommerce, V2 in %s', (form, product) => {
  const images = `/products/${product}/images`;
  const bc = client(form);

  it('lists nothing, creates by URL, counts, gets, pages, updates and deletes [BC2-1]', async () => {
    expect(await bc.get(images)).toBe('');
    const url = `${pictures}/cup-landscape.jpg`;
    const first = oneOf(await bc.post(images, { image_file: url, description: 'Cups & mugs' }));
    const second = oneOf(await bc.post(images, { image_file: url }));
    expect(first).toMatchObject({ description: 'Cups & mugs', sort_order: 0 });
    expect(second).toMatchObject({ description: null, sort_order: 1 });
    const count = await bc.get(`${images}/count`);
    if (form === 'json') expect(count).toEqual({ count: 2 });
    else expect(count).toContain('<images><count>2</count></images>');
    expect(oneOf(await bc.get(`${images}/${first.id}`))).toMatchObject({ id: first.id, zoom_url: first.zoom_url });
    expect(imagesOf(await bc.get(images)).map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(imagesOf(await bc.get(`${images}?page=2&limit=1`)).map(({ id }) => id)).toEqual([second.id]);
    expect(imagesOf(await bc.get(`${images}?page=3&limit=1`))).toEqual([]);
    const moved = oneOf(await bc.put(`${images}/${second.id}`, { sort_order: 0, description: 'First now' }));
    expect(moved).toMatchObject({ sort_order: 0, description: 'First now' });
    expect(oneOf(await bc.get(`${images}/${first.id}`)).sort_order).toBe(1);
    // The client sends BigCommerce's host, which the URLs in the answer therefore have.
    const picture = new URL(first.zoom_url).pathname;
    expect((await fetch(`${inject('origin')}${picture}`)).status).toBe(200);
    expect(await bc.delete(`${images}/${first.id}`)).toBe('');
    expect(await bc.delete(images)).toBe('');
    expect(await bc.get(images)).toBe('');
  });

  it('receives errors as it does from BigCommerce', async () => {
    const others = `/products/${product + 1}/images`;
    await expect(bc.get(`${others}/999999999`)).rejects.toMatchObject({
      code: 404,
      responseBody: expect.stringContaining('The requested resource was not found.') as string,
    });
    await expect(bc.get(`${others}?limit=251`)).rejects.toMatchObject({ code: 413 });
    await expect(bc.post(others, { id: 7 })).rejects.toMatchObject({
      code: 400,
      responseBody: expect.stringMatching(/field 'id' cannot be written to/) as string,
    });
    await expect(bc.post(others, { image_file: `${pictures}/none.jpg` })).rejects.toMatchObject({
      code: 400,
      responseBody: expect.stringContaining('could not be downloaded and may be invalid') as string,
    });
    await expect(client(form, 'nobody').get(others)).rejects.toMatchObject({ code: 401 });
    await expect(client(form, 'demo-read-token').delete(others)).rejects.toMatchObject({ code: 403 });
    expect(await bc.get(others)).toBe('');
  });

  it('receives gzip or no compression, never deflate [BC-16]', async () => {
    const { id } = oneOf(await bc.post(images, { image_file: `${pictures}/cup-landscape.jpg` }));
    for (const path of [images, `${images}/${id}`, `${images}/count`]) {
      const response = await fetch(`${inject('origin')}/stores/demo/v2${path}.${form}`, {
        headers: { 'X-Auth-Token': 'demo-token', 'Accept-Encoding': 'gzip, deflate' },
      });
      expect([null, 'identity', 'gzip']).toContain(response.headers.get('Content-Encoding'));
      expect(response.headers.get('X-Rate-Limit-Requests-Quota')).toBeNull();
      expect(await response.text()).not.toBe('');
    }
    await bc.delete(images);
  });
});

it('the service accepts HTTP Basic as curl sends it [BC2-26]', async () => {
  const run = promisify(execFile);
  const url = `${inject('origin')}/api/v2/products/images/count.xml`;
  const { stdout } = await run('curl', ['-s', '--compressed', '-u', 'demo:demo-token', url]);
  expect(stdout).toMatch(/<images><count>\d+<\/count><\/images>/);
});

it('the service accepts multipart without a boundary, as some clients send it [BC-12, BC-14]', async () => {
  const file = await readFile('samples/cup-landscape.jpg');
  const body = Buffer.concat([
    Buffer.from(
      '--x\r\nContent-Disposition: form-data; name="image_file"\r\nContent-Type: application/octet-stream\r\n\r\n',
    ),
    file,
    Buffer.from('\r\n--x--\r\n'),
  ]);
  const response = await fetch(`${inject('origin')}/stores/demo/v2/products/2201/images`, {
    method: 'POST',
    headers: { 'X-Auth-Token': 'demo-token', 'Content-Type': 'multipart/form-data' },
    body,
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('Location')).toMatch(/\/stores\/demo\/v2\/products\/2201\/images\/\d+$/);
});
