import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { Bucket } from '../../src/platform/bucket.ts';
import { noCost } from '../../src/platform/cost.ts';

it.each([1, 3, 30])('deletePrefixes removes %s folders and nothing else', async (count) => {
  const name = `folders-${count}`;
  const folder = (index: number): string => `${name}/p/${index}/`;
  for (let index = 0; index < 40; index += 1) await env.BUCKET.put(`${folder(index)}1/a`, 'x');
  await env.BUCKET.put(`${name}/p/file`, 'x');
  await env.BUCKET.put(`${name}/q/0/a`, 'x');
  const cost = noCost();
  await new Bucket(env.BUCKET, cost).deletePrefixes(Array.from({ length: count }, (_, index) => folder(index)));
  const left = (await env.BUCKET.list({ prefix: `${name}/` })).objects.map(({ key }) => key);
  expect(left).toHaveLength(42 - count);
  for (let index = 0; index < count; index += 1) expect(left).not.toContain(`${folder(index)}1/a`);
  expect(cost.r2Lists).toBe(count === 30 ? 1 : count);
});
