import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../src/dialects/v1/event.ts';
import { readEvents } from '../support/events.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { newStore } from '../support/stores.ts';
import { createImage, v3 } from '../support/v3.ts';

const WRITERS = 8;
const WRITES_EACH = 6;

describe.each([1, 2, 3])('with seed %i, a consumer beside many writers', (seed) => {
  it('sees every event once and in order, wherever it stops and goes on [V1-34]', async () => {
    const store = await newStore();
    const random = seededRandom(seed);
    let isWriting = true;
    const write = async (writer: number): Promise<void> => {
      for (let index = 0; index < WRITES_EACH; index += 1) {
        const productId = 1 + ((writer + index) % 4);
        const { id } = await createImage(store, productId, TINY_PNG);
        const path = `/catalog/products/${productId}/images/${id}`;
        if (writer % 2 === 0) await v3(store, 'PUT', path, { json: { sort_order: index } });
      }
    };
    const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer))).finally(() => {
      isWriting = false;
    });

    const kept: WireEvent[] = [];
    let position = 0;
    for (;;) {
      const wasWriting = isWriting;
      const { events, next } = await readEvents(store, `?after=${position}&limit=${1 + random.int(9)}`);
      if (events.length === 0 && !wasWriting) break;
      // It stops anywhere: after a part of a page it goes on from what it has kept, after a whole one from `next`.
      const count = random.once(2) ? random.int(events.length + 1) : events.length;
      kept.push(...events.slice(0, count));
      position = count === events.length ? next : (kept.at(-1)?.seq ?? 0);
    }
    await writing;
    expect(kept.length).toBeGreaterThanOrEqual(WRITERS * WRITES_EACH);
    expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, index) => index + 1));
    expect((await readEvents(store, `?after=${kept.length}`)).events).toEqual([]);
    for (const productId of [1, 2, 3, 4]) {
      const versions = kept.flatMap((event) =>
        event.productId === productId && 'version' in event.data ? Number(event.data['version']) : [],
      );
      expect(versions).toEqual(versions.map((_, index) => index + 1));
    }
  });
});
