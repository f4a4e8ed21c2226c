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

/** The bucket, but its lists have pages of three. */
const smallPages = (): R2Bucket =>
  new Proxy(env.BUCKET, {
    get: (target, property) => {
      if (property === 'list') return (options: R2ListOptions) => target.list({ ...options, limit: 3 });
      const member: unknown = Reflect.get(target, property);
      return typeof member === 'function'
        ? (...args: unknown[]): unknown => Reflect.apply(member, target, args)
        : member;
    },
  });

it('removes what is past the first page of a list', async () => {
  for (let index = 0; index < 10; index += 1) await env.BUCKET.put(`pages/p/${index}`, 'x');
  await env.BUCKET.put('pages/q', 'x');
  const cost = noCost();
  await new Bucket(smallPages(), cost).deletePrefixes(['pages/p/']);
  expect((await env.BUCKET.list({ prefix: 'pages/' })).objects.map(({ key }) => key)).toEqual(['pages/q']);
  expect(cost.r2Lists).toBe(4);
});

it('removes more objects than one call takes', async () => {
  const cost = noCost();
  await env.BUCKET.put('many/2500', 'x');
  await new Bucket(env.BUCKET, cost).delete(Array.from({ length: 2501 }, (_, index) => `many/${index}`));
  expect(await env.BUCKET.head('many/2500')).toBeNull();
  expect(cost.r2Deletes).toBe(3);
});
