import BigCommerce from 'node-bigcommerce';
import { describe, expect, inject, it } from 'vitest';
import { PlainAgent } from '../support/plain-agent.ts';

/** Opens the npm package node-bigcommerce, changed only in the address that it connects to. */
const agent = new PlainAgent(inject('origin'));
const pictures = `http://${inject('pictureHost')}/pictures`;
const client = (accessToken = 'demo-token'): BigCommerce =>
  new BigCommerce({ clientId: 'anyone', accessToken, storeHash: 'demo', apiVersion: 'v3', agent });

const images = (product: number): string => `/catalog/products/${product}/images`;

describe('node-bigcommerce, V3', () => {
  it('lists nothing, creates by URL, gets, lists, updates and deletes [BC3-1, BC3-6]', async () => {
    const bc = client();
    expect(await bc.get(images(3001))).toMatchObject({ data: [], meta: { pagination: { total: 0 } } });
    const created = await bc.post(images(3001), { image_url: `${pictures}/cup-landscape.jpg`, description: 'Cup' });
    expect(created).toMatchObject({ data: { product_id: 3001, is_thumbnail: true, description: 'Cup' } });
    const { data } = created as { data: { id: number; url_zoom: string } };
    expect(await bc.get(`${images(3001)}/${data.id}`)).toEqual(created);
    const updated = await bc.put(`${images(3001)}/${data.id}`, { ...data, description: 'A cup', sort_order: 4 });
    expect(updated).toMatchObject({ data: { id: data.id, description: 'A cup', sort_order: 4 } });
    const replaced = await bc.put(`${images(3001)}/${data.id}`, { image_url: `${pictures}/mug-alpha.webp` });
    expect(replaced).toMatchObject({ data: { image_file: expect.stringMatching(/mug-alpha__\d{5}\.webp$/) } });
    expect(await bc.delete(`${images(3001)}/${data.id}`)).toBe('');
    expect(await bc.get(images(3001))).toMatchObject({ data: [] });
  });

  it('receives errors as it does from BigCommerce', async () => {
    const missing = client().get(`${images(3002)}/999999999`);
    await expect(missing).rejects.toMatchObject({ code: 404, responseBody: expect.stringContaining('was not found') });
    await expect(client('nobody').get(images(3002))).rejects.toMatchObject({ code: 401 });
    const readOnly = client('demo-read-token').post(images(3002), { image_url: `${pictures}/pixel.gif` });
    await expect(readOnly).rejects.toMatchObject({ code: 403 });
    const broken = client().post(images(3002), { image_url: `http://${inject('pictureHost')}/broken/html` });
    await expect(broken).rejects.toMatchObject({ responseBody: expect.stringContaining('could not be downloaded') });
    expect(await client().get(images(3002))).toMatchObject({ data: [] });
  });
});
