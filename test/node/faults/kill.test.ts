import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { created, listAll, upload } from '../support/api.ts';
import { newStateDir, startService } from '../support/service.ts';

const picture = readFileSync('samples/swatch-tiny.png');
const PRODUCT = 4101;
const CLIENTS = 6;

/** Uploads with numbered Idempotency-Keys until the service has ended; returns the acknowledged keys and images. */
async function uploadUntilKilled(origin: string, client: number, taken: Map<string, number>): Promise<string[]> {
  const sent: string[] = [];
  for (let index = 0; index < 160; index += 1) {
    const key = `client-${client}-${index}`;
    sent.push(key);
    try {
      const response = await upload(origin, PRODUCT, picture, key);
      if (response.status !== 200) break;
      taken.set(key, (await created(response)).id);
    } catch {
      break;
    }
  }
  return sent;
}

it('a killed service has all acknowledged images, none of them twice, and continues', async () => {
  const state = await newStateDir();
  const first = await startService({ STATE_DIR: state.path });
  const taken = new Map<string, number>();
  const uploading = Promise.all(
    Array.from({ length: CLIENTS }, (_, client) => uploadUntilKilled(first.origin, client, taken)),
  );
  while (taken.size < 30) await new Promise(setImmediate);
  await first.kill();
  const sent = (await uploading).flat();
  expect(sent.length).toBeGreaterThan(taken.size);

  const second = await startService({ STATE_DIR: state.path });
  try {
    const before = await listAll(second.origin, PRODUCT);
    const ids = new Set(before.images.map(({ id }) => id));
    expect([...taken.values()].filter((id) => !ids.has(id))).toEqual([]);
    expect(before.total).toBe(before.images.length);
    expect(before.images.filter(({ is_thumbnail }) => is_thumbnail)).toHaveLength(1);

    // The client repeats every upload of unknown outcome, after which each key has one image.
    for (const key of sent) {
      const answer = await created(await upload(second.origin, PRODUCT, picture, key));
      if (taken.has(key)) expect(answer.id).toBe(taken.get(key));
    }
    const after = await listAll(second.origin, PRODUCT);
    expect(after.images).toHaveLength(sent.length);
    for (const { url_tiny } of after.images.slice(-3)) expect((await fetch(url_tiny)).status).toBe(200);
  } finally {
    await second.stop();
    await state.remove();
  }
});
