import { expect, it } from 'vitest';
import { sample } from '../support/pictures.ts';
import { Recorder } from '../support/recorder.ts';
import { finishJob, PICTURE_URL } from '../support/shoptet.ts';
import { newStore } from '../support/stores.ts';

const PRODUCT = '/api/products/0f8fad5b-d9cb-469f-a165-70867728950e';
const IMAGES = `${PRODUCT}/images/shop`;
const PICTURES = { '/tiny.png': sample('cup-landscape.jpg') };

it('examples of Shoptet are requests and their answers [REF-4]', async () => {
  const store = await newStore();
  const recorder = new Recorder('shoptet', store);
  const hook = { data: [{ event: 'job:finished', url: 'http://pictures.test:8080/hook' }] };
  const created = await recorder.send<{ data: { webhooks: { id: number }[] } }>('POST', '/api/webhooks', {
    title: 'Hear of jobs',
    json: hook,
  });
  const webhook = `/api/webhooks/${created.data.webhooks[0]?.id ?? 0}`;
  await recorder.send('GET', '/api/webhooks', { title: 'All webhooks' });
  await recorder.send('GET', webhook, { title: 'One webhook' });
  await recorder.send('PATCH', webhook, {
    title: 'Another URL',
    json: { data: { url: 'http://pictures.test:8080/jobs' } },
  });
  await recorder.send('POST', '/api/webhooks/renew-signature-key', { title: 'A new key' });
  await recorder.send('DELETE', webhook, { title: 'Delete a webhook' });

  const images = [{ sourceUrl: PICTURE_URL, priority: 1, description: 'A cup' }, { sourceUrl: PICTURE_URL }];
  const accepted = await recorder.send<{ data: { jobId: string } }>('POST', IMAGES, {
    title: 'Two pictures',
    json: { data: { images } },
  });
  await recorder.send('POST', IMAGES, { title: 'Without a URL', json: { data: { images: [{ priority: 1 }] } } });
  const { jobId } = accepted.data;
  await finishJob(jobId, 2, PICTURES);
  const { data } = await recorder.send<{ data: { job: { resultUrl: string } } }>('GET', `/api/system/jobs/${jobId}`, {
    title: 'A job that has ended',
  });
  await recorder.send('GET', new URL(data.job.resultUrl).pathname, { title: 'Both images' });
  await recorder.send('GET', '/api/system/jobs?status=completed', { title: 'Jobs that have ended' });

  await recorder.send('GET', IMAGES, { title: 'All images' });
  await recorder.send('PATCH', IMAGES, {
    title: 'Another text',
    json: { data: { images: [{ name: '2.jpg', description: 'A mug' }] } },
  });
  const replaced = { name: '2.jpg', sourceUrl: PICTURE_URL };
  await recorder.send('PATCH', `${IMAGES}/source`, {
    title: 'Another picture',
    json: { data: { images: [replaced] } },
  });
  await recorder.send('PATCH', PRODUCT, {
    title: 'A variant shows an image',
    json: { data: { variants: [{ code: 'RED', image: '1.jpg' }] } },
  });
  await recorder.send('GET', `${PRODUCT}?include=images`, { title: 'With its images' });
  await recorder.send('DELETE', `${IMAGES}/1.jpg`, { title: 'An image that a variant shows' });
  await recorder.send('DELETE', `${IMAGES}/1.jpg?removeReference=true`, { title: 'With the references to it' });
  await recorder.send('DELETE', IMAGES, { title: 'All images' });
  const batch = { batchFileUrlPath: 'http://pictures.test:8080/images.jsonl' };
  await recorder.send('DELETE', '/api/products/images/batch', { title: 'A file of names', json: batch });
  await recorder.send('GET', '/api/eshop?include=imageCuts', { title: 'The sizes' });
  for (const [file, text] of recorder.files()) await expect(text).toMatchFileSnapshot(file);
});
