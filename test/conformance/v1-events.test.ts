import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { costOf } from '../support/cost.ts';
import { productData, readEvents, type WireEvents } from '../support/events.ts';
import { fillProduct } from '../support/fill.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, guidOf } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1, v1Request } from '../support/v1.ts';
import { createImage, v3 } from '../support/v3.ts';

const image = (store: TestStore, method: string, id: number, json?: object) =>
  v3(store, method, `/catalog/products/7/images/${id}`, json === undefined ? {} : { json });

/** The types of all events of a store, with what each changed. */
async function history(store: TestStore): Promise<readonly (readonly [string, readonly string[]])[]> {
  const { events } = await readEvents(store);
  return events.map((event) => [event.type, productData(event).changed]);
}

describe('GET /v1/events', () => {
  it('tells of a command with these members, and with the image as the product shows it [V1-34, V1-35]', async () => {
    const store = await newStore();
    await createImage(store, 7, sample('cup-landscape.jpg'), { description: 'A cup' });
    const { events, next } = await readEvents(store);
    const { images } = await readProduct(store, 7);
    expect(next).toBe(1);
    expect(events).toEqual([
      {
        seq: 1,
        type: 'images.created',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        productId: 7,
        by: { tokenId: expect.stringMatching(/^[0-9a-f]{12}$/), label: 'test' },
        data: { version: 1, changed: ['images'], images, imageIds: [] },
      },
    ]);
    expect(Object.keys(events[0] ?? {})).toEqual(['seq', 'type', 'at', 'productId', 'by', 'data']);
  });

  it('is one event for each command, whichever API gave it, and says what changed [V1-34, V1-35]', async () => {
    const store = await newStore();
    for (let index = 0; index < 3; index += 1) await createImage(store, 7, TINY_PNG);
    await image(store, 'PUT', 1, { description: 'One' });
    await image(store, 'PUT', 2, { is_thumbnail: true });
    await image(store, 'PUT', 3, { sort_order: -5 });
    await image(store, 'PUT', 3, { sort_order: 5, description: 'Last', is_thumbnail: true });
    const data = { variants: [{ code: 'red', image: '1.png' }] };
    await call(store, 'PATCH', `/products/${guidOf(store, 7)}`, { json: { data } });
    await image(store, 'DELETE', 2);
    expect((await history(store)).slice(3)).toEqual([
      ['images.updated', ['alt']],
      ['images.updated', ['main']],
      ['images.reordered', ['order']],
      ['images.updated', ['order', 'alt', 'main']],
      ['variants.updated', ['variants']],
      ['images.deleted', ['images']],
    ]);
  });

  it('shows images as they are now, and names those that are gone [V1-35]', async () => {
    const store = await newStore();
    for (let index = 0; index < 2; index += 1) await createImage(store, 7, TINY_PNG);
    await image(store, 'PUT', 1, { description: 'New' });
    await image(store, 'DELETE', 2);
    const { events } = await readEvents(store);
    expect(events.map((event) => productData(event).imageIds)).toEqual([[], [2], [], [2]]);
    expect(events.map((event) => productData(event).images.map(({ alt }) => alt))).toEqual([['New'], [], ['New'], []]);
    expect(events.map((event) => productData(event).version)).toEqual([1, 2, 3, 4]);
  });

  it('is 400 beyond the last event, which is that of another store or of another time [V1-34]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    expect((await v1(store, 'GET', '/events?after=1')).status).toBe(200);
    const response = await v1(store, 'GET', '/events?after=2');
    expect(response.status).toBe(400);
    const errors = [{ parameter: 'after', detail: 'The last event of the store is 1.' }];
    expect(await problemOf(response)).toMatchObject({ errors });
  });

  it('tells of jobs with their counts, and names the job that created an image [V1-35]', async () => {
    const store = await newStore();
    const { jobId } = await createByJob(store, guidOf(store, 7), 'shop', [{}, { sourceUrl: 'http://no.test/' }]);
    const { events } = await readEvents(store);
    expect(events.map(({ type, productId, by }) => [type, productId, by])).toEqual([
      ['job.accepted', null, { tokenId: expect.any(String), label: 'test' }],
      ['images.created', 7, { jobId }],
      ['job.finished', null, { jobId }],
    ]);
    expect(events.map(({ data }) => data).filter((_, index) => index !== 1)).toEqual([
      { jobId, total: 2 },
      { jobId, status: 'completed', done: 1, failed: 1, total: 2 },
    ]);
  });

  it('names a media, and nothing of it that only the journal knows [V1-35]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await env.DB.prepare(
      `INSERT INTO journal (store_id, seq, at, operation_id, type, change)
        VALUES (?1, 2, 5, 'o', 'media.updated', '{"mediaId":1,"before":{"alt_text":"secret"}}')`,
    )
      .bind(store.id)
      .run();
    const { events } = await readEvents(store, '?after=1');
    expect(events).toEqual([
      {
        seq: 2,
        type: 'media.updated',
        at: '1970-01-01T00:00:00.005Z',
        productId: null,
        by: null,
        data: { mediaId: 1 },
      },
    ]);
  });

  it('answers pages that go on where the one before ended [V1-34]', async () => {
    const store = await newStore();
    for (let index = 0; index < 5; index += 1) await createImage(store, 7, TINY_PNG);
    const seen = [];
    for (let after = 0; ;) {
      const { events, next } = await readEvents(store, `?after=${after}&limit=2`);
      if (events.length === 0) {
        expect(next).toBe(after);
        break;
      }
      expect(next).toBe(events.at(-1)?.seq);
      seen.push(events.map(({ seq }) => seq));
      after = next;
    }
    expect(seen).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('ends a page where its products have too many images together [V1-36]', async () => {
    const store = await newStore();
    for (const productId of [1, 2, 3]) {
      await fillProduct(store, productId, 900);
      await v3(store, 'PUT', `/catalog/products/${productId}/images/${(productId - 1) * 900 + 1}`, {
        json: { description: 'x' },
      });
    }
    const first = await v1(store, 'GET', '/events');
    const page = await first.json<{ events: { productId: number }[]; next: number }>();
    expect([page.events.map(({ productId }) => productId), page.next]).toEqual([[1, 2], 2]);
    expect(costOf(first)).toMatchObject({ roundTrips: 2, rowsWritten: 0 });
    expect(costOf(first).rowsRead).toBeLessThanOrEqual(3 * 1800 + 5 * 3 + 30);
    expect((await readEvents(store, '?after=2')).events.map(({ seq }) => seq)).toEqual([3]);
  });

  it('reads a product once, however many events are about it [V1-36]', async () => {
    const store = await newStore();
    await fillProduct(store, 7, 300);
    for (let index = 0; index < 20; index += 1) await image(store, 'PUT', 1, { description: `No. ${index}` });
    const response = await v1(store, 'GET', '/events');
    expect((await response.clone().json<{ events: unknown[] }>()).events).toHaveLength(20);
    expect(costOf(response).rowsRead).toBeLessThanOrEqual(3 * 300 + 5 * 20 + 20);
  });

  it('waits until something is there, where it is asked to [V1-37]', async () => {
    const store = await newStore();
    const waiting = readEvents(store, '?wait=20');
    await createImage(store, 7, TINY_PNG);
    expect((await waiting).events.map(({ seq }) => seq)).toEqual([1]);
    expect(await readEvents(store, '?after=1&wait=0')).toEqual({ events: [], next: 1 });
  });

  it('does not go on looking for a client that has left [V1-37]', async () => {
    const store = await newStore();
    const client = new AbortController();
    const request = new Request(v1Request(store, 'GET', '/events?wait=20'), { signal: client.signal });
    const beganAtMs = Date.now();
    const answering = createApp().fetch(request, env);
    client.abort();
    await answering;
    expect(Date.now() - beganAtMs).toBeLessThan(10_000);
  });

  it('begins now, where the last event is, and tells nothing of before [V1-121]', async () => {
    const store = await newStore();
    expect(await readEvents(store, '?after=latest')).toEqual({ events: [], next: 0 });
    for (let index = 0; index < 3; index += 1) await createImage(store, 7, TINY_PNG);
    const response = await v1(store, 'GET', '/events?after=latest&limit=1');
    expect(await response.clone().json()).toEqual({ events: [], next: 3 });
    expect(costOf(response)).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
    expect(costOf(response).rowsRead).toBeLessThanOrEqual(costOf(await v1(store, 'GET', '/events?after=3')).rowsRead);
    await createImage(store, 7, TINY_PNG);
    expect((await readEvents(store, '?after=3')).events.map(({ seq }) => seq)).toEqual([4]);
  });

  it('begins now also where events of before are not kept any more [V1-121]', async () => {
    const store = await newStore();
    for (let index = 0; index < 3; index += 1) await createImage(store, 7, TINY_PNG);
    await env.DB.prepare('DELETE FROM journal WHERE store_id = ? AND seq <= 2').bind(store.id).run();
    expect(await readEvents(store, '?after=latest')).toEqual({ events: [], next: 3 });
  });

  it('waits from now on for what comes next [V1-121, V1-37]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    // What is written at the same time may come before the answer's now, so it is written until the answer is there.
    const waiting = v1(store, 'GET', '/events?after=latest&wait=20');
    let response: Response | undefined;
    let written = 1;
    for (; response === undefined; written += 1) {
      const creating = createImage(store, 7, TINY_PNG).then(() => undefined);
      response = await Promise.race([waiting, creating]);
      await creating;
    }
    const { events, next } = await response.json<WireEvents>();
    expect(events[0]?.seq).toBeGreaterThan(1);
    expect(next).toBe(events.at(-1)?.seq);
    expect(next).toBeLessThanOrEqual(written);
  });

  it('says that events are gone, and where those that are kept begin [V1-38]', async () => {
    const store = await newStore();
    for (let index = 0; index < 5; index += 1) await createImage(store, 7, TINY_PNG);
    await env.DB.prepare('DELETE FROM journal WHERE store_id = ? AND seq <= 3').bind(store.id).run();
    const gone = await v1(store, 'GET', '/events?after=2');
    expect([gone.status, await problemOf(gone)]).toEqual([
      410,
      expect.objectContaining({ type: expect.stringMatching(/#events-gone$/), oldestSeq: 4 }),
    ]);
    expect((await readEvents(store, '?after=3')).events.map(({ seq }) => seq)).toEqual([4, 5]);
    expect((await readEvents(store)).events.map(({ seq }) => seq)).toEqual([4, 5]);
  });

  it.each([
    'after=-1',
    'after=x',
    'after=LATEST',
    'after=latest1',
    'after=9007199254740993',
    'limit=0',
    'limit=251',
    'wait=21',
    'wait=x',
    'from=1',
  ])('refuses ?%s [V1-34]', async (query) => {
    const response = await v1(await newStore(), 'GET', `/events?${query}`);
    const [parameter] = query.split('=');
    expect([response.status, (await problemOf(response)).errors]).toEqual([
      400,
      [expect.objectContaining({ parameter })],
    ]);
  });

  it('shows nothing of another store [V1-34]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    await createImage(store, 7, TINY_PNG);
    expect(await readEvents(other)).toEqual({ events: [], next: 0 });
    expect((await v1({ ...other, token: 'nonsense' }, 'GET', '/events')).status).toBe(401);
  });
});
