import { readFileSync } from 'node:fs';
import { imageSize } from 'image-size';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Aspect, type Image, srcsetOf, verifyWebhook, Vitrine, type VitrineEvent } from 'vitrine-client';
import { WIDTH_LADDER } from '../../../src/delivery/width-ladder.ts';
import { type FailingProxy, startFailingProxy } from '../support/failing-proxy.ts';
import { newStateDir, type RunningService, startService } from '../support/service.ts';
import { startWebhookHost, type WebhookHost } from '../support/webhook-host.ts';

let hooks: WebhookHost;
let service: RunningService;
let proxy: FailingProxy;
let vitrine: Vitrine;
let state: Awaited<ReturnType<typeof newStateDir>>;

const start = (): Promise<RunningService> => startService({ INGEST_ALLOWED_HOSTS: hooks.host, STATE_DIR: state.path });

beforeAll(async () => {
  [hooks, state] = await Promise.all([startWebhookHost(), newStateDir()]);
  service = await start();
  proxy = await startFailingProxy(service.origin);
  vitrine = new Vitrine({ url: proxy.url, token: 'demo-token' });
}, 120_000);

afterAll(async () => {
  await proxy.close();
  await service.stop();
  await Promise.all([hooks.close(), state.remove()]);
});

async function createImage(product: number, sample = 'cup-landscape.jpg'): Promise<Image> {
  const direct = new Vitrine({ url: service.origin, token: 'demo-token' });
  const { results } = await direct.images.create(product, [{ file: new Blob([readFileSync(`samples/${sample}`)]) }]);
  const [result] = results;
  if (result === undefined || !('image' in result)) throw new Error('The image was not created.');
  return result.image;
}

it('checks the deliveries of the service [CLI-12]', async () => {
  const webhook = await vitrine.webhooks.create({ url: `http://${hooks.host}/`, events: ['images.*'] });
  const { id } = await createImage(83_001);
  const { headers, body } = await hooks.next();
  const event = await verifyWebhook(headers, body, webhook.secret);
  expect(event).toMatchObject({ type: 'images.created', productId: 83_001, data: { images: [{ id }] } });
  await vitrine.webhooks.delete(webhook.id);
});

describe('events.follow', () => {
  it('goes on without gap or repeat when lines break and the service starts anew [CLI-13]', async () => {
    const { events } = await vitrine.events.list({ limit: 250 });
    const ending = new AbortController();
    const seen: VitrineEvent[] = [];
    const following = (async () => {
      const after = events.at(-1)?.seq ?? 0;
      for await (const event of vitrine.events.follow({ after, signal: ending.signal })) seen.push(event);
    })();
    const products = (): readonly unknown[] => seen.map(({ productId }) => productId);
    const untilSeen = (count: number) => expect.poll(products, { timeout: 20_000 }).toHaveLength(count);

    await createImage(83_002);
    await untilSeen(1);
    proxy.fail('cut-answer', 'cut-request', { status: 503 });
    await createImage(83_003);
    await untilSeen(2);
    await service.stop();
    service = await start();
    proxy.lead(service.origin);
    await createImage(83_004);
    await untilSeen(3);
    ending.abort();
    await following;
    expect(products()).toEqual([83_002, 83_003, 83_004]);
    const first = seen[0]?.seq ?? 0;
    expect(seen.map(({ seq }) => seq)).toEqual([first, first + 1, first + 2]);
  }, 60_000);

  it('begins now, and misses nothing of what comes then, though the line breaks [CLI-13]', async () => {
    proxy.passed.length = 0;
    const ending = new AbortController();
    const waiting = vitrine.events.follow({ after: 'latest', signal: ending.signal }).next();
    const held = () => proxy.passed.map(({ path }) => path).filter((path) => path.includes('wait=20'));
    await expect.poll(held).toEqual([expect.not.stringContaining('latest')]);
    proxy.fail('cut-answer');
    await createImage(83_005);
    expect((await waiting).value).toMatchObject({ productId: 83_005 });
    ending.abort();
  }, 40_000);

  it('throws what does not pass [CLI-13]', async () => {
    const ahead = vitrine.events.follow({ after: 1_000_000 });
    await expect(ahead.next()).rejects.toMatchObject({ word: 'parameters-invalid' });
    const stranger = new Vitrine({ url: service.origin, token: 'nobody' });
    await expect(stranger.events.follow().next()).rejects.toMatchObject({ word: 'token-unknown' });
  });
});

