import { expect, it } from 'vitest';
import { sample } from '../support/pictures.ts';
import { Recorder } from '../support/recorder.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { newStore } from '../support/stores.ts';

const cup = sample('cup-landscape.jpg');
const serveCup = () =>
  serveRemote({ '/cup.jpg': () => new Response(cup, { headers: { 'Content-Type': 'image/jpeg' } }) });
const CUP_URL = `${REMOTE}/cup.jpg`;

it('examples of BigCommerce V3 are requests and their answers [REF-4]', async () => {
  serveCup();
  const store = await newStore();
  const recorder = new Recorder('bigcommerce-v3', store);
  const images = `/stores/${store.hash}/v3/catalog/products/7/images`;
  await recorder.send('POST', images, {
    title: 'From a URL',
    json: { image_url: CUP_URL, is_thumbnail: true, description: 'A cup' },
  });
  await recorder.send('POST', images, {
    title: 'From a file',
    form: { image_file: sample('mug-alpha.webp'), description: 'A mug' },
  });
  await recorder.send('POST', images, { title: 'Without a picture', json: { description: 'A cup' } });
  await recorder.send('GET', `${images}?limit=1`, { title: 'The first page' });
  await recorder.send('GET', `${images}/1?include_fields=sort_order,url_zoom`, { title: 'Two fields of an image' });
  await recorder.send('PUT', `${images}/2`, { title: 'Move to the front', json: { sort_order: 0 } });
  await recorder.send('POST', `${images}/2`, {
    title: 'Another picture',
    form: { image_file: sample('cup-square.webp') },
  });
  const variant = `/stores/${store.hash}/v3/catalog/products/7/variants/3/image`;
  await recorder.send('POST', variant, { title: 'From a URL', json: { image_url: CUP_URL } });
  await recorder.send('DELETE', `${images}/2`, { title: 'Delete an image' });
  for (const [file, text] of recorder.files()) await expect(text).toMatchFileSnapshot(file);
});

it('examples of BigCommerce V2 are requests and their answers [REF-4]', async () => {
  serveCup();
  const store = await newStore();
  const recorder = new Recorder('bigcommerce-v2', store);
  const base = `/stores/${store.hash}/v2/products`;
  const images = `${base}/7/images`;
  await recorder.send('POST', images, { title: 'From a URL', json: { image_file: CUP_URL, description: 'A cup' } });
  await recorder.send('POST', images, {
    title: 'From a URL in XML',
    xml: `<image><image_file>${CUP_URL}</image_file></image>`,
  });
  await recorder.send('POST', images, {
    title: 'A field that there is not',
    json: { image_file: CUP_URL, colour: 'red' },
  });
  await recorder.send('GET', `${images}?limit=1`, { title: 'The first page' });
  await recorder.send('GET', `${images}/1`, { title: 'One image' });
  await recorder.send('PUT', `${images}/1`, { title: 'Another text', json: { description: 'A large cup' } });
  await recorder.send('GET', `${images}/count`, { title: 'The images of a product' });
  await recorder.send('GET', `${base}/images/count`, { title: 'The images of the store' });
  for (const path of [`${images}/count`, `${base}/images/count`, images, `${images}/1`]) {
    await recorder.send('OPTIONS', path, { title: 'The fields' });
  }
  await recorder.send('DELETE', `${images}/1`, { title: 'Delete an image' });
  await recorder.send('DELETE', images, { title: 'Delete all images' });
  for (const [file, text] of recorder.files()) await expect(text).toMatchFileSnapshot(file);
});
