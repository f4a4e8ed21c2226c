import { readFileSync } from 'node:fs';
import { expect, inject, it } from 'vitest';
import * as z from 'zod';
import { created, listAll, upload } from '../support/api.ts';

const MAX_FILE_BYTES = 8 * 1024 * 1024;
const MAX_MEDIA_BYTES = 5 * 1024 * 1024;

/** A photograph of the largest size allowed; comment segments fill it up. */
function largestPhotograph(): Uint8Array {
  const photograph = readFileSync('samples/cup-landscape.jpg');
  const comment = Buffer.alloc(65_537);
  comment.set([0xff, 0xfe, 0xff, 0xff]);
  const count = Math.floor((MAX_FILE_BYTES - photograph.length) / comment.length);
  const comments = Array.from({ length: count }, () => comment);
  return Buffer.concat([photograph.subarray(0, 2), ...comments, photograph.subarray(2)]);
}

/** The user name and the public key of the Store API. */
const BASIC = { Authorization: `Basic ${btoa('demo:demo-token')}`, 'Content-Type': 'application/json' };

const libraryAnswer = z.object({ media: z.array(z.object({ filename: z.string(), size: z.int() })) });

/** A photograph of exactly 5 MB; bytes after the end of a JPEG are ignored. */
function largestMedia(): Buffer {
  return Buffer.concat([readFileSync('samples/cup-landscape.jpg')], MAX_MEDIA_BYTES);
}

/** Lists the library's file names that begin with `prefix`, with their sizes in bytes. */
async function listNames(origin: string, prefix: string): Promise<Map<string, number>> {
  const query = new URLSearchParams({ query: `filename[sw]:"${prefix}"`, limit: '50' });
  const response = await fetch(`${origin}/v1.3/media/?${query.toString()}`, { headers: BASIC });
  const { media } = libraryAnswer.parse(await response.json());
  return new Map(media.map(({ filename, size }) => [filename, size]));
}

it('40 simultaneous uploads of 8 MB neither crash the service nor lose an acknowledged one', async () => {
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

it('40 simultaneous base64 uploads of 5 MB neither crash the service nor lose an acknowledged one', async () => {
  const origin = inject('origin');
  const data = largestMedia().toString('base64');
  const send = async (name: string): Promise<Response> =>
    await fetch(`${origin}/v1.3/media/`, {
      method: 'POST',
      headers: BASIC,
      body: `{"filename":"${name}","media_data":"${data}"}`,
    });
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => send(`memory-${index}.jpg`)));
  expect(answers.every(({ status }) => status === 201 || status === 503)).toBe(true);
  const taken = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ status }) => status === 503);
  expect(taken.length).toBeGreaterThan(0);
  expect(refused.every(({ headers }) => Number(headers.get('Retry-After')) > 0)).toBe(true);
  const media = await Promise.all(taken.map(async (answer) => libraryAnswer.parse(await answer.json()).media));
  const acknowledged = media.flat().map(({ filename }) => filename);
  const names = await listNames(origin, 'memory-');
  expect([...names.keys()].toSorted()).toEqual(acknowledged.toSorted());
  expect(new Set(names.values())).toEqual(new Set([MAX_MEDIA_BYTES]));
  expect((await send('memory-after.jpg')).status).toBe(201);
});
