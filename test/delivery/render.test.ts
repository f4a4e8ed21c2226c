import { expect, it } from 'vitest';
import { render } from '../../src/delivery/render.ts';
import type { Images, ImagesTransformer } from '../../src/platform/images.ts';
import { fail } from '../../src/platform/result.ts';
import { sample } from '../support/pictures.ts';
import { renderOrder } from '../support/render-order.ts';

const BOX = { widthPx: 50, heightPx: 50 };
const GIF = [sample('cup-static.gif')];

/** Images that always fail with a code, and how often they were asked. */
function failing(code: unknown): { readonly images: Images; readonly asked: () => number } {
  let asked = 0;
  const images: Images = {
    input: () => {
      asked += 1;
      throw Object.assign(new Error('no picture'), { code });
    },
  };
  return { images, asked: () => asked };
}

/** Images whose every picture comes from a function. */
function making(output: ImagesTransformer['output']): Images {
  const transformer: ImagesTransformer = { transform: () => transformer, output };
  return { input: () => transformer };
}

it('a GIF is tried as PNG where it cannot be made as GIF', async () => {
  const { images, asked } = failing(9412);
  expect(await render(images, GIF, renderOrder('gif', 'plain', BOX))).toEqual(fail('undecodable'));
  expect(asked()).toBe(2);
});

it.each([9422, 9423])('a quota that is used up (%i) is not asked again', async (code) => {
  const { images, asked } = failing(code);
  expect(await render(images, GIF, renderOrder('gif', 'plain', BOX))).toEqual(fail('quota'));
  expect(asked()).toBe(1);
});

it.each([undefined, 'text', null, 1])('what fails with %s is away for now', async (code) => {
  expect(await render(failing(code).images, GIF, renderOrder('gif', 'webp', BOX))).toEqual(fail('unavailable'));
});

it.each(['a text', null, undefined])('what throws %s is away for now', async (thrown) => {
  const images: Images = {
    input: () => {
      // eslint-disable-next-line no-throw-literal
      throw thrown;
    },
  };
  expect(await render(images, GIF, renderOrder('gif', 'webp', BOX))).toEqual(fail('unavailable'));
});

it.each([
  ['gif', 'webp', BOX, ['image/webp']],
  ['gif', 'plain', BOX, ['image/gif', 'image/png']],
  ['jpeg', 'plain', BOX, ['image/jpeg']],
  ['webp', 'plain', BOX, ['image/webp']],
  ['bmp', 'plain', BOX, ['image/png']],
  ['jpeg', 'avif', { widthPx: 1200, heightPx: 1200 }, ['image/avif']],
  ['jpeg', 'avif', { widthPx: 1201, heightPx: 1 }, ['image/webp']],
  ['jpeg', 'avif', { widthPx: 1, heightPx: 1201 }, ['image/webp']],
] as const)('a %s for a client that gets %s is asked for, in the box %o, as %j', async (format, output, box, types) => {
  const asked: string[] = [];
  const images = making(({ format: type }) => {
    asked.push(type);
    return Promise.reject(Object.assign(new Error('no picture'), { code: 9412 }));
  });
  expect(await render(images, GIF, renderOrder(format, output, box))).toEqual(fail('undecodable'));
  expect(asked).toEqual(types);
});

it('an answer of Images that is no success is no picture', async () => {
  const response = (): Response => new Response('broken', { status: 500 });
  const images = making(() => Promise.resolve({ response, contentType: () => 'image/jpeg' }));
  expect(await render(images, GIF, renderOrder('jpeg', 'plain', BOX))).toEqual(fail('undecodable'));
});
