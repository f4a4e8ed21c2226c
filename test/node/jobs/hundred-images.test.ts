import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../../../scripts/demo-store.ts';
import { type PictureHost, startPictureHost } from '../../../scripts/picture-host/server.ts';
import { type RunningService, startService } from '../support/service.ts';
import { startWebhookHost, type WebhookHost } from '../support/webhook-host.ts';

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** Ten ways for an image to be broken, with the expected error of each. */
const BROKEN: readonly (readonly [path: string, errorCode: string, reason: RegExp])[] = [
  ['/broken/status/404', 'image-download-failed', /answered with status 404/],
  ['/broken/html-as-jpeg', 'image-download-failed', /web page/],
  ['/broken/empty', 'image-download-failed', /empty/],
  ['/broken/truncated', 'image-download-failed', /./],
  ['/broken/redirect-loop', 'image-download-failed', /redirects more than 3 times/],
  ['/broken/redirect-to/http%3A%2F%2F192.168.0.1%2Fa.png', 'invalid-request-data', /where we do not fetch from/],
  ['/broken/huge-length', 'image-too-large', /larger than 8 MB/],
  ['/broken/endless', 'image-too-large', /larger than 8 MB/],
  ['/broken/reset', 'image-download-failed', /could not be reached/],
  ['/broken/status/503', 'image-download-failed', /answered with status 503/],
];
const FILES = ['cup-landscape.jpg', 'cup-palette.png', 'cup-square.webp', 'cup-24-bits.bmp', 'pixel.gif'];

interface Job {
  readonly status: string;
  readonly log: string;
  readonly resultUrl: string | null;
  readonly duration: string | null;
}
interface Result {
  readonly data: { readonly images: readonly { readonly name: string; readonly priority: number }[] };
  readonly errors: readonly { readonly errorCode: string; readonly message: string; readonly instance: string }[];
}

let host: PictureHost;
let hooks: WebhookHost;
let service: RunningService;

beforeAll(async () => {
  host = await startPictureHost({ port: 0, folder: 'samples' });
  hooks = await startWebhookHost();
  service = await startService({ INGEST_ALLOWED_HOSTS: `${host.host},${hooks.host}` });
}, 120_000);

afterAll(async () => {
  await service.stop();
  await hooks.close();
  await host.close();
});

async function ask<T>(method: string, path: string, json?: unknown): Promise<T> {
  const headers = { 'Shoptet-Private-API-Token': DEMO.token, 'Content-Type': 'application/vnd.shoptet.v1.0' };
  const body = json === undefined ? {} : { body: JSON.stringify(json) };
  const response = await fetch(`${service.origin}/api${path}`, { method, headers, ...body });
  return (await response.json()) as T;
}

/** Registers a webhook for finished jobs, and returns the key that its deliveries are signed with. */
async function subscribe(): Promise<string> {
  const url = `http://${hooks.host}/job-finished`;
  await ask('POST', '/webhooks', { data: [{ event: 'job:finished', url }] });
  const { data } = await ask<{ data: { signatureKey: string } }>('POST', '/webhooks/renew-signature-key');
  return data.signatureKey;
}

describe('a job of 100 images of which 10 are broken in 10 different ways [SH-29, SH-41]', () => {
  it(
    'stores 90 images at their places, and reports the reason for each of the others',
    { timeout: 240_000 },
    async () => {
      const key = await subscribe();
      // Every tenth image is broken; the priorities have the reverse order of the request.
      const sources = Array.from({ length: 100 }, (_, index) => {
        const broken = index % 10 === 9 ? BROKEN[Math.floor(index / 10)] : undefined;
        return broken?.[0] ?? `/pictures/${FILES[index % FILES.length] ?? ''}`;
      });
      const images = sources.map((path, index) => ({ sourceUrl: `http://${host.host}${path}`, priority: 100 - index }));
      const accepted = await ask<{ data: { jobId: string } }>('POST', `/products/${GUID}/images/shop`, {
        data: { images },
      });
      const { jobId } = accepted.data;
      const hook = await hooks.next();
      expect(JSON.parse(hook.body)).toMatchObject({ event: 'job:finished', eventInstance: jobId });
      expect(hook.signature).toBe(createHmac('sha1', key).update(hook.body).digest('hex'));
      const { job } = (await ask<{ data: { job: Job } }>('GET', `/system/jobs/${jobId}`)).data;
      expect(job).toMatchObject({ status: 'completed', log: 'pending: 0, done: 90, failed: 10' });

      const result = (await (await fetch(job.resultUrl ?? '')).json()) as Result;
      console.log(`100 images in ${job.duration} s`);
      console.log(
        result.errors.map(({ instance, errorCode, message }) => `${instance} ${errorCode}: ${message}`).join('\n'),
      );
      expect(result.data.images).toHaveLength(90);
      const expected = BROKEN.map(([, errorCode, reason], index) => ({
        errorCode,
        message: expect.stringMatching(reason) as string,
        instance: `data.images[${index * 10 + 9}]`,
      }));
      expect(result.errors).toEqual(expected);

      const list = await ask<{ data: { images: readonly { priority: number; isMainImage: boolean }[] } }>(
        'GET',
        `/products/${GUID}/images/shop`,
      );
      const good = images.filter((_, index) => index % 10 !== 9).map(({ priority }) => priority);
      expect(list.data.images.map(({ priority }) => priority)).toEqual(good.toSorted((a, b) => a - b));
      expect(list.data.images.findIndex(({ isMainImage }) => isMainImage)).toBe(0);
    },
  );
});
