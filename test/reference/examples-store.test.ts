import { expect, it } from 'vitest';
import { SigningClient } from '../dialects/store/signing-client.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { Recorder } from '../support/recorder.ts';
import { setSigning, toBase64 } from '../support/store-api.ts';
import { newStore } from '../support/stores.ts';

const IMAGES = '/v1.3/products/7/images';

it('examples of the Store API are requests and their answers [REF-4]', async () => {
  const store = await newStore();
  const recorder = new Recorder('store', store);
  await setSigning(store, 'accepted');
  const client = new SigningClient(store);
  const timestamp = client.timestamp();
  const fingerprint = await client.fingerprint('/v1.3/auth', {}, timestamp, '');
  const json = { signature: client.signature, timestamp, fingerprint };
  await recorder.send('POST', '/v1.3/auth', { title: 'Begin a session', json });

  const cup = { filename: 'cup.png', alt_text: 'A cup', media_data: toBase64(TINY_PNG) };
  await recorder.send('POST', '/v1.3/media', { title: 'A picture', json: cup });
  await recorder.send('GET', '/v1.3/media?query=width_max:10', { title: 'Small pictures' });
  await recorder.send('GET', '/v1.3/media/1', { title: 'One file' });
  await recorder.send('PUT', '/v1.3/media/1', { title: 'Another text', json: { alt_text: 'A small cup' } });

  await recorder.send('POST', IMAGES, {
    title: 'Place a media twice',
    json: [{ media_id: 1 }, { media_id: 1, sort_order: 2 }],
  });
  await recorder.send('POST', IMAGES, { title: 'A media that there is not', json: { media_id: 99 } });
  await recorder.send('GET', `${IMAGES}?order=sort_order:asc&fields=id,url`, { title: 'Two fields of all images' });
  await recorder.send('GET', `${IMAGES}/1`, { title: 'One image' });
  await recorder.send('PUT', IMAGES, { title: 'Move an image', json: { '0': { id: 1, sort_order: 3 } } });
  await recorder.send('PUT', `${IMAGES}/1`, { title: 'Another text', json: { alt_text: 'The cup' } });
  await recorder.send('GET', '/v1.3/products/images?query=media_id:1', { title: 'Who shows a media' });
  await recorder.send('GET', '/v1.3/products/images/1', { title: 'An image of any product' });
  await recorder.send('DELETE', `${IMAGES}/1`, { title: 'Delete an image' });
  await recorder.send('DELETE', `${IMAGES}/2`, { title: 'Delete the other' });
  await recorder.send('DELETE', '/v1.3/media/1', { title: 'Delete a file' });
  for (const [file, text] of recorder.files()) await expect(text).toMatchFileSnapshot(file);
});