describe('srcsetOf', () => {
  const card: Aspect = { width: 300, height: 400, fit: 'cover' };
  const sheet: Aspect = { width: 500, height: 300, fit: 'pad', background: '#F4F4F4' };

  /** Returns what each URL of a srcset shows, in pixels, beside the width that it says. */
  async function load(srcset: string): Promise<readonly (readonly [number, number])[]> {
    const candidates = srcset.split(', ').map((each) => each.split(' '));
    return await Promise.all(
      candidates.map(async ([url = '', descriptor = '']): Promise<readonly [number, number]> => {
        const response = await fetch(url, { headers: { Accept: 'image/jpeg' } });
        expect([url, response.status]).toEqual([url, 200]);
        return [imageSize(new Uint8Array(await response.arrayBuffer())).width, Number(descriptor.slice(0, -1))];
      }),
    );
  }

  it.each([
    ['at its own proportions', undefined, 'cup-landscape.jpg'],
    ['cut to a size, which is narrower than the picture', card, 'cup-landscape.jpg'],
    ['cut to a size, of a tall picture', card, 'cup-portrait-progressive.jpg'],
    ['padded to a size, which is wider than the picture', sheet, 'cup-portrait-progressive.jpg'],
    ['padded to a size, of a wide picture', sheet, 'cup-landscape.jpg'],
  ])('loads %s, in the widths that it says [CLI-14]', async (_name, aspect, sample) => {
    await vitrine.sizes.set([
      { name: 'card', ...card },
      { name: 'sheet', ...sheet, background: '#f4f4f4' },
    ]);
    const image = await createImage(83_010, sample);
    const srcset = srcsetOf(image, { aspect });
    const shown = await load(srcset);
    expect(shown.map(([widthPx]) => widthPx)).toEqual(shown.map(([, said]) => said));
    expect(shown.length).toBeGreaterThan(4);
    const widths = shown.map(([, said]) => said);
    expect(widths.slice(0, -1)).toEqual(WIDTH_LADDER.slice(0, widths.length - 1));
    expect(new Set(widths).size).toBe(widths.length);
  });

  it('takes a cover and a media as well [CLI-14]', async () => {
    const image = await createImage(83_011);
    const { cover } = await vitrine.products.get(83_011);
    const media = await vitrine.media.get(image.media.id);
    if (cover === null) throw new Error('The product has no cover.');
    expect(srcsetOf(cover, { aspect: card })).toBe(srcsetOf(image, { aspect: card }));
    expect(srcsetOf(cover)).toBe(cover.srcset);
    const shown = await load(srcsetOf(media, { aspect: card }));
    expect(shown.map(([widthPx]) => widthPx)).toEqual(shown.map(([, said]) => said));
  });

  it('knows every width of the service [CLI-14]', () => {
    const zoom = 'https://vitrine.test/s-demo/products/1/images/2/a__3.4.1280.1280.jpg?c=1';
    const urls = { zoom, standard: zoom, thumbnail: zoom, tiny: zoom };
    const picture = { imageId: 2, alt: '', thumbHash: null, color: null, width: 9000, height: 9000, urls, srcset: '' };
    const candidates = srcsetOf(picture, { aspect: card }).split(', ');
    expect(candidates.map((each) => Number(each.split(' ')[1]?.slice(0, -1)))).toEqual(WIDTH_LADDER);
  });
});
