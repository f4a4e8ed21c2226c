import { readFileSync } from 'node:fs';
import { expect, inject, it } from 'vitest';
import { created, listAll, upload } from '../support/api.ts';

const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** A real photograph as long as may be: comment segments fill it up. */
function largestPhotograph(): Uint8Array {
  const photograph = readFileSync('samples/cup-landscape.jpg');
  const comment = Buffer.alloc(65_537);
  comment.set([0xff, 0xfe, 0xff, 0xff]);
  const count = Math.floor((MAX_FILE_BYTES - photograph.length) / comment.length);
  const comments = Array.from({ length: count }, () => comment);
  return Buffer.concat([photograph.subarray(0, 2), ...comments, photograph.subarray(2)]);
}

it('40 uploads of 8 MB at once neither crash the service nor lose one that was acknowledged', async () => {
  const origin = inject('origin');
  const bytes = largestPhotograph();
  expect(bytes.length).toBeGreaterThan(8_300_000);
  const answers = await Promise.all(Array.from({ length: 40 }, () => upload(origin, 4001, bytes)));
  const statuses = new Set(answers.map(({ status }) => status));
  expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
  const taken = await Promise.all(answers.filter(({ status }) => status === 200).map(created));
  const refused = answers.filter(({ status }) => status === 503);
  expect(taken.length).toBeGreaterThan(0);
  expect(refused.every(({ headers }) => Number(headers.get('Retry-After')) > 0)).toBe(true);
  const { images, total } = await listAll(origin, 4001);
  expect(images.map(({ id }) => id)).toEqual(taken.map(({ id }) => id).toSorted((a, b) => a - b));
  expect(total).toBe(taken.length);
  const [first] = images;
  expect((await fetch(first?.url_tiny ?? '')).status).toBe(200);
});
