import { expect, it } from 'vitest';
import { sample } from '../support/pictures.ts';
import { Recorder } from '../support/recorder.ts';
import { newStore } from '../support/stores.ts';
import { createImage, v3 } from '../support/v3.ts';

it('examples of /v1 are requests and their answers [REF-4]', async () => {
  const store = await newStore();
  const recorder = new Recorder('v1', store);
  const [cup, mug] = [sample('cup-landscape.jpg'), sample('mug-alpha.webp')];
  const image = await createImage(store, 7, cup, { description: 'A cup' });
  const other = await createImage(store, 7, mug);

  await recorder.send('GET', '/v1/products?limit=2', { title: 'The first two products' });
  await recorder.send('GET', '/v1/products/7', { title: 'A product with two images' });
  await recorder.send('GET', '/v1/products/no-product', { title: 'A name that is no product' });
  await recorder.send('PATCH', '/v1/products/7/images', {
    title: 'Give an image a text and a focal point',
    json: { images: [{ id: other.id, alt: 'A mug', focalPoint: { x: 0.5, y: 0.4 } }] },
  });
  await recorder.send('PATCH', '/v1/products/7/images', {
    title: 'A field that there is not',
    json: { images: [{ id: image.id, colour: 'red' }] },
  });
  await recorder.send('PATCH', '/v1/products/7/images', {
    title: 'Set the whole order',
    json: { order: [other.id, image.id] },
  });
  await recorder.send('PATCH', '/v1/products/7/images', {
    title: 'Move an image to the end',
    json: { move: { ids: [other.id], before: null } },
  });
  await recorder.send('POST', '/v1/products/7/images', {
    title: 'A file, with what is said of it',
    form: { file: [cup], images: [{ alt: 'Another cup', position: 0 }] },
  });
  await recorder.send('POST', '/v1/products/7/images', {
    title: 'A media of the library, and one that there is not',
    json: { images: [{ mediaId: 1, gallery: 'shop360' }, { mediaId: 999 }] },
  });
  await recorder.send('POST', '/v1/products/7/images', {
    title: 'By a job',
    json: { images: [{ mediaId: 1 }] },
    headers: { Prefer: 'respond-async' },
  });
  const { items: jobs } = await recorder.send<{ items: { id: string }[] }>('GET', '/v1/jobs', { title: 'All jobs' });
  await recorder.send('GET', `/v1/jobs/${jobs[0]?.id ?? ''}`, { title: 'The job that was accepted' });
  await recorder.send('PUT', '/v1/products/7/variants', {
    title: 'A variant shows an image',
    json: { variants: [{ variant: 'blue', imageId: other.id }] },
  });
  await recorder.send('DELETE', `/v1/products/7/images/${other.id}`, { title: 'An image that a variant shows' });
  await recorder.send('DELETE', `/v1/products/7/images/${other.id}?references=clear`, {
    title: 'Delete it all the same',
  });
  await recorder.send('PUT', `/v1/products/7/images/${image.id}/file`, {
    title: 'Another picture',
    form: { file: sample('cup-square.webp') },
  });
  await recorder.send('POST', '/v1/products/7/images/delete', { title: 'Delete several', json: { ids: [image.id] } });
  await recorder.send('POST', '/v1/products/7/undo', { title: 'Undo that', json: { toVersion: 2 } });
  await recorder.send('GET', '/v1/products/7/history?limit=2', { title: 'The last two entries' });

  await recorder.send('GET', '/v1/media?search=shoe', { title: 'Search by the name of the file' });
  await recorder.send('GET', '/v1/media/1', { title: 'One file' });
  const media = await recorder.send<{ id: number }>('POST', '/v1/media', {
    title: 'A file for the library',
    form: { file: mug, fileName: 'mug.webp', folder: 'general', alt: 'A mug' },
  });
  await recorder.send('PATCH', `/v1/media/${media.id}`, { title: 'Another name', json: { fileName: 'mug-blue.webp' } });
  await recorder.send('DELETE', `/v1/media/${media.id}`, { title: 'Delete it' });
  await recorder.send('DELETE', '/v1/media/1', { title: 'A file that images show' });
  await recorder.send('GET', '/v1/media/1/uses', { title: 'Who shows it' });

  const sizes = [{ name: 'card', width: 300, height: 400, fit: 'cover' }];
  await recorder.send('PUT', '/v1/sizes', { title: 'Offer a size of your own', json: { sizes } });
  await recorder.send('GET', '/v1/sizes', { title: 'All sizes' });
  const sign = {
    urls: [
      { url: image.url_zoom, width: 200 },
      { url: image.url_zoom, original: true, download: true },
    ],
  };
  await recorder.send('POST', '/v1/sign', { title: 'Sign two URLs for an hour', json: { ...sign, expiresIn: 3600 } });
  const key = await recorder.send<{ id: string }>('POST', '/v1/signing-keys', {
    title: 'Make a key',
    json: { label: 'storefront' },
  });
  await recorder.send('GET', '/v1/signing-keys', { title: 'All keys' });
  await recorder.send('DELETE', `/v1/signing-keys/${key.id}`, { title: 'Revoke a key' });

  const token = await recorder.send<{ id: string }>('POST', '/v1/tokens', {
    title: 'A token for a feed',
    json: { label: 'feed', scope: 'read', apis: ['v1'] },
  });
  await recorder.send('GET', '/v1/tokens', { title: 'All tokens' });
  await recorder.send('DELETE', `/v1/tokens/${token.id}`, { title: 'Revoke it' });
  await recorder.send('POST', '/v1/session', { title: 'Begin a session', json: { token: store.token } });
  await recorder.send('GET', '/v1/session', { title: 'Who has this token' });
  await recorder.send('DELETE', '/v1/session', { title: 'End it' });
  await recorder.send('GET', '/v1/store', { title: 'Settings and use' });
  await recorder.send('PATCH', '/v1/store', {
    title: 'Let the pages of the shop read',
    json: { origins: ['https://shop.example'] },
  });

  const hook = { url: 'http://pictures.test:8080/hook', events: ['images.*'] };
  const webhook = await recorder.send<{ id: number }>('POST', '/v1/webhooks', { title: 'Hear of images', json: hook });
  await recorder.send('GET', '/v1/webhooks', { title: 'All webhooks' });
  await recorder.send('PATCH', `/v1/webhooks/${webhook.id}`, { title: 'Hear of everything', json: { events: ['*'] } });
  await recorder.send('POST', `/v1/webhooks/${webhook.id}/replay`, {
    title: 'Hear the last two again',
    json: { after: 2 },
  });
  await recorder.send('GET', `/v1/webhooks/${webhook.id}/deliveries`, { title: 'The first page' });
  await recorder.send('DELETE', `/v1/webhooks/${webhook.id}`, { title: 'Delete a webhook' });

  const upload = { productId: 7, maxFiles: 5, origin: 'https://shop.example' };
  const { uploadUrl } = await recorder.send<{ uploadUrl: string }>('POST', '/v1/uploads', {
    title: 'A URL for five files',
    json: upload,
  });
  await recorder.send('POST', new URL(uploadUrl).pathname, {
    title: 'A picture',
    form: { file: sample('cup-square.webp'), alt: 'A square cup' },
  });

  await v3(store, 'DELETE', `/catalog/products/7/images/${image.id}`);
  await recorder.send('GET', '/v1/trash', { title: 'What was deleted' });
  await recorder.send('POST', '/v1/trash/restore', { title: 'Bring an image back', json: { ids: [image.id] } });
  await recorder.send('POST', '/v1/trash/empty', { title: 'Empty the trash', json: {} });
  await recorder.send('GET', '/v1/events?after=2&limit=2', { title: 'The next two events' });
  for (const [file, text] of recorder.files()) await expect(text).toMatchFileSnapshot(file);
});
